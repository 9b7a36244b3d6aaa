"""Random objects of an API type, small enough to meet: few fields, few names, lists unique by their keys."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from minikctl.core import schema

WANTED = {
    "core/v1.PodSpec": (
        "containers",
        "volumes",
        "hostAliases",
        "tolerations",
        "nodeSelector",
        "securityContext",
        "nodeName",
    ),
    "core/v1.Container": ("name", "image", "command", "env", "ports", "volumeMounts", "resources", "securityContext"),
    "meta/v1.ObjectMeta": ("labels", "annotations", "finalizers", "ownerReferences"),
    "core/v1.PodStatus": ("phase", "conditions", "containerStatuses", "podIPs"),
    "core/v1.ServiceSpec": ("ports", "selector", "type", "externalIPs", "sessionAffinityConfig"),
}
LEAVES: dict[str, list[Any]] = {
    "string": ["a", "b", "c"],
    "bool": [True, False],
    "int32": [1, 2, 3],
    "int64": [1, 2, 3],
    "util/intstr.IntOrString": [1, "2%"],
    "api/resource.Quantity": ["1", "2Gi"],
    "meta/v1.Time": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
    "[]uint8": ["YQ=="],
}


def objects(type_name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of one type with fixed apiVersion, kind and name.

    Made from a seed: of nested hypothesis strategies nearly all objects come out empty.
    """
    version, kind = type_name.rsplit(".", 1)
    head = {"apiVersion": version.removeprefix("core/"), "kind": kind}

    def build(seed: int) -> dict[str, Any]:
        body = _struct(type_name, 7, Random(seed))
        return {**body, **head, "metadata": {**body.get("metadata", {}), "name": "x"}}

    return st.integers(0, 1 << 32).map(build)


def _value(type_name: str, depth: int, random: Random) -> Any:
    name = schema.resolve(type_name)
    if name in LEAVES:
        return random.choice(LEAVES[name])
    if name.startswith("map["):
        return {key: _value(schema.elem(name), depth - 1, random) for key in "xyz" if random.random() < 0.5}
    return _struct(name, depth, random)


def _struct(name: str, depth: int, random: Random) -> dict[str, Any]:
    fields = schema.struct(name)
    chosen = [fields[key] for key in WANTED.get(name) or tuple(fields)[:5] if key in fields]
    return {
        field.json: _field(field, depth - 1, random)
        for field in chosen
        if random.random() < 0.7 and (depth > 0 or schema.resolve(field.type) in LEAVES)
    }


def _field(field: schema.Field, depth: int, random: Random) -> Any:
    name = schema.resolve(field.type)
    if not name.startswith("[]") or name in LEAVES:
        return _value(name, depth, random)
    elem = schema.elem(name)
    keys = sorted({*field.map_keys, field.merge_key} - {""})
    items: dict[str, Any] = {}
    for _ in range(random.randrange(4)):
        item = _value(elem, depth, random)
        if keys:
            inner = schema.struct(schema.resolve(elem))
            item.update((key, _value(inner[key].type, 0, random)) for key in keys)
        items[repr(item[field.merge_key or keys[0]] if keys else item)] = item
    return list(items.values())
