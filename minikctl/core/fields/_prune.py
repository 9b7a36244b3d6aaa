"""Takes out of an applied object what its manager named last time, names no longer, and nobody else owns."""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.errors import Obj
from minikctl.core.fields import fieldset
from minikctl.core.fields._shape import Shape
from minikctl.core.fields.fieldset import FieldSet
from minikctl.core.fields.merge import field_set, remove, shape_of, with_parents
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.core.fields.managed import Convert


class Versions(NamedTuple):
    """How to see an object in the API versions of the managers: entries keep field names of their own version."""

    home: str
    type_name: str | Shape | None
    kind: str
    convert: Convert | None

    def known(self, version: str) -> str:
        """`version`, or the home version when objects cannot be brought into it."""
        if version == self.home or self.convert is None or schema.root_type(version, self.kind) is None:
            return self.home
        return version

    def type_of(self, version: str) -> str | Shape | None:
        return self.type_name if version == self.home else schema.root_type(version, self.kind)

    def shape(self, version: str) -> Shape:
        return shape_of(self.type_of(version))

    def see(self, obj: Obj, version: str, source: str | None = None) -> Obj:
        """The object in `version`."""
        if self.convert is None or version == (source or self.home):
            return obj
        return self.convert(obj, version)


def prune(merged: Obj, last: Obj, entries: list[tuple[str, FieldSet]], versions: Versions) -> Obj:
    """`last` is the manager's former entry, `entries` (API version, set) of all managers as they will be."""
    version = versions.known(last.get("apiVersion", ""))
    shape = versions.shape(version)
    whole = versions.see(merged, version)
    last_fields = with_parents(shape, last.get("fieldsV1") or {})
    pruned = remove(shape, whole, last_fields)
    pruned = _add_back_owned(whole, pruned, version, entries, versions)
    pruned = _add_back_dangling(shape, whole, pruned, last_fields)
    return versions.see(pruned, versions.home, version)


def _add_back_owned(
    whole: Obj, pruned: Obj, source: str, entries: list[tuple[str, FieldSet]], versions: Versions
) -> Obj:
    """What any manager still names stays, the applying one's new configuration included."""
    by_version: dict[str, FieldSet] = {}
    for version, fields in entries:
        version = versions.known(version)
        by_version[version] = fieldset.union(by_version.get(version, {}), fields)
    for version in sorted(by_version):
        shape = versions.shape(version)
        all_of_it, left = versions.see(whole, version, source), versions.see(pruned, version, source)
        owned = with_parents(shape, by_version[version])
        keep = fieldset.union(with_parents(shape, field_set(shape, left)), owned)
        gone = fieldset.difference(with_parents(shape, field_set(shape, all_of_it)), keep)
        pruned = versions.see(remove(shape, all_of_it, gone), source, version)
    return pruned


def _add_back_dangling(shape: Shape, whole: Obj, pruned: Obj, last: FieldSet) -> Obj:
    """What was below a removed item but was never this manager's stays."""
    left = with_parents(shape, field_set(shape, pruned))
    gone = fieldset.difference(with_parents(shape, field_set(shape, whole)), left)
    out: Obj = remove(shape, whole, fieldset.intersection(gone, last))
    return out
