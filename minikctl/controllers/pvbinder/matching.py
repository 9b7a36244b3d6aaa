"""Which of the volumes that are there fits a claim best: the smallest that is large enough. Pure."""

from __future__ import annotations

from minikctl.controllers._selecting import matcher
from minikctl.core.quantity import compare
from minikctl.core.typed import Any

Obj = dict[str, Any]


def is_for(volume: Obj, claim: Obj) -> bool:
    """Whether the volume is bound to, or kept for, this claim."""
    ref, meta = volume["spec"].get("claimRef"), claim["metadata"]
    if not ref or (ref.get("namespace"), ref.get("name")) != (meta["namespace"], meta["name"]):
        return False
    return ref.get("uid") in (None, "", meta["uid"])


def best(volumes: list[Obj], claim: Obj, kept_only: bool = False) -> Obj | None:
    """One that is kept for the claim, else (unless kept_only) the smallest that is free."""
    found: Obj | None = None
    for volume in volumes:
        if volume["metadata"].get("deletionTimestamp") or not fits(volume, claim):
            continue
        if is_for(volume, claim):
            return volume
        is_free = not volume["spec"].get("claimRef") and (volume.get("status") or {}).get("phase") == "Available"
        if is_free and not kept_only and (found is None or compare(size(volume), size(found)) < 0):
            found = volume
    return found


def fits(volume: Obj, claim: Obj) -> bool:
    have, want = volume["spec"], claim["spec"]
    if want.get("volumeName") and want["volumeName"] != volume["metadata"]["name"]:
        return False
    if have.get("storageClassName", "") != (want.get("storageClassName") or ""):
        return False
    if have.get("volumeMode", "Filesystem") != want.get("volumeMode", "Filesystem"):
        return False
    if not set(want.get("accessModes") or ()) <= set(have.get("accessModes") or ()):
        return False
    if compare(size(volume), request(claim)) < 0:
        return False
    selector = want.get("selector")
    return not selector or matcher(selector)(volume["metadata"].get("labels") or {})


def size(volume: Obj) -> str:
    return str((volume["spec"].get("capacity") or {}).get("storage", "0"))


def request(claim: Obj) -> str:
    return str(((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0"))
