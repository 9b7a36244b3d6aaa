"""One claim: bound to a volume that fits, or to one that its class's provisioner makes; let go when nobody uses it
any more.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Create, Event, Result, Update
from minikctl.controllers._pods import is_finished
from minikctl.controllers.pvbinder import CLASSES, VOLUMES, matching
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

PROTECTION = "kubernetes.io/pvc-protection"
BIND_COMPLETED = "pv.kubernetes.io/bind-completed"
BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller"
PROVISIONERS = ("volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner")
SELECTED_NODE = "volume.kubernetes.io/selected-node"
PROVISIONING = 300_000  # how long a volume takes to be made
NO_PROVISIONER = "kubernetes.io/no-provisioner"


def look(view: View, claim: Obj, now: int) -> Result:
    """memo: {"ready": when the volume that is being made will be there}."""
    if claim["metadata"].get("deletionTimestamp"):
        return _let_go(view, claim)
    name = claim["spec"].get("volumeName")
    if _annotation(claim, BIND_COMPLETED):
        return _check(view, claim, name)
    volume = matching.best(view.list(VOLUMES), claim, kept_only=_waits(view, claim) and not name)
    if volume is not None:
        return Result(bind(claim, volume, now))
    if name:  # asked for by name, and not there or not free
        return NOTHING
    return _provision(view, claim, now)


def _let_go(view: View, claim: Obj) -> Result:
    meta = claim["metadata"]
    if PROTECTION not in (meta.get("finalizers") or ()) or _in_use(view, claim):
        return NOTHING
    kept = [f for f in meta["finalizers"] if f != PROTECTION]
    new = {k: v for k, v in meta.items() if k != "finalizers"}
    return Result([Update({**claim, "metadata": {**new, "finalizers": kept} if kept else new})])


def _in_use(view: View, claim: Obj) -> bool:
    meta = claim["metadata"]
    for pod in view.list("pods", meta["namespace"]):
        for volume in pod["spec"].get("volumes") or ():
            mine = (volume.get("persistentVolumeClaim") or {}).get("claimName") == meta["name"]
            if mine and not is_finished(pod):
                return True
    return False


def _check(view: View, claim: Obj, name: str | None) -> Result:
    """A bound claim whose volume has gone is lost."""
    volume = view.get(VOLUMES, "", name) if name else None
    status = claim.get("status") or {}
    if volume is None:
        if status.get("phase") == "Lost":
            return NOTHING
        text = "Bound claim has lost its PersistentVolume. Data on the volume is lost!"
        lost = {**claim, "status": {**status, "phase": "Lost"}}
        return Result([Update(lost, "status"), Event(claim, "Warning", "ClaimLost", text)])
    new = _bound(claim, volume)
    return NOTHING if new == status else Result([Update({**claim, "status": new}, "status")])


def keep(volume: Obj, claim: Obj) -> Update:
    """The volume, kept for the claim."""
    notes = {**(volume["metadata"].get("annotations") or {}), BY_CONTROLLER: "yes"}
    spec = {**volume["spec"], "claimRef": _reference(claim)}
    return Update({**volume, "metadata": {**volume["metadata"], "annotations": notes}, "spec": spec})


def _reference(claim: Obj) -> Obj:
    meta = claim["metadata"]
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "name": meta["name"],
        "namespace": meta["namespace"],
        "resourceVersion": meta["resourceVersion"],
        "uid": meta["uid"],
    }


def bind(claim: Obj, volume: Obj, now: int) -> list[Change]:
    """Each names the other."""
    meta = claim["metadata"]
    changes: list[Change] = []
    if not matching.is_for(volume, claim) or not volume["spec"]["claimRef"].get("uid"):
        changes.append(keep(volume, claim))
    notes = {**(meta.get("annotations") or {}), BIND_COMPLETED: "yes"}
    if not claim["spec"].get("volumeName"):
        notes[BY_CONTROLLER] = "yes"
    new = {
        **claim,
        "metadata": {**meta, "annotations": notes},
        "spec": {**claim["spec"], "volumeName": volume["metadata"]["name"]},
        "status": _bound(claim, volume),
    }
    return [*changes, Update(new), Update(new, "status")]


def _bound(claim: Obj, volume: Obj) -> Obj:
    return {
        **(claim.get("status") or {}),
        "accessModes": volume["spec"].get("accessModes") or [],
        "capacity": dict(volume["spec"].get("capacity") or {}),
        "phase": "Bound",
    }


def _provision(view: View, claim: Obj, now: int) -> Result:
    """Have the class make a volume, or say why none comes."""
    name = claim["spec"].get("storageClassName")
    if not name:
        text = "no persistent volumes available for this claim and no storage class is set"
        return Result([Event(claim, "Normal", "FailedBinding", text)])
    storage_class = view.get(CLASSES, "", name)
    if storage_class is None:
        text = f'storageclass.storage.k8s.io "{name}" not found'
        return Result([Event(claim, "Warning", "ProvisioningFailed", text)])
    if _waits(view, claim):
        text = "waiting for first consumer to be created before binding"
        return Result([Event(claim, "Normal", "WaitForFirstConsumer", text)])
    provisioner = storage_class["provisioner"]
    if provisioner == NO_PROVISIONER:
        text = "no volume plugin matched name: kubernetes.io/no-provisioner"
        return Result([Event(claim, "Warning", "ProvisioningFailed", text)])
    return _make(claim, storage_class, view.memo(), now)


def _waits(view: View, claim: Obj) -> bool:
    """Whether a pod's node has to be chosen first: the scheduler says which, or which volume."""
    name = claim["spec"].get("storageClassName")
    storage_class = view.get(CLASSES, "", name) if name else None
    mode = (storage_class or {}).get("volumeBindingMode")
    return mode == "WaitForFirstConsumer" and not _annotation(claim, SELECTED_NODE)


def _make(claim: Obj, storage_class: Obj, memo: Obj | None, now: int) -> Result:
    provisioner = storage_class["provisioner"]
    ready: int = memo["ready"] if memo else now + PROVISIONING
    if ready <= now:
        return Result([Create(_volume(claim, storage_class))])
    text = (
        f"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the "
        "system administrator. If volume creation is delayed, please verify that the provisioner is running and "
        "correctly registered."
    )
    changes: list[Change] = [Event(claim, "Normal", "ExternalProvisioning", text)]
    notes = claim["metadata"].get("annotations") or {}
    if any(notes.get(key) != provisioner for key in PROVISIONERS):
        meta = {**claim["metadata"], "annotations": {**notes, **dict.fromkeys(PROVISIONERS, provisioner)}}
        changes.insert(0, Update({**claim, "metadata": meta}))
    return Result(changes, ready, {"ready": ready})


def _volume(claim: Obj, storage_class: Obj) -> Obj:
    """What a provisioner makes: a directory that nobody has, kept for the claim from the start."""
    meta, spec = claim["metadata"], claim["spec"]
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {
            "name": f"pvc-{meta['uid']}",
            "annotations": {"pv.kubernetes.io/provisioned-by": storage_class["provisioner"]},
        },
        "spec": {
            "accessModes": spec.get("accessModes") or [],
            "capacity": {"storage": matching.request(claim)},
            "claimRef": _reference(claim),
            "hostPath": {"path": f"/tmp/hostpath-provisioner/{meta['namespace']}/{meta['name']}", "type": ""},
            "persistentVolumeReclaimPolicy": storage_class.get("reclaimPolicy", "Delete"),
            "storageClassName": storage_class["metadata"]["name"],
            "volumeMode": spec.get("volumeMode", "Filesystem"),
        },
    }


def _annotation(claim: Obj, key: str) -> str:
    return str((claim["metadata"].get("annotations") or {}).get(key, ""))
