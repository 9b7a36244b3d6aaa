"""Volumes that a pod waits for before it can have a node. Pure."""

from __future__ import annotations

from minikctl.controllers._base import Update
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

SELECTED = "volume.kubernetes.io/selected-node"
UNBOUND = "pod has unbound immediate PersistentVolumeClaims"
PATIENCE = 2 * SECOND  # a claim that is this young may just not have been looked at


def claims(view: View, pod: Obj) -> list[tuple[str, Obj | None]]:
    """The claims that the pod's volumes name."""
    meta = pod["metadata"]
    out = []
    for volume in pod["spec"].get("volumes") or ():
        claim = volume.get("persistentVolumeClaim")
        name = claim["claimName"] if claim else _own_claim(pod, volume)
        if name:
            out.append((name, view.get("persistentvolumeclaims", meta["namespace"], name)))
    return out


def _own_claim(pod: Obj, volume: Obj) -> str:
    """The claim of an ephemeral volume; "" for another volume."""
    return f"{pod['metadata']['name']}-{volume['name']}" if "ephemeral" in volume else ""


def refusal(view: View, pod: Obj, now: int) -> tuple[str, bool] | None:
    """(why no node will do, whether that may pass by itself in a moment); None where nothing is lacking."""
    for name, claim in claims(view, pod):
        if claim is None:
            if any(name == _own_claim(pod, volume) for volume in pod["spec"]["volumes"]):
                why = f'waiting for ephemeral volume controller to create the persistentvolumeclaim "{name}"'
                return why, True
            return f'persistentvolumeclaim "{name}" not found', False
        if "deletionTimestamp" in claim["metadata"]:
            return f'persistentvolumeclaim "{name}" is being deleted', False
        if (claim.get("status") or {}).get("phase") == "Lost":
            return f'persistentvolumeclaim "{name}" bound to non-existent persistentvolume', False
        if not _is_bound(claim) and not _waits_for_consumer(view, claim):
            young = now - parse_rfc3339(claim["metadata"]["creationTimestamp"]) < PATIENCE
            return UNBOUND, young
    return None


def to_select(view: View, pod: Obj, node: str) -> list[Update]:
    """Claims that are bound only when a node has been chosen: say which; the pod is placed once they are bound."""
    out = []
    for _, claim in claims(view, pod):
        if claim is not None and not _is_bound(claim):
            meta = claim["metadata"]
            notes = {**(meta.get("annotations") or {}), SELECTED: node}
            out.append(Update({**claim, "metadata": {**meta, "annotations": notes}}))
    return out


def _is_bound(claim: Obj) -> bool:
    return (claim.get("status") or {}).get("phase") == "Bound"


def _waits_for_consumer(view: View, claim: Obj) -> bool:
    name = claim["spec"].get("storageClassName")
    storage_class = view.get("storageclasses.storage.k8s.io", "", name) if name else None
    return storage_class is not None and storage_class.get("volumeBindingMode") == "WaitForFirstConsumer"
