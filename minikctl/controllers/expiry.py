"""Events live for an hour. One look per namespace, every ten minutes while there are any; reads leave out what has
expired in between.
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Delete, Result
from minikctl.core.typed import TYPE_CHECKING
from minikctl.kinds.event import last_written

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

SECOND = 1_000_000
TTL = 3600 * SECOND
SWEEP = 600 * SECOND


def reconcile(view: View, key: str, now: int) -> Result:
    """key: a namespace."""
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
