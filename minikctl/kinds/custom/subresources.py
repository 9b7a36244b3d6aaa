"""The status and scale subresources of a version of a custom resource."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._kind import Scale
from minikctl.kinds.custom.definitions import Obj, mapping, text


def names(version: Obj) -> tuple[str, ...]:
    """In the order of their names."""
    found = mapping(version.get("subresources"))
    return tuple(name for name in ("scale", "status") if isinstance(found.get(name), dict))


def scale(version: Obj) -> Scale | None:
    """Where the scale subresource reads and writes."""
    found = mapping(version.get("subresources")).get("scale")
    if not isinstance(found, dict):
        return None
    selector = path(text(found.get("labelSelectorPath")))

    def selected(obj: Obj) -> str:
        return text(_at(obj, selector)) if selector else ""

    return Scale(selected, path(text(found.get("specReplicasPath"))), path(text(found.get("statusReplicasPath"))))


def path(where: str) -> tuple[str, ...]:
    """`.spec.replicas` as its keys."""
    return tuple(part for part in where.split(".") if part)


def _at(obj: Obj, where: tuple[str, ...]) -> Any:
    value: Any = obj
    for part in where:
        value = value.get(part) if isinstance(value, dict) else None
    return value
