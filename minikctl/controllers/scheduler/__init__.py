"""The scheduler: gives every pod that has none a node. One key, "": all that is waiting is looked at together.

cycle       one look: who waits, in which order, what is done about each
demand      what a pod asks for; pods that ask for the same share one
cluster     the nodes with what is taken on them, kept up to date through the look
filters     which nodes will do, and why the others won't
affinity    rules about other pods: affinity, anti-affinity, topology spread
scoring     which of those that will do is the best
preemption  whom to send away for a pod that is more important
claims      volumes a pod waits for
taints      taints and tolerations
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Watch
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result, View

Obj = dict[str, Any]

NAME = "default-scheduler"
ALL = [""]


def reconcile(view: View, _key: str, now: int) -> Result:
    from minikctl.controllers.scheduler import cycle

    return cycle.schedule(view, now)


def is_waiting(pod: Obj) -> bool:
    """Whether a pod is this scheduler's to place."""
    spec = pod["spec"]
    return (
        not spec.get("nodeName")
        and "deletionTimestamp" not in pod["metadata"]
        and spec.get("schedulerName", NAME) == NAME
        and not spec.get("schedulingGates")
        and (pod.get("status") or {}).get("phase", "Pending") == "Pending"
    )


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A pod that waits, or one that makes room: it went, ended, or is another now to those who like or avoid it."""
    if obj is not None and not obj["spec"].get("nodeName"):
        if not is_waiting(obj):
            return []
        known = old is not None and old is not obj and is_waiting(old)
        same = known and old is not None and old["metadata"].get("generation") == obj["metadata"].get("generation")
        return [] if same else ALL
    before = old if old is not None and old["spec"].get("nodeName") else None
    if before is None or not (obj is None or _ended(obj, before) or _relabelled(obj, before)):
        return []
    return ALL if view.on_node("") else []


def _ended(obj: Obj, old: Obj) -> bool:
    over = ("Succeeded", "Failed")
    was = (old.get("status") or {}).get("phase") in over
    return (obj.get("status") or {}).get("phase") in over and not was


def _relabelled(obj: Obj, old: Obj) -> bool:
    return bool(obj["metadata"].get("labels") != old["metadata"].get("labels"))


def _node_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A node that is new or is not what it was; heartbeats do not count."""
    if obj is None or not view.on_node(""):
        return []
    if (
        old is not None
        and obj["spec"] == old["spec"]
        and obj["metadata"].get("labels") == old["metadata"].get("labels")
    ):
        sizes = [(o.get("status") or {}).get("allocatable") for o in (obj, old)]
        return [] if sizes[0] == sizes[1] else ALL
    return ALL


def _claim_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A claim that is there now, or is bound now."""
    if obj is None or (old is not None and (obj.get("status") or {}).get("phase") != "Bound"):
        return []
    return ALL if view.on_node("") else []


def _volume_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A volume that is free now: claims that wait for their pod may take it."""
    phases = [((o or {}).get("status") or {}).get("phase") for o in (obj, old)]
    return ALL if phases[0] == "Available" != phases[1] and view.on_node("") else []


CONTROLLER = Controller(
    name="scheduler",
    user="kube-scheduler",
    component=NAME,
    watches=(
        Watch("pods", _pod_keys),
        Watch("nodes", _node_keys),
        Watch("persistentvolumeclaims", _claim_keys),
        Watch("persistentvolumes", _volume_keys),
    ),
    reconcile=reconcile,
)
