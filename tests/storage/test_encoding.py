"""The fast texts are those of the json package."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.storage.encoding import Encoder, compact, loads, pretty, to_bytes
from minikctl.storage.lines import redo, undo

text = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates, too
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3))
objects = st.dictionaries(text, values, max_size=4)


@given(st.lists(objects, max_size=4))
def test_both_texts_of_many_objects(objs: list[dict[str, object]]) -> None:
    encoder = Encoder()
    for obj in objs:
        pieces, brief = encoder.both(obj)
        whole = "".join(pieces)
        assert whole == json.dumps(obj, indent=4, sort_keys=True, ensure_ascii=False) + "\n" == pretty(obj) + "\n"
        assert json.loads(brief) == obj
        assert "\n" not in brief


@given(values)
def test_what_is_written_is_read(value: object) -> None:
    assert compact(value) == json.dumps(value, separators=(",", ":"))
    for data in (compact(value).encode(), to_bytes(pretty(value)), b" \n" + to_bytes(compact(value)) + b"\n "):
        assert loads(data) == json.loads(data) == value


@pytest.mark.parametrize("data", [b"", b"{", b"{}x", b'{"a":1,}', b"\xff", b"nul", b"[1 2]"])
def test_errors_are_those_of_the_json_package(data: bytes) -> None:
    with pytest.raises(ValueError) as ours:
        loads(data)
    with pytest.raises(ValueError) as theirs:
        json.loads(data)
    assert str(ours.value) == str(theirs.value)


def test_a_byte_order_mark_is_no_error() -> None:
    assert loads(b"\xef\xbb\xbf{}") == {}


@given(objects, objects)
def test_the_old_object_is_had_from_the_new_one_and_the_steps(new: dict[str, object], old: dict[str, object]) -> None:
    assert redo(new, json.loads(json.dumps(undo(new, old)))) == old
