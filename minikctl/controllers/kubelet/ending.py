"""How pods end before their time: deleted, or active for too long. Containers stop, then the last word is said."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Delete, Event, Result, Update
from minikctl.controllers.kubelet import containers
from minikctl.controllers.kubelet.addresses import host_ip
from minikctl.controllers.kubelet.look import Look
from minikctl.controllers.kubelet.memory import containers_of, restore, running_of
from minikctl.controllers.kubelet.status import pod_status
from minikctl.core.times import parse_rfc3339, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

EXPIRED = "Pod was active on the node longer than the specified deadline"


def refuse(pod: Obj, node: Obj, reason: str, message: str, now: int) -> Result:
    """The pod has failed before it began."""
    status = {
        **(pod.get("status") or {}),
        "message": f"Pod was rejected: {message}",
        "observedGeneration": pod["metadata"].get("generation", 1),
        "phase": "Failed",
        "reason": reason,
        "startTime": rfc3339(now),
    }
    event = Event(pod, "Warning", reason, message, "kubelet", node["metadata"]["name"])
    return Result((event, Update({**pod, "status": status}, "status")))


def terminate(view: View, pod: Obj, now: int) -> Result:
    """A pod that is being deleted: tell its containers, and a quarter of a second later say that it is gone."""
    meta = pod["metadata"]
    gone = Delete("pods", meta["namespace"], meta["name"], meta["uid"], grace=0)
    memo = view.memo()
    stopping = memo.get("stop") if memo else None
    running = [(n, p) for n, p in running_of(pod)]
    if stopping is None and meta.get("deletionGracePeriodSeconds") != 0:
        host = pod["spec"]["nodeName"]
        events: list[Change] = [
            Event(pod, "Normal", "Killing", f"Stopping container {name}", "kubelet", host, path)
            for name, path in running
        ]
        at = now + (containers.STOPPING if running else containers.TICK)
        return Result(events, at, {"stop": at})
    if stopping is not None and stopping > now:
        return Result((), stopping, memo)
    if not meta.get("finalizers"):
        return Result((gone,))
    if meta.get("deletionGracePeriodSeconds") == 0 and not running:
        return NOTHING
    return Result((Update({**pod, "status": _stopped(view, pod, now)}, "status"), gone))


def _stopped(view: View, pod: Obj, now: int) -> Obj:
    """The last status of a pod that something else still holds on to."""
    look = Look(view, pod, now, restore(pod), now)
    _stop_all(look)
    old = pod.get("status") or {}
    if "startTime" in old:
        look.start = parse_rfc3339(old["startTime"])
    status = pod_status(look, old.get("hostIP", ""), old.get("podIP"))
    codes = [s["state"]["terminated"]["exitCode"] for s in status["containerStatuses"] if "terminated" in s["state"]]
    status["phase"] = "Succeeded" if codes and not any(codes) else "Failed"
    _close(status)
    return status


def expire(look: Look, node: Obj, ip: str | None) -> Result:
    """activeDeadlineSeconds is over: everything is stopped, the pod has failed."""
    look.event("Normal", "DeadlineExceeded", EXPIRED)
    _stop_all(look)
    status = pod_status(look, host_ip(node), ip)
    status.update(phase="Failed", reason="DeadlineExceeded", message=EXPIRED)
    _close(status)
    return Result([*look.events, Update({**look.pod, "status": status}, "status")])


def _stop_all(look: Look) -> None:
    for container, path in containers_of(look.spec):
        record = look.records.get(container["name"])
        if record is not None and record["stage"] == "run":
            look.event("Normal", "Killing", f"Stopping container {container['name']}", path)
            containers.end(look, container, record, _stop_code(look, container))
            record.update(stage="done", due=None)
        elif record is not None:
            record.update(stage="done" if "end" in record else "gone", due=None)


def _stop_code(look: Look, container: Obj) -> int:
    from minikctl.controllers.kubelet import behaviour
    from minikctl.core.images import resolve

    return 137 if behaviour.ignores_term(container, resolve(container["image"], look.rules)) else 0


def _close(status: Obj) -> None:
    """The conditions of a pod whose containers have all been stopped."""
    for condition in status["conditions"]:
        if condition["type"] == "PodReadyToStartContainers":
            condition["status"] = "False"
        elif condition["type"] in ("Ready", "ContainersReady"):
            condition.update(status="False", reason="PodCompleted" if status["phase"] == "Succeeded" else "PodFailed")
            condition.pop("message", None)
