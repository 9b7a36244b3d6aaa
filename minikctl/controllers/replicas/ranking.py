"""Which pods go first when there are too many.

Order: without a node, then pending, unknown, running; not ready; cheap by pod-deletion-cost; beside more siblings on
its node; ready for a shorter time; more restarts; younger. Times count by their order of magnitude (logarithm of the
age in nanoseconds), uids decide the rest. Kubernetes compares two pods at a time and is not transitive where times
differ within one magnitude; here one key orders them all.
"""

from __future__ import annotations

from minikctl.controllers._pods import is_active, ready_condition
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers._base import View

Obj = dict[str, Any]
Rank = tuple[bool, int, bool, int, int, int, int, int, int, str]

_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}
_COST = "controller.kubernetes.io/pod-deletion-cost"


def victims(view: View, owner: Obj, resource: str, pods: list[Obj], count: int, now: int) -> list[Obj]:
    """`count` of the active pods of `owner`, in the order in which they are to be deleted."""
    if count >= len(pods):
        return list(pods)
    return sorted(pods, key=rank(siblings_on_nodes(view, owner, resource, pods), now))[:count]


def siblings_on_nodes(view: View, owner: Obj, resource: str, pods: list[Obj]) -> dict[str, int]:
    """Active pods on each node, of this owner and of all that share its own controller (the replica sets of one
    Deployment).
    """
    from minikctl.controllers._owners import controller_of

    ref = controller_of(owner)
    groups = [pods]
    if ref:
        uid = owner["metadata"]["uid"]
        others = [rs for rs in view.owned(ref["uid"], resource) if rs["metadata"]["uid"] != uid]
        groups += [[p for p in view.owned(rs["metadata"]["uid"], "pods") if is_active(p)] for rs in others]
    counts: dict[str, int] = {}
    for group in groups:
        for pod in group:
            node = pod["spec"].get("nodeName", "")
            counts[node] = counts.get(node, 0) + 1
    return counts


def rank(on_node: dict[str, int], now: int) -> Callable[[Obj], Rank]:
    """The sort key of a pod; the smallest goes first."""
    known: dict[str | None, int] = {}  # many pods share their times

    def magnitude(since: str | None) -> int:
        if since not in known:
            known[since] = _magnitude(since, now)
        return known[since]

    def key(pod: Obj) -> Rank:
        node = pod["spec"].get("nodeName", "")
        meta, status = pod["metadata"], pod.get("status") or {}
        condition = ready_condition(pod)
        ready = condition is not None and condition["status"] == "True"
        since = condition.get("lastTransitionTime") if condition and ready else None
        return (
            bool(node),
            _PHASES.get(status.get("phase", "Pending"), 0),
            ready,
            deletion_cost(meta),
            -on_node.get(node, 0),
            magnitude(since),
            -_restarts(status, "containerStatuses"),
            -_restarts(status, "initContainerStatuses"),
            magnitude(meta.get("creationTimestamp")),
            meta.get("uid", ""),
        )

    return key


def deletion_cost(meta: Obj) -> int:
    """0 where the annotation is missing or no int32 as Go writes one."""
    text = (meta.get("annotations") or {}).get(_COST, "")
    digits = text.lstrip("-")
    canonical = (
        digits.isascii() and digits.isdigit() and len(text) - len(digits) < 2 and (digits[0] != "0" or text == "0")
    )
    value = int(text) if canonical else 0
    return value if -(2**31) <= value < 2**31 else 0


def _magnitude(since: str | None, now: int) -> int:
    """The whole logarithm to base 2 of the age in nanoseconds; -1 for nothing and for the future."""
    age = now - parse_rfc3339(since) if since else 0
    return (age * 1000).bit_length() - 1 if age > 0 else -1


def _restarts(status: Obj, field: str) -> int:
    return max((c.get("restartCount", 0) for c in status.get(field) or ()), default=0)
