"""Job: pods that run to their end, so many of them, with a limit to failure.

sync      one look: pods, counting, finishing, managing, status
counting  which pods have ended, each counted once and let go (a finalizer sees to that)
managing  how many pods there should be now, and what a new one looks like
finishing when a Job is over, and why
policies  podFailurePolicy and successPolicy
indexes   completion indexes and their text, `0-2,5`
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Create, Update, Watch, key_of
from minikctl.controllers._owners import controller_of, newly_orphan
from minikctl.controllers._pods import is_ready, phase, restarts
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

PODS_DELAY = 20_000
FINALIZER = "batch.kubernetes.io/job-tracking"
_COUNTED = ("finalizers", "labels", "annotations", "ownerReferences")
LOST = "/lost"  # appended to the key of a pod whose Job is gone


def _job_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    if obj is not None:
        return [key_of(obj)]
    if old is None:
        return []
    pods = view.owned(old["metadata"]["uid"], "pods")
    return [
        key_of(old),
        *(key_of(pod) + LOST for pod in pods if FINALIZER in (pod["metadata"].get("finalizers") or ())),
    ]


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    if obj is not None and old is not None and _counts_the_same(obj, old):
        return []
    found = []
    for pod in (obj, old):
        ref = controller_of(pod) if pod else None
        if pod is None or ref is None or ref["kind"] != "Job":
            continue
        namespace = pod["metadata"]["namespace"]
        job = view.get("jobs.batch", namespace, ref["name"])
        if job is not None and job["metadata"]["uid"] == ref["uid"]:
            found.append(key_of(job))
        elif pod is obj and FINALIZER in (pod["metadata"].get("finalizers") or ()):
            found.append(key_of(pod) + LOST)
    if obj is not None and newly_orphan(obj, old):
        found += _adopters(view, obj)
    return list(dict.fromkeys(found))


def _counts_the_same(pod: Obj, old: Obj) -> bool:
    """Whether a Job surely has nothing to do about a change: a pod was bound, or its containers are being made."""
    after, before = pod["metadata"], old["metadata"]
    return (
        phase(pod) == phase(old)
        and "deletionTimestamp" not in after
        and is_ready(pod) is is_ready(old)
        and restarts(pod) == restarts(old)
        and all(after.get(field) == before.get(field) for field in _COUNTED)
    )


def _adopters(view: View, pod: Obj) -> list[str]:
    """Jobs that select an orphan, and the orphan itself if a Job had counted on it."""
    from minikctl.controllers._selecting import matcher

    labels, meta = pod["metadata"].get("labels") or {}, pod["metadata"]
    keys = [key_of(pod) + LOST] if FINALIZER in (meta.get("finalizers") or ()) else []
    if labels:
        jobs = view.list("jobs.batch", meta["namespace"])
        keys += [key_of(job) for job in jobs if matcher(job["spec"].get("selector"))(labels)]
    return keys


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.job import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.job import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "job",
    "kube-controller-manager",
    (Watch("jobs.batch", _job_keys), Watch("pods", _pod_keys, PODS_DELAY)),
    reconcile,
    on_error,
    "job-controller",
    settles=(Create, Update),
)
