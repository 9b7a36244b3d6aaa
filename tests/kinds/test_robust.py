"""Whatever a client sends, a kind answers with field errors: made-up objects of every type go through every hook."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest

from minikctl.core import schema
from minikctl.core.decoding import decode
from minikctl.core.errors import ApiError
from minikctl.kinds import compile
from minikctl.kinds._kind import Kind
from tests.kinds.objects import NOW

WORDS = (
    "",
    "a",
    "A_b",
    "Always",
    "RollingUpdate",
    "x/y",
    "..",
    "None",
    "100%",
    "-1",
    "LoadBalancer",
    "Container",
    "In",
)
NUMBERS = (0, 1, -1, 80, 70000, 2147483647)
DEEP = 9
TRIES = 60


def value(random: Random, type_name: str, depth: int) -> Any:
    """JSON for a Go type: any of its fields, or none."""
    bare = type_name.removeprefix("*")
    if bare.endswith("Quantity"):
        return random.choice(("0", "1", "-1", "100m", "1Gi"))
    if bare.endswith("Time"):
        return "2027-01-15T07:59:55Z"
    if bare.endswith("IntOrString"):
        return random.choice((*NUMBERS, *WORDS))
    under = schema.resolve(bare)
    if under == "string":
        return random.choice(WORDS)
    if under == "bool":
        return random.random() < 0.5
    if under.startswith("int"):
        return random.choice(NUMBERS)
    if under == "[]uint8":
        return "YQ=="
    if depth == 0 or random.random() < 0.05:
        return None
    if under.startswith("[]"):
        return [value(random, under[2:], depth - 1) for _ in range(random.randrange(3))]
    if under.startswith("map["):
        inner = schema.elem(under)
        return {random.choice(WORDS): value(random, inner, depth - 1) for _ in range(random.randrange(3))}
    return fields(random, bare, depth, 0.4) if schema.is_struct(bare) else {}


def fields(random: Random, type_name: str, depth: int, share: float) -> dict[str, Any]:
    found = schema.struct(type_name).items()
    return {key: value(random, field.type, depth - 1) for key, field in found if random.random() < share}


def typed() -> list[tuple[Kind, str]]:
    out = []
    for _, kind in compile.kinds():
        type_name = schema.root_type(kind.api_version, kind.kind)
        if type_name is not None and "update" in kind.verbs:
            out.append((kind, type_name))
    return out


def made_up(random: Random, kind: Kind, type_name: str) -> dict[str, Any] | None:
    """An object as it comes out of the decoder; None where that refuses it."""
    meta = {"name": "a", "namespace": "default", "uid": "u", "creationTimestamp": "2027-01-15T07:59:55Z"}
    head = {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": meta}
    try:
        return decode({**fields(random, type_name, DEEP, 0.9), **head}, type_name).value
    except ApiError:
        return None


@pytest.mark.parametrize(("kind", "type_name"), typed(), ids=lambda value: value if isinstance(value, str) else "")
def test_no_object_is_too_much_for_a_kind(kind: Kind, type_name: str) -> None:
    random = Random(type_name)
    before: dict[str, Any] | None = None
    for _ in range(TRIES):
        obj = made_up(random, kind, type_name)
        if obj is None:
            continue
        kind.default(obj)
        once = copy.deepcopy(obj)
        kind.default(once)
        assert once == obj
        kind.prepare_create(obj)
        kind.validate(obj)
        kind.warnings(obj, before)
        if kind.row is not None:
            assert len(kind.row(obj, NOW)) == len(kind.columns)
        if before is not None:
            changed = copy.deepcopy(obj)
            kind.prepare_update(changed, before)
            kind.validate_update(changed, before)
        for served in kind.versions:
            if served.encode is not None and served.decode is not None:
                other = copy.deepcopy(obj)
                served.encode(other)
                served.decode(other)
        before = obj
