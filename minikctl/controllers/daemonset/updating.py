"""A rolling update of a DaemonSet: which old pods go, which nodes get a second pod first. Pure.

Without surge an old pod is deleted and the next look puts a new one in its place; with surge the new one comes first.
"""

from __future__ import annotations

from minikctl.controllers._pods import available_at
from minikctl.controllers._revisions import HASH_LABEL
from minikctl.core.intstr import scaled
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]


class Steps(NamedTuple):
    """Pods to delete, and nodes to put a pod on."""

    delete: list[Obj]
    create: list[str]


class Pair(NamedTuple):
    """The old and the new pod of a node; broken: there are too many of one sort."""

    old: Obj | None
    new: Obj | None
    broken: bool = False


def availability(owner: Obj, now: int) -> Callable[[Obj], bool]:
    wait = owner["spec"].get("minReadySeconds", 0)

    def is_available(pod: Obj) -> bool:
        at = available_at(pod, wait)
        return at is not None and at <= now

    return is_available


def limits(owner: Obj, desired: int) -> tuple[int, int]:
    """(surge, unavailable) as numbers of nodes; when both are 0, one pod may be unavailable."""
    rolling = (owner["spec"].get("updateStrategy") or {}).get("rollingUpdate") or {}
    surge = scaled(rolling.get("maxSurge", 0), desired, True)
    unavailable = scaled(rolling.get("maxUnavailable", 1), desired, True)
    return surge, unavailable if unavailable or surge else 1


def roll(owner: Obj, on_nodes: dict[str, list[Obj]], digest: str, desired: int, now: int) -> Steps:
    """on_nodes: the pods of each node, sorted by node."""
    surge, unavailable = limits(owner, desired)
    is_available = availability(owner, now)
    pairs = {node: pair(pods, digest) for node, pods in on_nodes.items()}
    if surge:
        return _with_surge(pairs, surge, is_available)
    return Steps(_without_surge(list(pairs.values()), unavailable, is_available), [])


def pair(pods: list[Obj], digest: str) -> Pair:
    staying = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
    new = [pod for pod in staying if is_updated(pod, digest)]
    old = [pod for pod in staying if not is_updated(pod, digest)]
    if len(new) > 1 or len(old) > 1:
        return Pair(None, None, True)
    return Pair(old[0] if old else None, new[0] if new else None)


def is_updated(pod: Obj, digest: str) -> bool:
    return bool((pod["metadata"].get("labels") or {}).get(HASH_LABEL) == digest)


def _without_surge(pairs: list[Pair], unavailable: int, is_available: Callable[[Obj], bool]) -> list[Obj]:
    """Old pods that serve nobody go at once, others as far as the limit allows."""
    missing = 0
    broken: list[Obj] = []
    candidates: list[Obj] = []
    for old, new, _ in pairs:
        if (old is None) == (new is None):
            missing += 1
        elif new is not None:
            missing += not is_available(new)
        elif old is not None and not is_available(old):
            broken.append(old)
            missing += 1
        elif old is not None:
            candidates.append(old)
    return broken + candidates[: max(0, unavailable - missing)]


def _with_surge(pairs: dict[str, Pair], surge: int, is_available: Callable[[Obj], bool]) -> Steps:
    """A node's new pod comes beside the old one, which goes once the new one is available."""
    busy = 0
    replaced: list[Obj] = []
    broken: list[str] = []
    candidates: list[str] = []
    for node, (old, new, is_broken) in pairs.items():
        if is_broken:
            busy += 1
        elif old is None:
            continue
        elif new is not None:
            if is_available(new):
                replaced.append(old)
            else:
                busy += 1
        elif is_available(old):
            candidates.append(node)
        else:
            broken.append(node)
    return Steps(replaced, broken + candidates[: max(0, surge - busy)])
