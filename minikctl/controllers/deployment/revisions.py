"""Revisions: which replica set is the new one, its name and number, the annotations that go with it, and how much
history is kept.
"""

from __future__ import annotations

from minikctl.controllers._base import Delete
from minikctl.controllers._owners import controller_of, controller_ref
from minikctl.controllers.deployment import bounds
from minikctl.controllers.deployment.draft import annotations_of, desired, reported
from minikctl.controllers.deployment.templates import equal_ignoring_hash
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]

HASH_LABEL = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MAXIMUM = "deployment.kubernetes.io/max-replicas"
ROLLBACK_TO = "deprecated.deployment.rollback.to"
OWN_ANNOTATIONS = frozenset(
    ("kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAXIMUM, ROLLBACK_TO)
)
_HISTORY_LENGTH = 2000  # characters of the revision-history annotation
UNLIMITED = 2**31 - 1


def oldest_first(replica_sets: list[Obj]) -> list[Obj]:
    return sorted(replica_sets, key=_age)


def newest_first(replica_sets: list[Obj]) -> list[Obj]:
    return sorted(replica_sets, key=_age, reverse=True)


def _age(replica_set: Obj) -> tuple[str, str]:
    meta = replica_set["metadata"]
    return meta.get("creationTimestamp") or "9999", meta["name"]


def active(replica_sets: list[Obj]) -> list[Obj]:
    return [rs for rs in replica_sets if desired(rs) > 0]


def revision(obj: Obj) -> int | None:
    """The revision annotation, 0 where there is none, None where it is no number."""
    text = (obj["metadata"].get("annotations") or {}).get(REVISION, "")
    if not text:
        return 0
    try:
        return int(text)
    except ValueError:
        return None


def find_new(draft: Draft) -> Obj | None:
    """The oldest replica set whose template is the Deployment's."""
    template = draft.deployment["spec"]["template"]
    for rs in oldest_first(draft.replica_sets):
        if equal_ignoring_hash(rs["spec"]["template"], template):
            return rs
    return None


def split(draft: Draft) -> tuple[Obj | None, list[Obj]]:
    """(new replica set or None, the old ones); brings the new one's annotations and the Deployment's revision up to
    date.
    """
    new = find_new(draft)
    old = [rs for rs in draft.replica_sets if rs is not new]
    if new is not None:
        _refresh(draft, new, old)
    return new, old


def _refresh(draft: Draft, new: Obj, old: list[Obj]) -> None:
    deployment = draft.deployment
    changed = annotate(deployment, new, _next_revision(old))
    min_ready = deployment["spec"].get("minReadySeconds", 0)
    if new["spec"].get("minReadySeconds", 0) != min_ready:
        new["spec"]["minReadySeconds"] = min_ready
        if not min_ready:
            del new["spec"]["minReadySeconds"]
        changed = True
    if changed:
        draft.touch(new)
    set_revision(deployment, annotations_of(new)[REVISION])
    from minikctl.controllers.deployment.progress import found_new

    found_new(draft, new)


def _next_revision(old: list[Obj]) -> int:
    return max((revision(rs) or 0 for rs in old), default=0) + 1


def set_revision(deployment: Obj, value: str) -> None:
    if (deployment["metadata"].get("annotations") or {}).get(REVISION) != value:
        annotations_of(deployment)[REVISION] = value


def create_new(draft: Draft, old: list[Obj]) -> Obj | None:
    """A replica set for the Deployment's template. None where its name is taken by a stranger: the collision count has
    been raised then.
    """
    deployment = draft.deployment
    new = _made(deployment, bool(draft.view.settings.get("legacyHashes")))
    taken = draft.view.get("replicasets.apps", new["metadata"]["namespace"], new["metadata"]["name"])
    if taken is not None and not _is_ours(draft, taken):
        draft.status["collisionCount"] = draft.status.get("collisionCount", 0) + 1
        return None
    new["spec"]["replicas"] = 0
    new["spec"]["replicas"] = count = bounds.new_replicas(deployment, [*old, new], new)
    number = _next_revision(old)
    annotate(deployment, new, number)
    annotate_size(new, draft.replicas, draft.replicas + bounds.max_surge(deployment))
    draft.create(new)
    if count > 0:
        draft.event("ScalingReplicaSet", f"Scaled up replica set {new['metadata']['name']} from 0 to {count}")
    set_revision(deployment, str(number))
    from minikctl.controllers.deployment.progress import created_new

    created_new(draft, new)
    return new


def _hash(template: Obj, collisions: int | None, legacy: bool) -> str:
    """legacy: the decimal names that clusters of v1.2 to v1.5 gave, which tutorials of that time print."""
    if legacy and not collisions:
        from minikctl.core.legacy_hashing import legacy_pod_template_hash

        return legacy_pod_template_hash(template)
    from minikctl.core.hashing import pod_template_hash

    return pod_template_hash(template, collisions)


def _made(deployment: Obj, legacy: bool) -> Obj:
    meta, spec = deployment["metadata"], deployment["spec"]
    template = spec["template"]
    digest = _hash(template, (deployment.get("status") or {}).get("collisionCount"), legacy)
    labels = {**((template.get("metadata") or {}).get("labels") or {}), HASH_LABEL: digest}
    selector = dict(spec["selector"])
    selector["matchLabels"] = {**(selector.get("matchLabels") or {}), HASH_LABEL: digest}
    new_spec: Obj = {
        "selector": selector,
        "template": {**template, "metadata": {**template.get("metadata", {}), "labels": labels}},
    }
    if spec.get("minReadySeconds"):
        new_spec["minReadySeconds"] = spec["minReadySeconds"]
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": f"{meta['name']}-{digest}",
            "namespace": meta["namespace"],
            "labels": dict(labels),
            "ownerReferences": [controller_ref(deployment)],
        },
        "spec": new_spec,
    }


def _is_ours(draft: Draft, taken: Obj) -> bool:
    ref = controller_of(taken)
    mine = ref is not None and ref["uid"] == draft.deployment["metadata"]["uid"]
    return mine and equal_ignoring_hash(taken["spec"]["template"], draft.deployment["spec"]["template"])


def annotate(deployment: Obj, replica_set: Obj, number: int) -> bool:
    """Copy the Deployment's annotations to its new replica set and give it the revision; whether that changed anything.

    A replica set that had a revision before (a rollback) keeps the old number in its history.
    """
    mine = annotations_of(replica_set)
    before = dict(mine)
    for key, value in (deployment["metadata"].get("annotations") or {}).items():
        if key not in OWN_ANNOTATIONS:
            mine[key] = value
    had = mine.get(REVISION, "")
    current = revision(replica_set)
    if current is not None and current < number:
        mine[REVISION] = str(number)
        if had:
            mine[HISTORY] = _history(mine.get(HISTORY, ""), had)
    changed: bool = mine != before
    return changed


def _history(text: str, number: str) -> str:
    """The history with one more number; the oldest go when it becomes too long."""
    numbers = [*text.split(","), number] if text else [number]
    while len(",".join(numbers)) > _HISTORY_LENGTH:
        del numbers[0]
    return ",".join(numbers)


def annotate_size(replica_set: Obj, wanted: int, maximum: int) -> bool:
    """Note the Deployment's size and its limit, from which scaling in proportion starts; whether that changed
    anything.
    """
    sizes = {DESIRED: str(wanted), MAXIMUM: str(maximum)}
    mine = annotations_of(replica_set)
    if sizes.items() <= mine.items():
        return False
    mine.update(sizes)
    return True


def clean_up(draft: Draft, old: list[Obj]) -> None:
    """Delete the oldest of the old replica sets beyond revisionHistoryLimit, if they are empty."""
    limit = draft.deployment["spec"].get("revisionHistoryLimit")
    if limit is None or limit == UNLIMITED:
        return
    kept = [rs for rs in old if not rs["metadata"].get("deletionTimestamp")]
    kept.sort(key=lambda rs: (revision(rs) or 0, *_age(rs)))
    for rs in kept[: max(0, len(kept) - limit)]:
        meta = rs["metadata"]
        settled = meta.get("generation", 0) <= reported(rs, "observedGeneration")
        if desired(rs) == 0 and reported(rs, "replicas") == 0 and settled:
            draft.changes.append(Delete("replicasets.apps", meta["namespace"], meta["name"], meta["uid"]))
