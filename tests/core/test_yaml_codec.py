"""kubectl's YAML: a corpus recorded from kubectl 1.37 (`label --local`, texts in tests/core/data), and the laws around
it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.errors import CliError
from minikctl.core.json_syntax import problem
from minikctl.core.yaml_codec import decode, documents, dump, load_all
from minikctl.core.yaml_scalars import resolve

DATA = Path(__file__).parent / "data"
WRITTEN = json.loads((DATA / "yaml_corpus.json").read_text())
READ = json.loads((DATA / "yaml_loading.json").read_text())


@pytest.mark.parametrize("case", WRITTEN, ids=["strings", "order", "keys"])
def test_dump_writes_what_kubectl_writes(case: dict[str, Any]) -> None:
    assert dump(case["object"]).split("\n") == case["yaml"].split("\n")


@pytest.mark.parametrize("case", READ, ids=[case["name"] for case in READ])
def test_documents_are_read_and_refused_as_by_kubectl(case: dict[str, Any]) -> None:
    found, error = [], ""
    try:
        found.extend(documents(case["text"], "t.yaml"))
    except CliError as failure:
        error = failure.message
    assert (found, error) == (case["documents"], case["error"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e6, "1000000"), (1e20, "1e+20"), (1234567.5, "1.2345675e+06"), (1e-7, "1e-07"), (-0.0, "0"), (0.1, "0.1"),
        (12345678901234567000, "12345678901234567000"), (18446744073709551615, "1.8446744073709552e+19"),
        (9223372036854775807, "9223372036854775807"), (9223372036854775808, "9223372036854776000"),
    ],
)  # fmt: skip
def test_numbers_take_the_way_through_json(value: float, text: str) -> None:
    assert dump({"a": value}) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("value", "text"), [({}, "{}\n"), ([], "[]\n"), (None, "null\n"), ("a", "a\n"), (True, "true\n")]
)
def test_documents_that_are_no_mappings(value: Any, text: str) -> None:
    assert dump(value) == text


@pytest.mark.parametrize("text", ["a\x7fb", "\x80", "\ufffe"])
def test_control_characters_are_refused_both_ways(text: str) -> None:
    with pytest.raises(CliError, match="yaml: control characters are not allowed"):
        dump({"a": text})
    with pytest.raises(CliError, match="yaml: control characters are not allowed"):
        load_all(f"a: {text}", "f")


def test_next_line_characters_are_folded_on_the_way() -> None:
    assert dump({"a": "x \x85 y", "b": "x\x85\x85y"}) == "a: x y\nb: |-\n  x\n  y\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfa", "a"), (b"\xff\xfea\0", "a"), (b"\xfe\xff\0a", "a"), (b"\xe9", "\ufffd"), ("é".encode(), "é")],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_documents_before_a_broken_one_are_delivered() -> None:
    stream = documents("a: 1\n---\nb: [\n", "f")
    assert next(stream) == {"a": 1}
    with pytest.raises(CliError):
        next(stream)


def test_a_number_beyond_float64_is_refused() -> None:
    with pytest.raises(
        CliError, match='unable to decode "f": json: cannot unmarshal number 1e400 into Go value of type float64'
    ):
        load_all('{"a":1e400}', "f")


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi")
)


def test_a_billion_laughs_are_refused() -> None:
    with pytest.raises(CliError, match="document contains excessive aliasing"):
        load_all(LAUGHS, "f")


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 20000, "- " * 20000, '{"a":' * 20000 + "1" + "}" * 20000, "{a: " * 5000]
)
def test_depth_is_bounded(text: str) -> None:
    with pytest.raises(CliError, match="error parsing f: "):
        load_all(text, "f")


@pytest.mark.parametrize(
    ("text", "message", "eof"),
    [
        ("{", "unexpected end of JSON input", True),
        ("{}x", "invalid character 'x' after top-level value", False),
        ('{"a" 1}', "invalid character '1' after object key", False),
        ('{"a":1 2}', "invalid character '2' after object key:value pair", False),
        ("[1 2]", "invalid character '2' after array element", False),
        ("{a}", "invalid character 'a' looking for beginning of object key string", False),
        ("nope", "invalid character 'o' in literal null (expecting 'u')", False),
        ("[1.x]", "invalid character 'x' after decimal point in numeric literal", False),
        ('"\\q"', "invalid character 'q' in string escape code", False),
        ('"\n"', "invalid character '\\n' in string literal", False),
    ],
)
def test_json_faults_in_the_words_of_go(text: str, message: str, eof: bool) -> None:
    found = problem(text.encode())
    assert found is not None
    assert (found.message, found.eof) == (message, eof)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text("ab: #-'\"\n\t\\,[{?|>&*!%@`é=~01.e+_xyn\u2028", max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab: -'1.y\n", max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_what_is_dumped_is_read_back(value: Any) -> None:
    assert load_all(dump({"value": value}), "f") == [{"value": value}]


@given(JSON)
def test_json_is_read_without_yaml(value: Any) -> None:
    assert load_all(json.dumps({"value": value}), "f") == [{"value": value}]


@given(st.text("{}[]\"':,-?&*!|> \n\tab01.%@#<~\\", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load_all(text, "f")
    except CliError as error:
        assert error.message.startswith("error parsing f: ")


@given(st.binary(max_size=40))
def test_go_agrees_with_python_on_what_is_json(data: bytes) -> None:
    try:
        json.loads(data.decode("latin-1"))
        good = True
    except ValueError:
        good = False
    if b"NaN" not in data and b"Infinity" not in data:
        assert (problem(data) is None) == good


@given(st.text("0123456789+-._eExobaf:T Z", min_size=1, max_size=8))
def test_numbers_are_numbers_or_the_text_itself(text: str) -> None:
    value = resolve(text)
    assert value is text or not isinstance(value, str)


def test_writing_and_reading_json_imports_no_yaml() -> None:
    script = (
        "import sys; from minikctl.core.yaml_codec import dump, load_all;"
        "dump({'a.b/c': ['x: y', '12:30', 1.5]}); load_all('{\"a\":1}', 'f'); sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
