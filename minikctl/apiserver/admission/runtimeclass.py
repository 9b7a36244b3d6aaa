"""RuntimeClass: the overhead of what a pod runs in, and where that is to be had."""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def mutate(
    api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 403 for a class that there is not, or whose selector contradicts the pod's.

    source: kube-apiserver's plugin of that name, v1.36
    """
    spec, name = obj["spec"], obj["metadata"].get("name", "")
    wanted = spec.get("runtimeClassName")
    if not wanted:
        return
    found = api.tx.get(Key("runtimeclasses.node.k8s.io", "", wanted))
    if found is None:
        raise forbidden("pods", "", name, f'pod rejected: RuntimeClass "{wanted}" not found')
    overhead = (found.get("overhead") or {}).get("podFixed")
    if overhead:
        if spec.get("overhead") and spec["overhead"] != overhead:
            why = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
            raise forbidden("pods", "", name, why)
        spec["overhead"] = overhead
    scheduling = found.get("scheduling") or {}
    selector = spec.get("nodeSelector") or {}
    for key, value in (scheduling.get("nodeSelector") or {}).items():
        if selector.get(key, value) != value:
            why = f"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; "
            why += f"pod.spec.nodeSelector[{key}] = {selector[key]}"
            raise forbidden("pods", "", name, why)
        selector = {**selector, key: value}
    if selector:
        spec["nodeSelector"] = selector
    own = spec.get("tolerations") or []
    extra = [one for one in scheduling.get("tolerations") or () if one not in own]
    if extra:
        spec["tolerations"] = [*own, *extra]
