"""The table of resources: names to resources, resources to kinds. Light: a kind's module is imported when asked for.

What is served, and under which names, is in `_index.py`, compiled from the kinds (`python -m minikctl.kinds.compile`).
What is not there may be defined by a CustomResourceDefinition of the state that is being looked at (`use`): these are
read when a name is asked for that nobody else has.
"""

from __future__ import annotations

from _thread import _local as Local  # of threading, which is dear to import

from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.kinds._index import ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Protocol, TypeVar

    from minikctl.kinds._kind import Kind, Served
    from minikctl.storage._base import Key

    class Named(Protocol):
        """What names a resource; the resources that discovery of a real server tells have it too."""

        @property
        def group(self) -> str: ...
        @property
        def version(self) -> str: ...
        @property
        def plural(self) -> str: ...
        @property
        def singular(self) -> str: ...
        @property
        def short_names(self) -> tuple[str, ...]: ...

    class Reader(Protocol):
        """What definitions are read through: a transaction."""

        def get(self, key: Key) -> dict[str, Any] | None: ...
        def list(self, resource: str, namespace: str = "") -> Sequence[dict[str, Any]]: ...

    R = TypeVar("R", bound="Named")
    Off = frozenset[str]  # of the settings that switch resources, those that are off


class Entry(NamedTuple):
    """One resource in one served version. `resource`: the storage key of its kind, `module`: where that is."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool
    singular: str
    short_names: tuple[str, ...]
    categories: tuple[str, ...]
    verbs: tuple[str, ...]
    subresources: tuple[str, ...]
    resource: str
    module: str
    legacy: bool
    deprecated: str
    switch: str  # the setting that takes it away where it is off

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """`deployments.apps`, `pods`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


ALL: Off = frozenset()
SWITCHES = ("legacyAPIs", "metrics")
_entries: list[Entry] = []
_kinds: dict[str, Kind] = {}
_state = Local()  # `reader`: of the state that this thread looks at


def use(reader: Reader | None) -> None:
    """From here on, definitions of custom resources are those that this transaction sees; None: there are none."""
    _state.reader = reader


def forget(reader: object) -> None:
    """A transaction ends: nothing more is read through it."""
    if getattr(_state, "reader", None) is reader:
        _state.reader = None


def switched_off(settings: Mapping[str, Any]) -> Off:
    """What of the resources a state's settings leave out."""
    return frozenset(name for name in SWITCHES if not settings[name])


def built_in(off: Off = ALL) -> list[Entry]:
    """Every served version of every resource that needs no definition, in discovery order: a group's preferred version
    first, old ones last.
    """
    if not _entries:
        _entries.extend(map(Entry._make, ROWS))
    return [entry for entry in _entries if entry.switch not in off] if off else _entries


def custom() -> list[Entry]:
    """The same of those that are defined in the state."""
    reader = getattr(_state, "reader", None)
    definitions = reader.list("customresourcedefinitions.apiextensions.k8s.io") if reader is not None else ()
    if not definitions:
        return []
    from minikctl.kinds.custom.rows import entries

    return entries(definitions)


def all_resources(off: Off = ALL) -> list[Entry]:
    """Both, the built-in ones first."""
    return [*built_in(off), *custom()]


def is_built_in(resource: str) -> bool:
    return _by_resource(resource, built_in()) is not None


def kind_for(api_version: str, kind: str, off: Off = ALL) -> Entry | None:
    """("apps/v1", "Deployment") -> its entry."""
    return _kind_for(api_version, kind, built_in(off)) or _kind_for(api_version, kind, custom())


def built_in_kind_for(api_version: str, kind: str) -> Entry | None:
    """The same, whatever a state defines."""
    return _kind_for(api_version, kind, built_in())


def _kind_for(api_version: str, kind: str, entries: list[Entry]) -> Entry | None:
    group, _, version = api_version.rpartition("/")
    for entry in entries:
        if entry.kind == kind and entry.version == version and entry.group == group:
            return entry
    return None


def by_resource(resource: str) -> Entry | None:
    """The preferred version of `deployments.apps`, `pods`; also of what is only a view (`events.events.k8s.io`)."""
    return _by_resource(resource, built_in()) or _by_resource(resource, custom())


def _by_resource(resource: str, entries: list[Entry]) -> Entry | None:
    plural, _, group = resource.partition(".")
    for entry in entries:
        if entry.plural == plural and entry.group == group:
            return entry
    return None


def category(word: str, off: Off = ALL) -> list[Entry]:
    """The members of a category such as `all`, each resource once."""
    found: dict[str, Entry] = {}
    entries = built_in(off)
    for entry in entries:
        if word in entry.categories:
            found.setdefault(entry.resource, entry)
    if found or resolve(word, entries)[0] is None:  # definitions are not read for the sake of `pods`
        for entry in custom():
            if word in entry.categories:
                found.setdefault(entry.resource, entry)
    return list(found.values())


def lookup(word: str, off: Off = ALL) -> tuple[Entry | None, list[str]]:
    """What a user means by `deploy`, `Deployment`, `deployments.v1.apps`; and warnings where it could mean more."""
    found = resolve(word, built_in(off))
    return found if found[0] is not None else resolve(word, custom())


def resolve(word: str, resources: Sequence[R]) -> tuple[R | None, list[str]]:
    """As kubectl's RESTMapper over discovered resources, which come in order of priority.

    A whole `resource.version.group` is tried first, then `resource.group` (a beginning of the group is enough), then
    names and short names.
    """
    parts = word.split(".", 2)
    name = parts[0].lower()
    if len(parts) == 3:
        for res in resources:
            named = name in (res.plural, res.singular) or parts[0] in res.short_names
            if named and res.version == parts[1] and parts[2] in ("", res.group):
                return res, []
    group = word.partition(".")[2]
    if not group:
        return _by_name(parts[0], resources)
    for exact in (True, False):
        for res in resources:
            fits = res.group == group if exact else res.group.startswith(group)
            if fits and (name in (res.plural, res.singular) or parts[0] in res.short_names):
                return res, []
    return None, []


def _by_name(word: str, resources: Sequence[R]) -> tuple[R | None, list[str]]:
    name = word.lower()
    for res in resources:
        if name == res.plural or name == res.singular:
            return res, []
    found: R | None = None
    others: dict[str, None] = {}
    for res in resources:
        if word in res.short_names:
            if found is None:
                found = res
            elif (res.plural, res.group) != (
                found.plural,
                found.group,
            ) and res.group != "extensions":  # apps took those over
                others[f"{res.plural}.{res.group}" if res.group else res.plural] = None
    return found, [f'short name "{word}" could also match lower priority resource {other}' for other in others]


def load(resource: str) -> Kind:
    """The kind behind a storage key, with its hooks; KeyError for none."""
    found = _kinds.get(resource)
    if found is None:
        entry = _by_resource(resource, built_in())
        if entry is None:
            return _defined(resource)
        module = __import__(f"minikctl.kinds.{entry.module}", fromlist=["KIND"])
        kinds: tuple[Kind, ...] = module.KINDS if hasattr(module, "KINDS") else (module.KIND,)
        for kind in kinds:
            _kinds[kind.resource] = kind
        found = _kinds[entry.resource]
    return found


def _defined(resource: str, version: str = "") -> Kind:
    """The kind of a custom resource as a version has it, "" for the one that is stored. It is not to be remembered."""
    from minikctl.kinds.custom import definitions, kind
    from minikctl.storage._base import Key

    reader = getattr(_state, "reader", None)
    crd = reader.get(Key(definitions.RESOURCE, "", resource)) if reader is not None else None
    if crd is None:
        raise KeyError(resource)
    return kind.kind(crd, version or definitions.storage(crd))


def served(group: str, version: str, plural: str) -> tuple[Kind, Served] | None:
    """The kind and its served version behind a path of the API."""
    for entries in (built_in, custom):
        for entry in entries():
            if entry.plural == plural and entry.version == version and entry.group == group:
                kind = load(entry.resource) if entry.module else _defined(entry.resource, version)
                for one in kind.versions:
                    if one.version == version and (one.group or kind.group) == group:
                        return kind, one
    return None
