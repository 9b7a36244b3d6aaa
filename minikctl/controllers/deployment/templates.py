"""When two pod templates are the same: as the API means them, without the pod-template-hash label."""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

_HASH_LABEL = "pod-template-hash"
_QUANTITIES = frozenset(("limits", "requests", "overhead"))
_MAPS = frozenset(("labels", "annotations", "nodeSelector", "matchLabels", *_QUANTITIES))


def equal_ignoring_hash(one: Obj, other: Obj) -> bool:
    return _same(_bare(one), _bare(other), "")


def _bare(template: Obj) -> Obj:
    meta = template.get("metadata") or {}
    labels = meta.get("labels") or {}
    if _HASH_LABEL not in labels:
        return template
    return {**template, "metadata": {**meta, "labels": {k: v for k, v in labels.items() if k != _HASH_LABEL}}}


def _same(one: Any, other: Any, field: str) -> bool:
    """Equal, where missing and empty lists and maps are one, and quantities are compared by value. An empty struct is
    not a missing one.
    """
    if one == other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        if field in _QUANTITIES:
            return _same_quantities(one, other)
        return all(_same(one.get(k), other.get(k), k) for k in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same(a, b, "") for a, b in zip(one, other))
    return _is_nothing(one, field) and _is_nothing(other, field)


def _is_nothing(value: Any, field: str) -> bool:
    return value is None or value == [] or (value == {} and (field in _MAPS or field == "metadata")) or value == ""


def _same_quantities(one: Obj, other: Obj) -> bool:
    from minikctl.core.quantity import compare

    return one.keys() == other.keys() and all(compare(str(one[k]), str(other[k])) == 0 for k in one)
