"""Taints and tolerations: which pods a node will have. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Obj = dict[str, Any]


def tolerates(toleration: Obj, taint: Obj) -> bool:
    """Whether one toleration covers one taint."""
    effect = toleration.get("effect")
    if effect and effect != taint["effect"]:
        return False
    key = toleration.get("key")
    if key and key != taint["key"]:
        return False
    operator = toleration.get("operator") or "Equal"
    if operator == "Exists":
        return True
    if operator in ("Lt", "Gt"):
        return _compares(operator, toleration.get("value", ""), taint.get("value", ""))
    return bool(key) and toleration.get("value", "") == taint.get("value", "")


def _compares(operator: str, wanted: str, has: str) -> bool:
    try:
        return int(has) < int(wanted) if operator == "Lt" else int(has) > int(wanted)
    except ValueError:
        return False


def untolerated(tolerations: list[Obj], taints: Iterable[Obj], effects: tuple[str, ...]) -> Obj | None:
    """The first taint with one of the effects that no toleration covers."""
    for taint in taints:
        if taint["effect"] in effects and not any(tolerates(t, taint) for t in tolerations):
            return taint
    return None
