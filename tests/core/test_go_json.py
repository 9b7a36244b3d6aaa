"""JSON in Go's words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.go_json import GoJsonError, loads


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "unexpected end of JSON input"),
        ('{"a":1', "unexpected end of JSON input"),
        ("{a:1}", "invalid character 'a' looking for beginning of object key string"),
        ("{'a':1}", r"invalid character '\'' looking for beginning of object key string"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a":1 "b"}', "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("nul", "unexpected end of JSON input"),
        ("nope", "invalid character 'o' in literal null (expecting 'u')"),
        ("1 2", "invalid character '2' after top-level value"),
        ("-x", "invalid character 'x' in numeric literal"),
        ("NaN", "invalid character 'N' looking for beginning of value"),
    ],
)
def test_malformed_text_is_refused_in_gos_words(text: str, message: str) -> None:
    with pytest.raises(GoJsonError) as failure:
        loads(text)
    assert str(failure.value) == message


leaves = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(leaves, lambda s: st.lists(s) | st.dictionaries(st.text(), s)))
def test_what_json_writes_is_read(value: object) -> None:
    assert loads(json.dumps(value)) == value


@given(st.text(alphabet='{}[]:,"\\ truefalsn10.-+eE\n'))
def test_every_text_is_a_value_or_a_message(text: str) -> None:
    try:
        loads(text)
    except GoJsonError as e:
        assert str(e)
