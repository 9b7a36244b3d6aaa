"""metadata.managedFields: its entries, and what a create, update or patch does to them.

An entry belongs to a manager, an operation (Apply or Update), a subresource and, for updates, an API version.
"""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.fields import fieldset
from minikctl.core.fields.compare import compare
from minikctl.core.fields.fieldset import FieldSet
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.core.fields._shape import Shape

    Convert = Callable[[Obj, str], Obj]  # an object and the API version it is wanted in

Identity = tuple[str, str, str, str]  # manager, operation, API version ("" for Apply), subresource

MAX_UPDATERS = 10
_ANCIENT = "ancient-changes"


def update(
    new: Obj,
    old: Obj,
    type_name: str | Shape | None,
    *,
    manager: str,
    time: str,
    api_version: str,
    subresource: str = "",
    reset: FieldSet | None = None,
    convert: Convert | None = None,
) -> list[Obj]:
    """The managedFields of `new` when `manager` makes it of `old` ({} for a create); both objects in `api_version`.

    `time` is now, as RFC 3339. `reset` are the fields that this endpoint does not write, such as status; they change no
    owner. `convert` is for entries of other API versions. When nothing that is tracked has changed, the very list that
    was there comes back.
    """
    entries = of_request(new, old, subresource)
    changed, removed = _changes(old, new, type_name, reset)
    if not changed and not removed:
        return entries
    me = (manager, "Update", api_version, subresource)
    others: dict[str, tuple[FieldSet, FieldSet]] = {api_version: (changed, removed)}
    kept: list[Obj] = []
    mine: FieldSet = {}
    for entry in entries:
        version = entry.get("apiVersion", "")
        if version not in others:
            others[version] = _in_version(old, new, version, convert, reset) or (changed, removed)
        fields = entry.get("fieldsV1") or {}
        left = fieldset.difference(fieldset.difference(fields, others[version][0]), others[version][1])
        if changed and identity(entry) == me:
            mine = left
        elif left is fields:
            kept.append(entry)
        elif left:
            kept.append({**entry, "fieldsV1": left})
    if changed:
        kept.append(make_entry(me, api_version, fieldset.union(mine, changed), time))
    return in_order(_capped(kept))


def of_request(new: Obj, old: Obj, subresource: str = "") -> list[Obj]:
    """The entries to start from: the request's own if it has usable ones, else the live object's.

    A request empties them with a list of one empty entry. Subresources cannot set them.
    """
    live: list[Obj] = old.get("metadata", {}).get("managedFields") or []
    asked = new.get("metadata", {}).get("managedFields") or []
    if subresource or not asked or asked is live:
        return live
    if asked == [{}]:
        return []
    return asked if all(map(_usable, asked)) else live


def identity(entry: Obj) -> Identity:
    operation = entry.get("operation", "")
    version = "" if operation == "Apply" else entry.get("apiVersion", "")
    return entry.get("manager", ""), operation, version, entry.get("subresource", "")


def in_order(entries: list[Obj]) -> list[Obj]:
    """Apply before Update, then by time, manager, API version and subresource."""
    return sorted(entries, key=_sort_key)


STATUS: FieldSet = fieldset.of(("status",))
SPEC: FieldSet = fieldset.of(("spec",))


def _changes(old: Obj, new: Obj, type_name: str | Shape | None, reset: FieldSet | None) -> tuple[FieldSet, FieldSet]:
    changed, removed = compare(old, new, type_name)
    if reset:
        return fieldset.without_below(changed, reset), fieldset.without_below(removed, reset)
    return changed, removed


def _in_version(
    old: Obj, new: Obj, version: str, convert: Convert | None, reset: FieldSet | None
) -> tuple[FieldSet, FieldSet] | None:
    """The changes as another API version shows them; None when it cannot be converted to."""
    if convert is None:
        return None
    from minikctl.core import schema

    type_name = schema.root_type(version, new.get("kind", ""))
    if type_name is None:
        return None
    return _changes(convert(old, version) if old else {}, convert(new, version), type_name, reset)


def make_entry(me: Identity, api_version: str, fields: FieldSet, time: str) -> Obj:
    manager, operation, _, subresource = me
    out: Obj = {
        "apiVersion": api_version,
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
        "manager": manager,
        "operation": operation,
    }
    if subresource:
        out["subresource"] = subresource
    out["time"] = time
    return out


def _usable(entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.get("operation") not in ("Apply", "Update"):
        return False
    return isinstance(entry.get("fieldsV1"), dict) and entry.get("fieldsType") == "FieldsV1" and "apiVersion" in entry


def _sort_key(entry: Obj) -> tuple[str, str, str, str, str]:
    get = entry.get
    return get("operation", ""), get("time") or "", get("manager", ""), get("apiVersion", ""), get("subresource", "")


def _capped(entries: list[Obj]) -> list[Obj]:
    """No more than MAX_UPDATERS updaters: the oldest ones of an API version are joined to one."""
    updaters = [entry for entry in entries if entry.get("operation") == "Update"]
    surplus = len(updaters) - MAX_UPDATERS
    if surplus <= 0:
        return entries
    joined: dict[str, list[Obj]] = {}
    for entry in sorted(updaters, key=_sort_key):
        if surplus <= 0:
            break
        oldest = joined.setdefault(entry["apiVersion"], [])
        surplus -= bool(oldest)
        oldest.append(entry)
    gone = {id(entry) for oldest in joined.values() if len(oldest) > 1 for entry in oldest}
    kept = [entry for entry in entries if id(entry) not in gone]
    return kept + [_joined(version, oldest) for version, oldest in joined.items() if len(oldest) > 1]


def _joined(version: str, entries: list[Obj]) -> Obj:
    fields: FieldSet = {}
    for entry in entries:
        fields = fieldset.union(fields, entry["fieldsV1"])
    return make_entry((_ANCIENT, "Update", version, ""), version, fields, entries[-1].get("time", ""))
