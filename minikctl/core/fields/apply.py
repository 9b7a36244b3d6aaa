"""Server-side apply: a manager's whole opinion of an object is merged in, and what it no longer says is taken out.

It fails where the opinion contradicts a field of another manager, unless forced; then the field changes hands.
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, Obj, bad_request
from minikctl.core.fields import check, conflicts, fieldset
from minikctl.core.fields._prune import Versions, prune
from minikctl.core.fields.compare import compare, strip
from minikctl.core.fields.fieldset import FieldSet
from minikctl.core.fields.managed import Identity, identity, in_order, make_entry
from minikctl.core.fields.merge import field_set, merge, shape_of
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.core.fields._shape import Shape
    from minikctl.core.fields.managed import Convert

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
KUBECTL = "kubectl"


class Applied(NamedTuple):
    """`value` has its managedFields in it. `changed` is false when value and owners are as they were."""

    value: Obj
    changed: bool


class _Call(NamedTuple):
    config: Obj
    type_name: str | Shape | None
    me: Identity
    time: str
    api_version: str
    reset: FieldSet | None
    convert: Convert | None


class _Conflicts(Exception):
    def __init__(self, sets: list[tuple[Identity, FieldSet]]) -> None:
        super().__init__()
        self.sets = sets


def apply(
    live: Obj,
    config: Obj,
    type_name: str | Shape | None,
    *,
    manager: str,
    time: str,
    api_version: str,
    force: bool = False,
    subresource: str = "",
    reset: FieldSet | None = None,
    convert: Convert | None = None,
) -> Applied:
    """The live object ({} for a create) with the configuration applied; both in `api_version`.

    `reset` are fields that this endpoint does not write, `convert` is for entries of other API versions. Raises
    ApiError: a conflict as 409, a configuration that does not fit its type, a wrong version.
    """
    _check(live, config, type_name, api_version)
    call = _Call(config, type_name, (manager, "Apply", "", subresource), time, api_version, reset, convert)
    try:
        applied = _attempt(call, live, force)
    except _Conflicts as found:
        left = _not_last_applied(found.sets, live, type_name) if manager == KUBECTL else found.sets
        if left:
            raise conflicts.refusal(left) from None
        applied = _attempt(call, live, True)
    return _sync_last_applied(applied, config) if manager == KUBECTL else applied


def _check(live: Obj, config: Obj, type_name: str | Shape | None, api_version: str) -> None:
    version = config.get("apiVersion", "")
    if version != api_version:
        wrong = f"Specified patch version: {version}, expected: {api_version}"
        raise bad_request(f"Incorrect version specified in apply patch. {wrong}")
    metadata = config.get("metadata") or {}
    if isinstance(metadata, dict) and metadata.get("managedFields") is not None:
        raise bad_request("metadata.managedFields must be nil")
    _fitting("patch", config, check.misfits(config, type_name))
    if live and type_name and not isinstance(type_name, str):  # it may be older than its schema
        found = check.misfits(live, type_name)
        _fitting("live", live, [text for text in found if ": duplicate entries" not in text])


def _fitting(which: str, obj: Obj, found: list[str]) -> None:
    if found:
        metadata = obj.get("metadata")
        name = metadata if isinstance(metadata, dict) else {}
        version = obj.get("apiVersion", "")
        what = f"{name.get('namespace', '')}/{name.get('name', '')}; {version}, Kind={obj.get('kind', '')}"
        raise ApiError(500, "", f"failed to create typed {which} object ({what}): {check.message(found)}")


def _attempt(call: _Call, live: Obj, force: bool) -> Applied:
    before: list[Obj] = live.get("metadata", {}).get("managedFields") or []
    last = next((entry for entry in before if identity(entry) == call.me), None)
    others = [entry for entry in before if entry is not last]
    bare = _with_managed_fields(live, None)
    shape = shape_of(call.type_name)
    own = field_set(shape, call.config)
    if call.reset:
        own = fieldset.without_below(own, call.reset)
    out = merge(shape, bare, call.config)
    versions = Versions(call.api_version, call.type_name, call.config.get("kind", ""), call.convert)
    if last is not None:
        sets = [(entry.get("apiVersion", ""), entry.get("fieldsV1") or {}) for entry in others]
        out = prune(out, last, [*sets, (call.api_version, own)], versions)
    entries = _hand_over(bare, out, others, versions, call.reset, force)
    mine = make_entry(call.me, call.api_version, strip(own), call.time)
    same = out == bare and entries == others and last is not None and {**last, "time": ""} == {**mine, "time": ""}
    if mine["fieldsV1"]:
        entries = [*entries, last if same and last is not None else mine]
    return Applied(_with_managed_fields(out, in_order(entries)), not same)


def _hand_over(
    old: Obj, new: Obj, others: list[Obj], versions: Versions, reset: FieldSet | None, force: bool
) -> list[Obj]:
    """The other managers' entries without the fields that now are different or gone; raises _Conflicts."""
    out: list[Obj] = []
    contested: list[tuple[Identity, FieldSet]] = []
    differences: dict[str, tuple[FieldSet, FieldSet]] = {}
    for entry in others:
        version = versions.known(entry.get("apiVersion", ""))
        if version not in differences:
            type_name = versions.type_of(version)
            seen = compare(versions.see(old, version), versions.see(new, version), type_name)
            differences[version] = _outside(seen, reset)
        changed, removed = differences[version]
        fields = entry.get("fieldsV1") or {}
        if both := fieldset.intersection(fields, changed):
            contested.append((identity(entry), both))
        left = fieldset.difference(fieldset.difference(fields, changed), removed)
        if left:
            out.append(entry if left is fields else {**entry, "fieldsV1": left})
    if contested and not force:
        raise _Conflicts(contested)
    return out


def _outside(seen: tuple[FieldSet, FieldSet], reset: FieldSet | None) -> tuple[FieldSet, FieldSet]:
    if not reset:
        return seen
    return fieldset.without_below(seen[0], reset), fieldset.without_below(seen[1], reset)


def _with_managed_fields(obj: Obj, entries: list[Obj] | None) -> Obj:
    metadata = {key: value for key, value in (obj.get("metadata") or {}).items() if key != "managedFields"}
    if entries:
        metadata["managedFields"] = entries
    if not metadata and "metadata" not in obj:
        return obj
    return {**obj, "metadata": metadata}


def _last_applied(obj: Obj) -> Any:
    annotations = (obj.get("metadata") or {}).get("annotations") or {}
    return annotations.get(LAST_APPLIED)


def _not_last_applied(
    sets: list[tuple[Identity, FieldSet]], live: Obj, type_name: str | Shape | None
) -> list[tuple[Identity, FieldSet]]:
    """The conflicts without the fields that client-side apply put there: kubectl takes those over from itself."""
    text = _last_applied(live)
    if not text:
        return sets
    import json

    try:
        config = json.loads(text)
        owned = field_set(shape_of(type_name), config)
    except (ValueError, KeyError, AttributeError, TypeError):
        return sets
    changed, removed = compare(config, live, type_name)
    owned = fieldset.difference(fieldset.difference(owned, changed), removed)
    left = [(me, fieldset.difference(fields, owned)) for me, fields in sets]
    return [(me, fields) for me, fields in left if fields]


def _sync_last_applied(applied: Applied, config: Obj) -> Applied:
    """Keeps the annotation of client-side apply true where there is one, so that kubectl can go back to it."""
    if _last_applied(applied.value) is None:
        return applied
    metadata = applied.value["metadata"]
    annotations = {**metadata["annotations"], LAST_APPLIED: _last_applied_text(config)}
    value = {**applied.value, "metadata": {**metadata, "annotations": annotations}}
    return Applied(value, applied.changed or annotations != metadata["annotations"])


def _last_applied_text(config: Obj) -> str:
    import json

    metadata = dict(config.get("metadata") or {})
    if isinstance(metadata.get("annotations"), dict):
        metadata["annotations"] = {k: v for k, v in metadata["annotations"].items() if k != LAST_APPLIED}
    text = json.dumps({**config, "metadata": metadata}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, escaped)
    return text + "\n"
