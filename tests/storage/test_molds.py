"""Molds make what the long way makes, or nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.json_text import compact, compact_sorted
from minikctl.storage.encoding import pretty
from minikctl.storage.molds import Molds

Obj = dict[str, Any]

text = st.text(st.characters(exclude_categories=()), max_size=4)
word = st.sampled_from(["a", "b", "aa", "", "é", '"', "\\", "\n", "x y"])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
shapes = st.recursive(
    st.just("STRING") | scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text | st.just("KEY"), inner, max_size=3),
)
objects = st.dictionaries(text | st.just("KEY"), shapes, min_size=1, max_size=4)


def filled(value: Any, words: Any) -> Any:
    """The shape with other strings in it, of its own at every place."""
    if isinstance(value, dict):
        return {next(words) if k == "KEY" else k: filled(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [filled(v, words) for v in value]
    return next(words) if value == "STRING" else value


@given(objects, st.lists(st.lists(word | text, min_size=40, max_size=40), max_size=8))
def test_texts_and_objects_of_many_alike(shape: Obj, fillings: list[list[str]]) -> None:
    writing, reading = Molds(), Molds()
    for words in fillings:
        obj = filled(shape, iter(words * 20))
        whole = pretty(obj) + "\n"
        made = writing.texts(obj)
        if made is None:
            writing.learn(obj)
        else:
            assert "".join(made[0]) == whole
            assert json.loads(made[1]) == obj and made[1].isascii() and "\n" not in made[1]
            again = writing.object(made[1], brief=True)
            assert again is None or compact_sorted(again) == made[1]
        read = reading.object(whole)
        if read is None:
            reading.learn(json.loads(whole))
        else:
            assert compact(read) == compact(json.loads(whole))


@given(objects, objects)
def test_what_is_not_alike_does_not_fit(one: Obj, other: Obj) -> None:
    molds = Molds()
    for obj in (one, other, one, other):
        made = molds.texts(obj)
        assert made is None or "".join(made[0]) == pretty(obj) + "\n"
        if made is None:
            molds.learn(obj)


def pod(n: int, **changed: Any) -> Obj:
    meta = {
        "uid": f"u{n}",
        "name": f"web-{n}",
        "labels": {"app": "web"},
        "f": {".": {}, f'k:{{"ip":"10.0.0.{n}"}}': {}},
    }
    return {
        "metadata": meta,
        "kind": "Pod",
        "spec": {"containers": [{"name": "c", "ports": []}], "node": f"n{n % 3}"},
        **changed,
    }


def test_replicas_fit_and_share_what_is_common() -> None:
    molds = Molds()
    for n in range(2):
        assert molds.texts(pod(n)) is None
        molds.learn(pod(n))
    molds.learn(pod(4))
    for n in (3, 10, 12345):
        pieces, brief = molds.texts(pod(n)) or ([], "")
        assert "".join(pieces) == pretty(pod(n)) + "\n"
        assert brief == json.dumps(pod(n), sort_keys=True, separators=(",", ":"))
    one, two = (molds.object(pretty(pod(n)) + "\n") for n in (7, 8))
    assert (one, two) == (pod(7), pod(8))
    assert one is not None and two is not None
    assert one["spec"]["containers"] is two["spec"]["containers"] and one["metadata"] is not two["metadata"]
    one["metadata"]["name"] = "mine"  # what is made of slots is nobody else's
    assert molds.object(pretty(pod(8)) + "\n") == pod(8)


def test_what_a_person_wrote_is_read_the_long_way() -> None:
    molds = Molds()
    for n in range(3):
        molds.learn(pod(n))
    text = pretty(pod(5)) + "\n"
    assert molds.object(text) == pod(5)
    for edited in (
        text[:-1],
        text + " ",
        text.replace("web-5", 'web"5'),
        text.replace("web-5", "web\t5"),
        text.replace("    ", "  "),
    ):
        assert molds.object(edited) is None
    escaped = molds.object(text.replace("web-5", "a\\u0062"))
    assert escaped is not None and escaped["metadata"]["name"] == "ab"


def test_learning_ends_where_nothing_is_alike() -> None:
    molds = Molds()
    for n in range(1000):
        molds.learn({"n": n})
    assert molds.texts({"n": 1}) is None
