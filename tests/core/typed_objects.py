"""Random objects of an API type, small enough to meet: few fields, few names, lists unique by their keys."""

from __future__ import annotations

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
    """Objects of one type with fixed apiVersion, kind and name."""
    version, kind = type_name.rsplit(".", 1)
    head = {"apiVersion": version.removeprefix("core/"), "kind": kind}
    return _struct(type_name, 6).map(
        lambda body: {**body, **head, "metadata": {**body.get("metadata", {}), "name": "x"}}
    )


def _values(type_name: str, depth: int) -> st.SearchStrategy[Any]:
    name = schema.resolve(type_name)
    if name in LEAVES:
        return st.sampled_from(LEAVES[name])
    if name.startswith("map["):
        return st.dictionaries(st.sampled_from("xyz"), _values(schema.elem(name), depth - 1), max_size=3)
    return _struct(name, depth)


def _struct(name: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    fields = schema.struct(name)
    wanted = WANTED.get(name) or tuple(fields)[:3]
    chosen = [fields[key] for key in wanted if key in fields and (depth > 0 or _is_leaf(fields[key].type))]
    optional = {field.json: _field(field, depth - 1) for field in chosen}
    return st.fixed_dictionaries({}, optional=optional)


def _field(field: schema.Field, depth: int) -> st.SearchStrategy[Any]:
    name = schema.resolve(field.type)
    if not name.startswith("[]") or name in LEAVES:
        return _values(name, depth)
    elem = schema.elem(name)
    keys = {*field.map_keys, field.merge_key} - {""}
    if not keys:
        return st.lists(_values(elem, depth), max_size=3, unique_by=repr)
    inner = schema.struct(schema.resolve(elem))
    named = st.fixed_dictionaries({key: _values(inner[key].type, 0) for key in sorted(keys)})
    items = st.builds(lambda body, ident: {**body, **ident}, _values(elem, depth), named)
    return st.lists(items, max_size=3, unique_by=lambda item: repr(item[field.merge_key or field.map_keys[0]]))


def _is_leaf(type_name: str) -> bool:
    return schema.resolve(type_name) in LEAVES
