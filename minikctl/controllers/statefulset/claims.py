"""The volume claims of a StatefulSet's pods: made before the pod, kept when it goes, unless the retention policy says
otherwise.
"""

from __future__ import annotations

from minikctl.controllers._base import Create, Event, Update
from minikctl.controllers.statefulset.identity import claim_names
from minikctl.core.objects import owner_reference
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

RESOURCE = "persistentvolumeclaims"


def missing(view: View, owner: Obj, pod: Obj) -> list[Change]:
    """Create the claims that a pod needs and that are not there."""
    names = claim_names(owner, pod)
    changes: list[Change] = []
    for template in owner["spec"].get("volumeClaimTemplates") or ():
        name = names[template["metadata"]["name"]]
        namespace = owner["metadata"]["namespace"]
        if view.get(RESOURCE, namespace, name) is not None:
            continue
        changes.append(Create(_claim(owner, template, name)))
        text = f"Create Claim {name} Pod {pod['metadata']['name']} in StatefulSet {owner['metadata']['name']} success"
        changes.append(Event(owner, "Normal", "SuccessfulCreate", text))
    return changes


def _claim(owner: Obj, template: Obj, name: str) -> Obj:
    meta = {k: v for k, v in template["metadata"].items() if k in ("labels", "annotations", "finalizers")}
    meta["labels"] = {**(meta.get("labels") or {}), **(owner["spec"]["selector"].get("matchLabels") or {})}
    if not meta["labels"]:
        del meta["labels"]
    meta.update(name=name, namespace=owner["metadata"]["namespace"])
    if _policy(owner)["whenDeleted"] == "Delete":
        meta["ownerReferences"] = [_by_set(owner)]
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta, "spec": template["spec"]}


def keep_or_let_go(view: View, owner: Obj, pod: Obj, condemned: bool) -> list[Change]:
    """Make the claims of a pod belong to the set, to the pod, or to nobody, as the retention policy says."""
    policy = _policy(owner)
    wanted: list[Obj] = []
    if condemned and policy["whenScaled"] == "Delete":
        wanted = [owner_reference(pod, controller=False)]
    elif policy["whenDeleted"] == "Delete":
        wanted = [_by_set(owner)]
    theirs = {owner["metadata"]["uid"], pod["metadata"].get("uid")}
    changes: list[Change] = []
    for name in claim_names(owner, pod).values():
        claim = view.get(RESOURCE, owner["metadata"]["namespace"], name)
        if claim is None or claim["metadata"].get("deletionTimestamp"):
            continue
        refs = claim["metadata"].get("ownerReferences") or []
        if {r["uid"] for r in refs} & theirs == {r["uid"] for r in wanted}:
            continue
        meta = {**claim["metadata"], "ownerReferences": [*(r for r in refs if r["uid"] not in theirs), *wanted]}
        if not meta["ownerReferences"]:
            del meta["ownerReferences"]
        changes.append(Update({**claim, "metadata": meta}))
    return changes


def is_stale(view: View, owner: Obj, pod: Obj) -> bool:
    """Whether a claim still belongs to an earlier pod of the name: it will go, and the new pod waits for that."""
    for name in claim_names(owner, pod).values():
        claim = view.get(RESOURCE, owner["metadata"]["namespace"], name)
        for ref in (claim or {"metadata": {}})["metadata"].get("ownerReferences") or ():
            if ref["kind"] == "Pod" and ref["name"] == pod["metadata"]["name"]:
                return True
    return False


def _policy(owner: Obj) -> Obj:
    given = owner["spec"].get("persistentVolumeClaimRetentionPolicy") or {}
    return {"whenDeleted": "Retain", "whenScaled": "Retain", **given}


def _by_set(owner: Obj) -> Obj:
    return owner_reference(owner, controller=False)
