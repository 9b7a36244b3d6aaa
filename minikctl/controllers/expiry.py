"""Events live for an hour. One look per namespace, every ten minutes while there are any; reads leave out what has
expired in between. What recorders remember of those who say much (sim/recording.py) is dropped here, too."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Delete, Result
from minikctl.core.typed import TYPE_CHECKING
from minikctl.kinds.event import last_written

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

SECOND = 1_000_000
TTL = 3600 * SECOND
SWEEP = 600 * SECOND
FORGOTTEN = 7500 * SECOND  # so long after its last word nothing is remembered of a source


def reconcile(view: View, key: str, now: int) -> Result:
    """key: a namespace, or `said/...` with what is remembered as memo."""
    if "/" in key:
        due = -(-(view.memo()["last"] + FORGOTTEN) // SWEEP) * SWEEP
        return Result((), due, view.memo()) if due > now else NOTHING
    gone: list[Change] = []
    first: int | None = None
    for event in view.list("events", key):
        meta = event["metadata"]
        ends = last_written(event) + TTL
        if ends <= now:
            gone.append(Delete("events", key, meta["name"], meta["uid"]))
        elif first is None or ends < first:
            first = ends
    return Result(gone, None if first is None else max(-(-first // SWEEP) * SWEEP, now + SWEEP))


CONTROLLER = Controller(name="expiry", user="kube-apiserver", watches=(), reconcile=reconcile)
