"""Volumes that a pod waits for before it can have a node. Pure."""

from __future__ import annotations

from minikctl.controllers._base import Update
from minikctl.controllers.scheduler.filters import matches_term
from minikctl.core.quantity import milli
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View
    from minikctl.controllers.scheduler.cluster import Node
    from minikctl.controllers.scheduler.filters import Reason

Obj = dict[str, Any]

SELECTED = "volume.kubernetes.io/selected-node"
ELSEWHERE = "node(s) didn't match PersistentVolume's node affinity"
NONE_THERE = "node(s) didn't find available persistent volumes to bind"
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


def to_select(view: View, pod: Obj, node: Node) -> list[Update]:
    """Claims that are bound only when a node has been chosen: keep a volume for them that is there, or say where one
    is to be made; the pod is placed once they are bound.
    """
    from minikctl.controllers.pvbinder.claims import keep

    out = []
    volumes = Volumes(view, pod)
    chosen = volumes.choose(node)
    for _, claim in claims(view, pod):
        if claim is None or _is_bound(claim):
            continue
        meta = claim["metadata"]
        volume = chosen.get(meta["name"])
        if volume is not None:
            out.append(keep(volume, claim))
        else:
            notes = {**(meta.get("annotations") or {}), SELECTED: node.name}
            out.append(Update({**claim, "metadata": {**meta, "annotations": notes}}))
    return out


class Volumes:
    """What the volumes of a pod mean for where it may run: those that are bound lie somewhere, others are to be found.

    source: the scheduler's VolumeBinding plugin, v1.36
    """

    def __init__(self, view: View, pod: Obj) -> None:
        self._view = view
        self._bound: list[Obj] = []  # with an affinity
        self._open: list[Obj] = []  # claims that wait for this pod
        for _, claim in claims(view, pod):
            if claim is None:
                continue
            if _is_bound(claim):
                volume = view.get("persistentvolumes", "", claim["spec"].get("volumeName", ""))
                if volume is not None and _terms(volume) is not None:
                    self._bound.append(volume)
            elif _waits_for_consumer(view, claim):
                self._open.append(claim)
        self._all = view.list("persistentvolumes") if self._open else []
        self.matter = bool(self._bound or self._open)

    def refuse(self, node: Node) -> list[Reason]:
        """Why the node will not do for them."""
        out: list[Reason] = []
        if not all(_lies_on(volume, node) for volume in self._bound):
            out.append((ELSEWHERE, True))
        chosen = self.choose(node)
        if any(c["metadata"]["name"] not in chosen and not self._is_made(c) for c in self._open):
            out.append((NONE_THERE, True))
        return out

    def choose(self, node: Node) -> dict[str, Obj]:
        """Volumes of the node that are free, by the name of the claim that they fit."""
        from minikctl.controllers.pvbinder import matching

        out: dict[str, Obj] = {}
        left = [volume for volume in self._all if _lies_on(volume, node)]
        for claim in sorted(self._open, key=lambda c: (milli(matching.request(c)), c["metadata"]["name"])):
            found = matching.best(left, claim)
            if found is not None:
                out[claim["metadata"]["name"]] = found
                left.remove(found)
        return out

    def _is_made(self, claim: Obj) -> bool:
        """Whether the claim's class makes volumes."""
        storage_class = self._view.get("storageclasses.storage.k8s.io", "", claim["spec"].get("storageClassName", ""))
        return (storage_class or {}).get("provisioner") != "kubernetes.io/no-provisioner"


def _terms(volume: Obj) -> list[Obj] | None:
    required = (volume["spec"].get("nodeAffinity") or {}).get("required")
    return None if required is None else required.get("nodeSelectorTerms") or []


def _lies_on(volume: Obj, node: Node) -> bool:
    terms = _terms(volume)
    return terms is None or any(matches_term(term, node) for term in terms)


def _is_bound(claim: Obj) -> bool:
    return (claim.get("status") or {}).get("phase") == "Bound"


def _waits_for_consumer(view: View, claim: Obj) -> bool:
    name = claim["spec"].get("storageClassName")
    storage_class = view.get("storageclasses.storage.k8s.io", "", name) if name else None
    return storage_class is not None and storage_class.get("volumeBindingMode") == "WaitForFirstConsumer"
