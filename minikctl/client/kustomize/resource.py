"""An object on its way through kustomizations: what it is now, and every name it has had."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]

_CLUSTER_SCOPED_ELSEWHERE = ("CustomResourceDefinition", "APIService", "CSIDriver", "CSINode", "VolumeAttachment")


class Id(NamedTuple):
    """What a resource can be named by."""

    group: str
    version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        group = self.group or "[noGrp]"
        return f"{self.kind}.{self.version or '[noVer]'}.{group}/{self.name or '[noName]'}.{self.namespace or '[noNs]'}"

    def same(self, other: Id) -> bool:
        """The same object, in whatever version; no namespace and `default` are one."""
        mine = (self.group, self.kind, self.name, self.namespace or "default")
        return mine == (other.group, other.kind, other.name, other.namespace or "default")


class Resource:
    """`before`: its former ids, the oldest first. `affixes`: the prefixes and suffixes that it was given."""

    def __init__(self, obj: Obj, needs_hash: bool = False, behavior: str = "") -> None:
        self.obj = obj
        self.needs_hash = needs_hash
        self.behavior = behavior
        self.before: list[Id] = []
        self.affixes: list[str] = []

    @property
    def id(self) -> Id:
        return id_of(self.obj)

    @property
    def original(self) -> Id:
        return self.before[0] if self.before else self.id

    @property
    def kind(self) -> str:
        return str(self.obj.get("kind", ""))

    @property
    def meta(self) -> Obj:
        out: Obj = self.obj["metadata"]
        return out

    def ids(self) -> Iterator[Id]:
        yield from self.before
        yield self.id

    def rename(self, name: str) -> None:
        self.before.append(self.id)
        self.meta["name"] = name

    def move(self, namespace: str) -> None:
        self.before.append(self.id)
        self.meta["namespace"] = namespace

    @property
    def namespaced(self) -> bool:
        """Kinds that nobody knows are taken for namespaced."""
        from minikctl.kinds import table

        found = table.built_in_kind_for(self.obj.get("apiVersion", ""), self.kind)
        return found.namespaced if found is not None else self.kind not in _CLUSTER_SCOPED_ELSEWHERE


def id_of(obj: Obj) -> Id:
    group, _, version = str(obj.get("apiVersion", "")).rpartition("/")
    meta = obj.get("metadata") or {}
    return Id(group, version, str(obj.get("kind", "")), meta.get("namespace", "") or "", meta.get("name", "") or "")
