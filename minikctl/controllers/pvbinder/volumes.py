"""One volume: Available, Bound, Released; deleted with its claim where its policy says so."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Delete, Result, Update
from minikctl.controllers.pvbinder import CLAIMS, VOLUMES
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

PROTECTION = "kubernetes.io/pv-protection"


def look(view: View, volume: Obj, now: int) -> Result:
    phase = _phase(view, volume)
    meta, status = volume["metadata"], volume.get("status") or {}
    if meta.get("deletionTimestamp"):
        return NOTHING if phase == "Bound" else _let_go(volume)
    changes: list[Change] = []
    if status.get("phase") != phase:
        new = {**status, "phase": phase, "lastPhaseTransitionTime": rfc3339(now)}
        changes.append(Update({**volume, "status": new}, "status"))
    if phase == "Released" and volume["spec"].get("persistentVolumeReclaimPolicy") == "Delete":
        changes.append(Delete(VOLUMES, "", meta["name"], meta["uid"]))
    return Result(changes)


def _phase(view: View, volume: Obj) -> str:
    ref = volume["spec"].get("claimRef")
    if not ref or not ref.get("uid"):  # free, or kept for a claim that has not come yet
        return "Available"
    claim = view.get(CLAIMS, ref["namespace"], ref["name"])
    return "Bound" if claim is not None and claim["metadata"]["uid"] == ref["uid"] else "Released"


def _let_go(volume: Obj) -> Result:
    meta = dict(volume["metadata"])
    kept = [f for f in meta.get("finalizers") or () if f != PROTECTION]
    if len(kept) == len(meta.get("finalizers") or ()):
        return NOTHING
    del meta["finalizers"]
    return Result([Update({**volume, "metadata": {**meta, "finalizers": kept} if kept else meta})])
