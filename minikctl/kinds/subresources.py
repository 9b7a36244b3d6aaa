"""What discovery tells of the subresources of a resource: their kinds and verbs. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.kinds.table import Entry


class Subresource(NamedTuple):
    """`group` and `version` are "" where they are those of the resource."""

    name: str
    kind: str
    verbs: tuple[str, ...]
    group: str = ""
    version: str = ""


_READ_WRITE = ("get", "patch", "update")
_STREAM = ("create", "get")
_OWN_KIND = {  # objects of the resource's own kind
    "approval": _READ_WRITE,
    "ephemeralcontainers": _READ_WRITE,
    "finalize": ("update",),
    "log": ("get",),
    "resize": _READ_WRITE,
    "status": _READ_WRITE,
}
_OTHERS = {
    "attach": Subresource("attach", "PodAttachOptions", _STREAM),
    "binding": Subresource("binding", "Binding", ("create",)),
    "eviction": Subresource("eviction", "Eviction", ("create",), "policy", "v1"),
    "exec": Subresource("exec", "PodExecOptions", _STREAM),
    "portforward": Subresource("portforward", "PodPortForwardOptions", _STREAM),
    "scale": Subresource("scale", "Scale", _READ_WRITE, "autoscaling", "v1"),
    "token": Subresource("token", "TokenRequest", ("create",), "authentication.k8s.io", "v1"),
}


def of(entry: Entry) -> list[Subresource]:
    """In the order of discovery (by name)."""
    return [_one(entry, name) for name in entry.subresources]


def _one(entry: Entry, name: str) -> Subresource:
    if name in _OWN_KIND:
        return Subresource(name, entry.kind, _OWN_KIND[name])
    if name == "proxy":
        return Subresource(name, f"{entry.kind}ProxyOptions", ("create", "delete", "get", "patch", "update"))
    found = _OTHERS[name]
    if name == "scale" and entry.legacy:  # the old groups had a Scale each
        return found._replace(group=entry.group, version=entry.version)
    return found
