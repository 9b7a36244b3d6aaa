"""The simulated kubelets: what a node does with a pod that was given to it. One key a pod.

sync        one look: volumes, containers, status, the next look
admitting   which pods the node refuses
ending      pods that are deleted or out of time
look        what a look sees and notes down; what is remembered of a container
memory      what is not remembered, read back from the status
containers  the table of stages of one container: pull, create, run, back off
cycles      containers that end and are started in the same rhythm, over a long absence
running     what happens to a running container: its process, its probes
behaviour   what a container does and what its probes find; shell and words read its command
needs       config maps, secrets and claims that have to be there
status      the status that is written
addresses   where the pod can be reached
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Watch
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers._base import Result, View

Obj = dict[str, Any]


def reconcile(view: View, key: str, now: int) -> Result:
    """What the kubelet of the pod's node does now; a node that is gone or not ready does nothing."""
    namespace, _, name = key.partition("/")
    pod = view.get("pods", namespace, name)
    if pod is None:
        return NOTHING
    host = pod["spec"].get("nodeName")
    node = view.get("nodes", "", host) if host else None
    if node is None or not is_up(node):
        return NOTHING
    if "deletionTimestamp" in pod["metadata"]:
        from minikctl.controllers.kubelet.ending import terminate

        return terminate(view, pod, now)
    if (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
        return NOTHING
    from minikctl.controllers.kubelet.sync import sync

    return sync(view, pod, node, now)


def is_up(node: Obj) -> bool:
    """Whether the node's kubelet works: its Ready condition is not false or unknown."""
    for condition in (node.get("status") or {}).get("conditions") or ():
        if condition["type"] == "Ready":
            return bool(condition["status"] == "True")
    return True


def _bound(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    """A pod that is given to a node, whose spec changes, or that is to go. The kubelet's own words do not wake it.

    The same object twice is a request to look again.
    """
    if obj is None or "nodeName" not in obj["spec"]:
        return []
    meta = obj["metadata"]
    if old is not None and old is not obj and "nodeName" in old["spec"]:
        before = old["metadata"]
        if (
            before.get("generation") == meta.get("generation")
            and before.get("deletionTimestamp") == meta.get("deletionTimestamp")
            and before.get("deletionGracePeriodSeconds") == meta.get("deletionGracePeriodSeconds")
            and not _gated(obj, old)
        ):
            return []
    return [f"{meta['namespace']}/{meta['name']}"]


def _gated(obj: Obj, old: Obj) -> bool:
    """Whether somebody opened or closed a readiness gate."""
    if "readinessGates" not in obj["spec"]:
        return False
    gates = [g["conditionType"] for g in obj["spec"]["readinessGates"]]
    now, before = (
        [(c["type"], c["status"]) for c in (o.get("status") or {}).get("conditions") or () if c["type"] in gates]
        for o in (obj, old)
    )
    return now != before


def _waiting(resource: str) -> Callable[[Obj | None, Obj | None, View], list[str]]:
    """Pods that have not started and use this object."""

    def keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
        if obj is None or (old is not None and old.get("data") == obj.get("data")):
            return []
        namespace, name = obj["metadata"]["namespace"], obj["metadata"]["name"]
        pods = view.on_node(f"pending/{namespace}")
        if not pods:
            return []
        from minikctl.controllers.kubelet import needs

        return [f"{namespace}/{p['metadata']['name']}" for p in pods if needs.refers_to(p, resource, name)]

    return keys


def _served(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Pods that have not started: what runs in them may wait for a new Service."""
    if obj is None or old is not None:
        return []
    namespace = obj["metadata"]["namespace"]
    return [f"{namespace}/{p['metadata']['name']}" for p in view.on_node(f"pending/{namespace}")]


def _recovered(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The pods of a node whose kubelet is there again."""
    if obj is None or not is_up(obj) or (old is not None and is_up(old)):
        return []
    return [f"{p['metadata']['namespace']}/{p['metadata']['name']}" for p in view.on_node(obj["metadata"]["name"])]


CONTROLLER = Controller(
    name="kubelet",
    user="kubelet",
    component="kubelet",
    watches=(
        Watch("pods", _bound),
        Watch("configmaps", _waiting("configmaps")),
        Watch("secrets", _waiting("secrets")),
        Watch("persistentvolumeclaims", _waiting("persistentvolumeclaims")),
        Watch("nodes", _recovered),
        Watch("services", _served),
    ),
    reconcile=reconcile,
)
