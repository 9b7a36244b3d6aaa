"""The flag parser, by tables: argv in, values or pflag's words out. Every error text was seen from kubectl 1.37."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.cli import table
from minikctl.cli.pflag import Flag, FlagError, Parsed, parse, words_without_flags

GET = table.flags(("get",))
LOGS = table.flags(("logs",))


def read(words: str, flags: dict[str, Flag] = GET) -> Parsed:
    return parse(words.split(), flags)


@pytest.mark.parametrize(
    ("words", "values", "args"),
    [
        ("-owide", {"output": "wide"}, []),
        ("-o=wide", {"output": "wide"}, []),
        ("-o wide pods", {"output": "wide"}, ["pods"]),
        ("--output=a=b", {"output": "a=b"}, []),
        ("pods --watch=false x", {"watch": False}, ["pods", "x"]),
        ("-w pods", {"watch": True}, ["pods"]),
        ("-wA", {"watch": True, "all-namespaces": True}, []),
        ("-wojson", {"watch": True, "output": "json"}, []),
        ("-w=f", {"watch": False}, []),
        ("--no_headers", {"no-headers": True}, []),
        ("-f a -f b,c", {"filename": ["a", "b", "c"]}, []),
        ("-f=", {"filename": ["="]}, []),
        ("--filename=", {"filename": []}, []),
        ("--chunk-size 0x10", {"chunk-size": 16}, []),
        ("--chunk-size 1_0", {"chunk-size": 10}, []),
        ("--chunk-size 010", {"chunk-size": 8}, []),
        ("--chunk-size -1", {"chunk-size": -1}, []),
        ("-", {}, ["-"]),
        ("-o yaml -o json", {"output": "json"}, []),
    ],
)
def test_values_and_arguments(words: str, values: dict[str, object], args: list[str]) -> None:
    assert read(words)[:2] == (values, args)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--nope", "unknown flag: --nope"),
        ("--nope=1", "unknown flag: --nope"),
        ("--=x", "bad flag syntax: --=x"),
        ("---x", "bad flag syntax: ---x"),
        ("--output", "flag needs an argument: --output"),
        ("-o", "flag needs an argument: 'o' in -o"),
        ("-wo", "flag needs an argument: 'o' in -o"),
        ("-z", "unknown shorthand flag: 'z' in -z"),
        ("-wz", "unknown shorthand flag: 'z' in -z"),
        ("-w=", "unknown shorthand flag: '=' in -="),
        ("-é", "unknown shorthand flag: 'Ã' in -é"),
        (
            "--watch=maybe",
            'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
        ),
        ("-h=x", 'invalid argument "x" for "-h, --help" flag: strconv.ParseBool: parsing "x": invalid syntax'),
        (
            "--chunk-size=abc",
            'invalid argument "abc" for "--chunk-size" flag: strconv.ParseInt: parsing "abc": invalid syntax',
        ),
        (
            "--chunk-size=08",
            'invalid argument "08" for "--chunk-size" flag: strconv.ParseInt: parsing "08": invalid syntax',
        ),
        (
            "--chunk-size=9223372036854775808",
            'invalid argument "9223372036854775808" for "--chunk-size" flag: '
            'strconv.ParseInt: parsing "9223372036854775808": value out of range',
        ),
        (
            "-v=99999999999",
            'invalid argument "99999999999" for "-v, --v" flag: '
            'strconv.ParseInt: parsing "99999999999": value out of range',
        ),
        ("-vvv", 'invalid argument "vv" for "-v, --v" flag: strconv.ParseInt: parsing "vv": invalid syntax'),
        ("--log-flush-frequency=3", 'invalid argument "3" for "--log-flush-frequency" flag: parse error'),
        (
            "--vmodule=x",
            'invalid argument "x" for "--vmodule" flag: syntax error: expect comma-separated list of filename=N',
        ),
        ("--vmodule=a=-1", 'invalid argument "a=-1" for "--vmodule" flag: negative value for vmodule level'),
        (
            '-f a"b',
            'invalid argument "a\\"b" for "-f, --filename" flag: '
            'parse error on line 1, column 2: bare " in non-quoted-field',
        ),
        (
            '-f é,"x',
            'invalid argument "é,\\"x" for "-f, --filename" flag: '
            'parse error on line 1, column 6: extraneous or missing " in quoted-field',
        ),
        (
            '-f "a"b',
            'invalid argument "\\"a\\"b" for "-f, --filename" flag: '
            'parse error on line 1, column 3: extraneous or missing " in quoted-field',
        ),
    ],
)
def test_errors(words: str, message: str) -> None:
    with pytest.raises(FlagError) as caught:
        read(words)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("5", 'missing unit in duration "5"'),
        ("5x", 'unknown unit "x" in duration "5x"'),
        ("", 'invalid duration ""'),
        ("1.5.2s", 'missing unit in duration "1.5.2s"'),
    ],
)
def test_durations_that_are_none(text: str, problem: str) -> None:
    with pytest.raises(FlagError, match="flag: time: ") as caught:
        parse(["--since", text], LOGS)
    assert str(caught.value) == f'invalid argument "{text}" for "--since" flag: time: {problem}'


def test_durations_are_seconds() -> None:
    assert read("--since=1m30s", LOGS).values == {"since": 90.0}


def test_a_bare_flag_has_the_value_that_it_declares() -> None:
    scale = table.flags(("scale",))
    assert read("--dry-run web", scale)[:2] == ({"dry-run": "unchanged"}, ["web"])
    assert read("--cascade a", table.flags(("delete",)))[:2] == ({"cascade": "background"}, ["a"])


def test_what_stands_behind_two_dashes_is_no_flag() -> None:
    assert read("a --watch -- -o x --")[:3] == ({"watch": True}, ["a", "-o", "x", "--"], 1)
    assert read("a b").dash == -1


def test_arrays_keep_commas_and_slices_split_them() -> None:
    run, create = table.flags(("run",)), table.flags(("create", "configmap"))
    assert read("--env=A=1,2 --env B=3", run).values == {"env": ["A=1,2", "B=3"]}
    assert parse(["--from-file=a,b", "--from-literal=a=b,c"], create).values == {
        "from-file": ["a", "b"],
        "from-literal": ["a=b,c"],
    }
    assert parse(['--from-file="a,b",c', '--from-file="x""y"'], create).values["from-file"] == ["a,b", "c", 'x"y']


def test_pairs_become_a_map() -> None:
    debug = table.flags(("debug",))
    assert read("--env=A=1 --env=B=2,C=3", debug).values == {"env": {"A": "1", "B": "2", "C": "3"}}
    with pytest.raises(FlagError, match="a must be formatted as key=value"):
        read("--env=a", debug)


def test_deprecated_flags_give_notices() -> None:
    assert read("--record --replicas=1", table.flags(("scale",))).notices == [
        "Flag --record has been deprecated, --record will be removed in the future"
    ]
    notice = "it is ignored by kubectl run and will be removed in a future release"
    assert read("-f x", table.flags(("run",))).notices == [
        f"Flag shorthand -f has been deprecated, {notice}",
        f"Flag --filename has been deprecated, {notice}",
    ]


def test_words_are_found_between_flags_and_their_values() -> None:
    flags = table.flags(())
    assert words_without_flags(["-n", "dev", "--context=x", "get", "-v", "3", "pods"], flags) == [3, 6]
    assert words_without_flags(["--unknown", "get", "pods"], flags) == [2]
    assert words_without_flags(["--match-server-version", "get", "--", "x"], flags) == [1]


WORDS = st.lists(st.sampled_from(["-w", "-A", "--watch", "x", "-", "--output=y", "-Ljson", "a,b"]))
ANY = st.lists(st.sampled_from(["-o", "--nope", "--", "x", "-w"]))


@given(WORDS, ANY)
def test_nothing_behind_two_dashes_is_read(left: list[str], right: list[str]) -> None:
    plain, parsed = parse(left, GET), parse([*left, "--", *right], GET)
    assert parsed.values == plain.values
    assert (parsed.args[: parsed.dash], parsed.args[parsed.dash :]) == (plain.args, right)


@given(st.text(max_size=12), st.sampled_from(sorted(GET)))
def test_no_value_breaks_the_parser(text: str, name: str) -> None:
    try:
        parse([f"--{name}={text}"], GET)
    except FlagError as error:
        assert str(error)
