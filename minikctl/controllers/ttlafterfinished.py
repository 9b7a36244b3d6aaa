"""Jobs with ttlSecondsAfterFinished: deleted so long after their end, and their pods before them."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Delete, Result, Watch, key_of
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]


def reconcile(view: View, key: str, now: int) -> Result:
    job = view.get("jobs.batch", *key.split("/"))
    ends = _ends(job) if job is not None else None
    if job is None or ends is None or job["metadata"].get("deletionTimestamp"):
        return NOTHING
    if ends > now:
        return Result((), ends)
    meta = job["metadata"]
    return Result([Delete("jobs.batch", meta["namespace"], meta["name"], meta["uid"], propagation="Foreground")])


def _ends(job: Obj) -> int | None:
    """When the Job's time is over; None while it runs, or where it may stay."""
    seconds = job["spec"].get("ttlSecondsAfterFinished")
    if seconds is None:
        return None
    for condition in (job.get("status") or {}).get("conditions") or ():
        if condition["type"] in ("Complete", "Failed") and condition["status"] == "True":
            return parse_rfc3339(condition["lastTransitionTime"]) + int(seconds) * SECOND
    return None


def _keys(obj: Obj | None, _old: Obj | None, _view: View) -> list[str]:
    return [key_of(obj)] if obj is not None and _ends(obj) is not None else []


CONTROLLER = Controller(
    "ttlafterfinished",
    "kube-controller-manager",
    (Watch("jobs.batch", _keys),),
    reconcile,
    component="ttl-after-finished-controller",
)
