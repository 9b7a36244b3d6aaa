"""The claims of ephemeral volumes: made for one pod, gone with it. Pure.

source: docs "Ephemeral Volumes"; kube-controller-manager's ephemeral volume controller, v1.36
"""

from __future__ import annotations

from minikctl.controllers._base import Create, Event, Result
from minikctl.core.objects import owner_reference
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]


def look(view: View, pod: Obj) -> Result:
    """Create what is missing; a claim of that name that is somebody else's stays as it is."""
    changes: list[Change] = []
    if pod["metadata"].get("deletionTimestamp"):
        return Result([])
    for volume in pod["spec"].get("volumes") or ():
        template = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
        if template is None:
            continue
        claim = _claim(pod, volume["name"], template)
        meta = claim["metadata"]
        found = view.get("persistentvolumeclaims", meta["namespace"], meta["name"])
        if found is None:
            changes.append(Create(claim))
        elif not is_for(found, pod):
            why = f'PVC "{meta["namespace"]}/{meta["name"]}" was not created for pod '
            why += f'"{meta["namespace"]}/{pod["metadata"]["name"]}" (pod is not owner)'
            changes.append(Event(pod, "Warning", "ExpandFailed", f"ephemeral volume {volume['name']}: {why}"))
    return Result(changes)


def is_for(claim: Obj, pod: Obj) -> bool:
    owners = claim["metadata"].get("ownerReferences") or ()
    return any(ref.get("controller") and ref.get("uid") == pod["metadata"]["uid"] for ref in owners)


def _claim(pod: Obj, volume: str, template: Obj) -> Obj:
    meta = {k: v for k, v in (template.get("metadata") or {}).items() if k in ("labels", "annotations") and v}
    meta["name"] = f"{pod['metadata']['name']}-{volume}"
    meta["namespace"] = pod["metadata"]["namespace"]
    meta["ownerReferences"] = [owner_reference(pod)]
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": meta, "spec": template["spec"]}
