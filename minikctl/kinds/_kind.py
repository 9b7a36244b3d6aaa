"""The contract of a kind: what a module in kinds/ declares, once, about one Kubernetes resource.

A kind module says `KIND = Kind(...)` and is light to import: columns and rows live in it, defaults and validation are
imported inside the hooks. Hooks are pure: no I/O, no clock, no randomness; `now` is int microseconds since the epoch.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

STANDARD_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


class Column(NamedTuple):
    """One column of the server's Table; priority 1 is shown with -o wide."""

    name: str
    type: str = "string"
    format: str = ""
    priority: int = 0
    description: str = ""


class Served(NamedTuple):
    """One served version of a kind.

    `decode` turns an object of this version into the storage version (and defaults what this version defaults
    differently), `encode` the other way; both change the object they are given. None: the versions have the same shape.
    `deprecated` is the Warning text. `mutable` names fields that clients of this version may change although
    validate_update says "field is immutable".
    """

    version: str  # "v1"
    group: str = ""  # set where a version lives in another group (extensions/v1beta1 Deployment)
    decode: Callable[[Obj], None] | None = None
    encode: Callable[[Obj], None] | None = None
    deprecated: str = ""
    legacy: bool = False  # the old API versions: off when the setting legacyAPIs is off
    setting: str = ""  # served only while this setting is on

    @property
    def switch(self) -> str:
        """The setting that takes this version away where it is off; "" for none."""
        return "legacyAPIs" if self.legacy else self.setting

    mutable: tuple[str, ...] = ()


class Scale(NamedTuple):
    """Where the scale subresource reads and writes; `selector` gives the text of status.selector."""

    selector: Callable[[Obj], str]
    spec: tuple[str, ...] = ("spec", "replicas")
    status: tuple[str, ...] = ("status", "replicas")


def deprecation(old: str, kind: str, since: str, gone: str, new: str) -> str:
    """The warning that a server gives for an old version."""
    return f"{old} {kind} is deprecated in v{since}+, unavailable in v{gone}+; use {new} {kind}"


def deferred(where: str) -> Callable[..., Any]:
    """A hook in a module of its own (below minikctl.kinds), imported when first called: "deployment.rules:validate"."""

    found: list[Callable[..., Any]] = []

    def hook(*args: Any) -> Any:
        if not found:
            module, _, name = where.partition(":")
            found.append(getattr(__import__(f"minikctl.kinds.{module}", fromlist=[name]), name))
        return found[0](*args)

    hook.where = where  # type: ignore[attr-defined]
    return hook


def nothing(_obj: Obj) -> None:
    return None


def _nothing2(_new: Obj, _old: Obj) -> None:
    return None


def _no_errors(_obj: Obj) -> list[FieldError]:
    return []


def _no_errors2(_new: Obj, _old: Obj) -> list[FieldError]:
    return []


def _no_warnings(_new: Obj, _old: Obj | None) -> list[str]:
    return []


class Kind(NamedTuple):
    """One resource: identity, table, hooks of the request pipeline. The first of `versions` is the storage version."""

    group: str
    kind: str
    plural: str
    versions: tuple[Served, ...]
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    verbs: tuple[str, ...] = STANDARD_VERBS
    subresources: tuple[str, ...] = ()  # "status", "scale", "eviction", "binding", "log", ...
    columns: tuple[Column, ...] = (Column("Name", format="name"), Column("Age"))
    row: Callable[[Obj, int], list[Any]] | None = None  # (object, now) -> cells in column order; None: name and age
    # the request pipeline, in this order; every hook may change the object it is given unless it returns something
    default: Callable[[Obj], None] = nothing  # beyond the schema's own defaults; storage version
    prepare_create: Callable[[Obj], None] = nothing  # drop status, set what only the server sets
    prepare_update: Callable[[Obj, Obj], None] = _nothing2  # (new, old)
    validate: Callable[[Obj], list[FieldError]] = _no_errors
    validate_update: Callable[[Obj, Obj], list[FieldError]] = _no_errors2  # (new, old); `validate` has run already
    warnings: Callable[[Obj, Obj | None], list[str]] = _no_warnings  # (new, old); old is None on create
    # a change in one of these raises metadata.generation (empty: no generation); "metadata.annotations" counts where
    # clients write, not controllers; "*": all but metadata, and the status where that is a subresource
    spec_fields: tuple[str, ...] = ("spec",)
    has_status: bool = True  # status is written through its subresource only
    scale: Scale | None = None
    # selectable ones beyond name and namespace: ("status.phase", path), and the text of an absent value if not ""
    fields: tuple[tuple[str, tuple[str, ...]] | tuple[str, tuple[str, ...], str], ...] = ()
    graceful: bool = False  # deletion waits for terminationGracePeriodSeconds (pods)
    # "background", "orphan", or "orphan when old": what old API versions did before the server collected garbage
    default_propagation: str = "background"
    orphan_warning: str = ""  # for who deletes without a word on the dependents
    name_check: str = "subdomain"  # "subdomain" | "label" | "label1035" | "path"
    # custom resources are read by their schema: (body, head of messages) -> (object, messages of unknown fields)
    read: Callable[[Obj, str], tuple[Obj, list[str]]] | None = None
    schema: Obj | None = None  # that schema, in the version that is spoken
    terminating: bool = False  # what defines the kind is being deleted: nothing new may come
    begin_deletion: Callable[[Obj, int], None] | None = None  # changes an object whose deletion begins, at an instant
    computed: bool = False  # made when it is asked for, and stored nowhere (metrics)
    builtin: bool = False  # there are some that hold without being stored (cluster roles)
    ttl: int = 0  # seconds after which an object of this kind goes by itself (Events: 3600)

    @property
    def resource(self) -> str:
        """The storage key of the kind: `pods`, `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def singular(self) -> str:
        return self.kind.lower()

    @property
    def api_version(self) -> str:
        """The storage version, `apps/v1` or `v1`."""
        return f"{self.group}/{self.versions[0].version}" if self.group else self.versions[0].version
