"""CronJob: makes a Job when its schedule says so.

sync     one look: children, schedule, clean-up
absence  what nobody will see of a long absence
endings  how a Job ended
times    which moments the schedule names, in its time zone
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Delete, Update, Watch, itself
from minikctl.controllers._owners import owner_keys
from minikctl.controllers.cronjob.endings import ended_as
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError


Obj = dict[str, Any]

_owner = owner_keys("CronJob", "batch")


def _owner_of_job(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Its CronJob, unless the Job only counts its pods."""
    if obj is not None and old is not None and ended_as(obj) == ended_as(old):
        after, before = obj["metadata"], old["metadata"]
        if all(after.get(f) == before.get(f) for f in ("ownerReferences", "deletionTimestamp")):
            return []
    return _owner(obj, old, view)


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.cronjob import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.cronjob import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "cronjob",
    "kube-controller-manager",
    (Watch("cronjobs.batch", itself), Watch("jobs.batch", _owner_of_job)),
    reconcile,
    on_error,
    "cronjob-controller",
    settles=(Update, Delete),
)
