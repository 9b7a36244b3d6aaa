"""Selectors: what they match, how they are written, and the parser's words for what it does not understand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import selectors
from minikctl.core.selectors import FieldTerm, Requirement, Selector, SelectorError


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("", ""),
        ("app=web", "app=web"),
        ("tier in (b, a),app=web,!x", "app=web,tier in (a,b),!x"),
        ("a==b , c != d", "a==b,c!=d"),
        ("x", "x"),
        ("! x", "!x"),
        ("a notin (b)", "a notin (b)"),
        ("a in ()", "a in ()"),
        ("a in (,b)", "a in (,b)"),
        ("a==", "a=="),
        ("a=,b", "a=,b"),
        ("n>1,m<2", "m<2,n>1"),
        ("in in (in)", "in in (in)"),
    ],
)
def test_parse_and_write(text: str, again: str) -> None:
    assert str(selectors.parse(text)) == again


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("", {}, True),
        ("a=b", {"a": "b"}, True),
        ("a=b", {}, False),
        ("a!=b", {}, True),
        ("a!=b", {"a": "b"}, False),
        ("a in (b,c)", {"a": "c"}, True),
        ("a notin (b,c)", {}, True),
        ("a", {"a": ""}, True),
        ("!a", {"a": ""}, False),
        ("a=", {"a": ""}, True),
        ("a=", {}, False),
        ("n>1", {"n": "2"}, True),
        ("n>1", {"n": "x"}, False),
        ("n<1", {}, False),
        ("a=b,c", {"a": "b"}, False),
    ],
)
def test_matches(text: str, labels: dict[str, str], expected: bool) -> None:
    assert selectors.parse(text).matches(labels) is expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=b=c", "found '=', expected: ',' or 'end of string'"),
        ("in in in", "unable to parse requirement: found 'in' expected: '('"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("=a", "found '=', expected: !, identifier, or 'end of string'"),
        ("a=b,", "found '', expected: identifier after ','"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
        ("a in (=", "unable to parse requirement: found '=', expected: ',', ')' or identifier"),
        ("a=(", "unable to parse requirement: found '(', expected: identifier"),
        (
            "n>x",
            'unable to parse requirement: values[0]: Invalid value: "x": '
            "for 'Gt', 'Lt' operators, the value must be an integer",
        ),
        ("/a=b", 'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty'),
    ],
)
def test_what_does_not_parse(text: str, message: str) -> None:
    with pytest.raises(SelectorError) as error:
        selectors.parse(text)
    assert str(error.value) == message


def test_a_bad_value_is_named_with_its_key() -> None:
    with pytest.raises(
        SelectorError, match=r'^unable to parse requirement: values\[0\]\[a\]: Invalid value: "b@": a valid'
    ):
        selectors.parse("a=b@")


def test_the_structs_of_the_api() -> None:
    struct = {
        "matchLabels": {"app": "web"},
        "matchExpressions": [
            {"key": "tier", "operator": "In", "values": ["b", "a"]},
            {"key": "x", "operator": "DoesNotExist"},
        ],
    }
    assert selectors.format_label_selector(struct) == "app=web,tier in (a,b),!x"
    assert selectors.from_label_selector(struct).exact() == ("app", "web")
    assert not selectors.from_label_selector(None).matches({})
    assert selectors.from_label_selector({}).matches({})
    assert selectors.format_label_selector({}) == selectors.format_label_selector(None) == "<none>"
    bad = {"matchExpressions": [{"key": "a", "operator": "Near"}]}
    assert selectors.format_label_selector(bad) == "<error>"
    with pytest.raises(SelectorError, match='"Near" is not a valid label selector operator'):
        selectors.from_label_selector(bad)


def test_field_selectors() -> None:
    assert selectors.parse_fields("status.phase!=Running,metadata.name==a") == [
        FieldTerm("metadata.name", True, "a"),
        FieldTerm("status.phase", False, "Running"),
    ]
    assert selectors.parse_fields("") == []
    assert selectors.parse_fields(r"a=b\,c\=d") == [FieldTerm("a", True, "b,c=d")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("foo", "invalid selector: 'foo'; can't understand 'foo'"),
        ("a=b,foo", "invalid selector: 'a=b,foo'; can't understand 'foo'"),
        (r"a=\x", r"invalid field selector: invalid escape sequence: \x"),
        ("a=b=c", "invalid field selector: unescaped character in value: 61"),
    ],
)
def test_bad_field_selectors(text: str, message: str) -> None:
    with pytest.raises(SelectorError) as error:
        selectors.parse_fields(text)
    assert str(error.value) == message


words = st.text("ab1", min_size=1, max_size=3)
label_sets = st.dictionaries(words, words, max_size=3)
requirements = st.one_of(
    st.builds(lambda k, o, v: Requirement(k, o, (v,)), words, st.sampled_from(["=", "==", "!="]), words),
    st.builds(
        lambda k, o, v: Requirement(k, o, tuple(sorted(v))),
        words,
        st.sampled_from(["in", "notin"]),
        st.sets(words, min_size=1, max_size=3),
    ),
    st.builds(Requirement, words, st.sampled_from(["exists", "!"]), st.just(())),
)


@given(st.lists(requirements, max_size=3))
def test_writing_and_parsing_is_the_identity(given_: list[Requirement]) -> None:
    selector = Selector(given_)
    assert selectors.parse(str(selector)).requirements == selector.requirements


@given(st.lists(requirements, max_size=3), label_sets)
def test_all_requirements_have_to_hold(given_: list[Requirement], labels: dict[str, str]) -> None:
    assert Selector(given_).matches(labels) == all(Selector([one]).matches(labels) for one in given_)


@given(words, st.sets(words, min_size=1), label_sets)
def test_notin_is_the_opposite_of_in(key: str, values: set[str], labels: dict[str, str]) -> None:
    inside, outside = (Requirement(key, operator, tuple(values)) for operator in ("in", "notin"))
    assert inside.matches(labels) != outside.matches(labels)


@given(st.text("ab,=!()<> in", max_size=8))
def test_any_text_is_a_selector_or_refused(text: str) -> None:
    try:
        selector = selectors.parse(text)
    except SelectorError:
        return
    assert selectors.parse(str(selector)).requirements == selector.requirements


@given(
    st.lists(st.builds(FieldTerm, st.text("ab.", min_size=1, max_size=3), st.booleans(), st.text("a,=\\!", max_size=4)))
)
def test_field_terms_survive_writing(terms: list[FieldTerm]) -> None:
    again = selectors.parse_fields(",".join(map(str, terms)))
    assert sorted(again) == sorted(terms)
