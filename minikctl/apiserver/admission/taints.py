"""TaintNodesByCondition: a new node is tainted until it is ready. The simulated nodes come ready, so only unready
ones are.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def mutate(
    _api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, asked: Asked, _subresource: str
) -> None:
    """Taint a node that somebody registers by hand: nothing reports it ready."""
    if asked.internal:
        return
    taint = {"effect": "NoSchedule", "key": "node.kubernetes.io/not-ready"}
    spec = obj.setdefault("spec", {})
    if taint not in (spec.get("taints") or []):
        spec["taints"] = [*(spec.get("taints") or []), taint]
