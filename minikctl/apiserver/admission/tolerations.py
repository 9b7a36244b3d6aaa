"""DefaultTolerationSeconds: every pod stays 300 s on a node that is not ready or unreachable."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

_TAINTS = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")


def mutate(
    _api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """Add the two tolerations where the pod does not tolerate the taints already."""
    spec = obj["spec"]
    have = spec.get("tolerations") or []
    added = [
        {"effect": "NoExecute", "key": taint, "operator": "Exists", "tolerationSeconds": 300}
        for taint in _TAINTS
        if not any(_tolerates(t, taint) for t in have)
    ]
    if added:
        spec["tolerations"] = [*have, *added]


def _tolerates(toleration: Obj, taint: str) -> bool:
    return toleration.get("key", "") in (taint, "") and toleration.get("effect", "") in ("NoExecute", "")
