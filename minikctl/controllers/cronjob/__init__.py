"""CronJob: makes a Job when its schedule says so.

sync     one look: children, schedule, clean-up
absence  what nobody will see of a long absence
endings  how a Job ended
times    which moments the schedule names, in its time zone
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Delete, Update, Watch, itself
from minikctl.controllers._owners import owner_keys
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.cronjob import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.cronjob import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "cronjob",
    "kube-controller-manager",
    (Watch("cronjobs.batch", itself), Watch("jobs.batch", owner_keys("CronJob", "batch"))),
    reconcile,
    on_error,
    "cronjob-controller",
    settles=(Update, Delete),
)
