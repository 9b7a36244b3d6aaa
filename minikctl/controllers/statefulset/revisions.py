"""The revision that a StatefulSet's pods have, and the one that they are to have."""

from __future__ import annotations

from minikctl.controllers import _revisions
from minikctl.controllers._base import Create, Delete, Update
from minikctl.controllers.statefulset.identity import revision_of
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import Change

Obj = dict[str, Any]

LABEL = "controller.kubernetes.io/hash"


class Revisions(NamedTuple):
    """`known`: all, oldest first, the one to be among them."""

    current: Obj
    update: Obj
    known: list[Obj]
    changes: list[Change]


def choose(owner: Obj, known: list[Obj]) -> Revisions:
    """Finds or makes the revision of the present template; one that was there before gets a new number (a rollback)."""
    from minikctl.core.hashing import revision_hash

    template, status = owner["spec"]["template"], owner.get("status") or {}
    data = _revisions.data_of(template)
    number = _revisions.next_number(known)
    equal = [one for one in known if one["data"] == data]
    changes: list[Change] = []
    if equal and equal[-1] is known[-1]:
        update = known[-1]
    elif equal:
        update = {**equal[-1], "revision": number}
        changes.append(Update(update))
        known = [*(one for one in known if one is not equal[-1]), update]
    else:
        collisions = status.get("collisionCount", 0)
        while True:
            digest = revision_hash(_revisions.data_bytes(data), collisions)
            name = f"{owner['metadata']['name'][:223]}-{digest}"
            if all(one["metadata"]["name"] != name for one in known):
                break
            collisions += 1
        update = _revisions.made(owner, name, digest, LABEL, template, number)
        changes.append(Create(update))
        known = [*known, update]
    current = next((one for one in known if one["metadata"]["name"] == status.get("currentRevision")), update)
    return Revisions(current, update, known, changes)


def truncate(owner: Obj, revisions: Revisions, pods: list[Obj]) -> list[Change]:
    """Delete the oldest revisions beyond the limit that no pod has."""
    live = {revisions.current["metadata"]["name"], revisions.update["metadata"]["name"], *map(revision_of, pods)}
    idle = [one for one in revisions.known if one["metadata"]["name"] not in live]
    limit = owner["spec"].get("revisionHistoryLimit", 10)
    return [
        Delete(_revisions.RESOURCE, m["namespace"], m["name"], m["uid"])
        for m in (one["metadata"] for one in idle[: max(0, len(idle) - limit)])
    ]
