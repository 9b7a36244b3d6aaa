"""Sets of paths obey the algebra of sets; their form is the one that managedFields stores."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.core.fields import fieldset as fs

ELEMENTS = ("f:a", "f:b", 'k:{"name":"x"}', 'v:"y"')
Paths = frozenset[tuple[str, ...]]
path_sets = st.frozensets(st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=4).map(tuple), max_size=8)
law = settings(max_examples=150, deadline=None)


def make(paths: Paths) -> fs.FieldSet:
    out: dict[str, Any] = {}
    for path in sorted(paths):
        node = out
        for element in path:
            node = node.setdefault(element, {})
        node["."] = {}
    return _tidy(out)


def _tidy(node: dict[str, Any]) -> dict[str, Any]:
    """A member with nothing below it is an empty dict."""
    return {} if set(node) == {"."} else {key: _tidy(below) for key, below in node.items()}


def members(fields: fs.FieldSet, prefix: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    out = set()
    for key, node in fields.items():
        if key != ".":
            path = (*prefix, key)
            out |= members(node, path) | ({path} if fs.is_member(node) else set())
    return out


@law
@given(path_sets, path_sets)
def test_sets_of_paths_are_sets(a: Paths, b: Paths) -> None:
    x, y = make(a), make(b)
    assert members(x) == a
    assert fs.union(x, y) == make(a | b)
    assert fs.difference(x, y) == make(a - b)
    assert fs.intersection(x, y) == make(a & b)
    below = frozenset(path for path in a if not any(path[: len(other)] == other for other in b))
    assert fs.without_below(x, y) == make(below)
    assert {path for path in a | b if fs.has(x, path)} == a
    assert (x, y) == (make(a), make(b)), "an argument was changed"


@law
@given(path_sets, path_sets)
def test_what_does_not_change_a_set_gives_the_set_itself(a: Paths, b: Paths) -> None:
    x, y = make(a | b), make(b)
    assert fs.union(x, y) is x
    assert fs.difference(make(a - b), y) == make(a - b)
    only_a = make(a - b)
    assert fs.difference(only_a, y) is only_a


def test_paths_are_told_each_level_first_and_numbers_by_value() -> None:
    fields = {
        "f:spec": {
            "f:containers": {'k:{"name":"b"}': {".": {}, "f:image": {}}, 'k:{"name":"a"}': {".": {}}},
            "f:ports": {'k:{"containerPort":80,"protocol":"TCP"}': {}, 'k:{"containerPort":9,"protocol":"TCP"}': {}},
            "f:replicas": {},
        },
        "f:metadata": {"f:finalizers": {'v:"x/y"': {}}},
    }
    assert list(fs.paths(fields)) == [
        '.metadata.finalizers[="x/y"]',
        ".spec.replicas",
        '.spec.containers[name="a"]',
        '.spec.containers[name="b"]',
        '.spec.containers[name="b"].image',
        '.spec.ports[containerPort=9,protocol="TCP"]',
        '.spec.ports[containerPort=80,protocol="TCP"]',
    ]


def test_of_joins_paths_given_by_names() -> None:
    assert fs.of(("spec",), ("metadata", "labels")) == {"f:spec": {}, "f:metadata": {"f:labels": {}}}
