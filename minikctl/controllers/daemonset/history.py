"""The revisions of a DaemonSet's template; the present one names its pods' label."""

from __future__ import annotations

from minikctl.controllers import _revisions
from minikctl.controllers._base import Create, Delete, Update
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import Change

Obj = dict[str, Any]


class History(NamedTuple):
    """digest: the hash of the present template."""

    digest: str
    old: list[Obj]
    changes: list[Change]


def construct(owner: Obj, known: list[Obj]) -> History:
    """Finds or makes the present revision; one that is back after others gets a new number. Of several equal ones the
    newest stays.
    """
    from minikctl.core.hashing import pod_template_hash

    template, status = owner["spec"]["template"], owner.get("status") or {}
    data = _revisions.data_of(template)
    present = [one for one in known if one["data"] == data]
    old = [one for one in known if one["data"] != data]
    number = _revisions.next_number(old)
    changes: list[Change] = [_delete(one) for one in present[:-1]]
    if present:
        newest = present[-1]
        if newest.get("revision", 0) < number:
            changes.append(Update({**newest, "revision": number}))
        return History(newest["metadata"]["labels"][_revisions.HASH_LABEL], old, changes)
    collisions = status.get("collisionCount")
    names = {one["metadata"]["name"] for one in known}
    while True:
        digest = pod_template_hash(template, collisions)
        name = f"{owner['metadata']['name']}-{digest}"
        if name not in names:
            break
        collisions = (collisions or 0) + 1
    changes.append(Create(_revisions.made(owner, name, digest, _revisions.HASH_LABEL, template, number)))
    return History(digest, old, changes)


def truncate(owner: Obj, history: History, pods: list[Obj]) -> list[Change]:
    """Delete the oldest revisions beyond the limit that no pod has."""
    live = {(pod["metadata"].get("labels") or {}).get(_revisions.HASH_LABEL) for pod in pods}
    idle = [one for one in history.old if one["metadata"]["labels"].get(_revisions.HASH_LABEL) not in live]
    excess = len(history.old) - owner["spec"].get("revisionHistoryLimit", 10)
    return [_delete(one) for one in idle[: max(0, excess)]]


def _delete(revision: Obj) -> Delete:
    meta = revision["metadata"]
    return Delete(_revisions.RESOURCE, meta["namespace"], meta["name"], meta["uid"])
