"""What kubectl does to managedFields itself when an object moves from client-side to server-side apply."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.fields import fieldset
from minikctl.core.fields.managed import make_entry

LAST_APPLIED_PATH = ("f:metadata", "f:annotations", "f:kubectl.kubernetes.io/last-applied-configuration")
LAST_APPLIED_MANAGER = "kubectl-last-applied"  # keeps the annotation when kubectl's own configuration has none


def owners(entries: list[Obj], operation: str, path: tuple[str, ...] = LAST_APPLIED_PATH) -> list[str]:
    """The managers that own the path by Apply or by Update, subresources aside, in the order of the entries."""
    return [
        entry["manager"]
        for entry in entries
        if entry.get("operation") == operation
        and not entry.get("subresource")
        and fieldset.has(entry.get("fieldsV1") or {}, path)
    ]


def patch(live: Obj, manager: str) -> list[Obj] | None:
    """The JSON patch by which `manager` takes over all that client-side apply owned; None when there is nothing to do.

    The managers of client-side apply are those that own its annotation by Update.
    """
    entries: list[Obj] = live.get("metadata", {}).get("managedFields") or []
    out = entries
    for csa_manager in sorted(set(owners(entries, "Update"))):
        out = take_over(out, csa_manager, manager)
    if out == entries:
        return None
    return [
        {"op": "replace", "path": "/metadata/managedFields", "value": out},
        {"op": "replace", "path": "/metadata/resourceVersion", "value": live["metadata"].get("resourceVersion", "")},
    ]


def take_over(entries: list[Obj], csa_manager: str, ssa_manager: str) -> list[Obj]:
    """The entries with what `csa_manager` owns by Update given to `ssa_manager`, who owns it by Apply."""
    place = _find(entries, ssa_manager, "Apply")
    if place < 0:
        place = _find(entries, csa_manager, "Update")
        if place < 0:
            return entries
    target = entries[place]
    version = target.get("apiVersion", "")
    fields = target.get("fieldsV1") or {}
    source = _find(entries, csa_manager, "Update", version)
    if source >= 0:
        fields = fieldset.union(fields, entries[source].get("fieldsV1") or {})
    taken = make_entry((ssa_manager, "Apply", "", ""), version, fields, target.get("time", ""))
    return [
        taken if entry is target else entry
        for entry in entries
        if entry is target or not _is(entry, csa_manager, "Update")
    ]


def _find(entries: list[Obj], manager: str, operation: str, version: str | None = None) -> int:
    for index, entry in enumerate(entries):
        if _is(entry, manager, operation) and version in (None, entry.get("apiVersion", "")):
            return index
    return -1


def _is(entry: Obj, manager: str, operation: str) -> bool:
    return entry.get("manager") == manager and entry.get("operation") == operation and not entry.get("subresource")
