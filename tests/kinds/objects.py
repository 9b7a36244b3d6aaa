"""Objects for the tests of kinds: as a client writes them, or as a server has them after decoding and defaults."""

from __future__ import annotations

from typing import Any

from minikctl.core.decoding import decode
from minikctl.core.schema import root_type
from minikctl.kinds import table
from minikctl.kinds._kind import Kind

Obj = dict[str, Any]
NOW = 1_800_000_000_000_000
CREATED = "2027-01-15T07:59:55Z"  # five seconds before NOW


def written(api_version: str, kind: str, name: str = "web", **fields: Any) -> Obj:
    """What a client sends."""
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, **fields.pop("metadata", {})}, **fields}


def kind_of(obj: Obj) -> Kind:
    entry = table.kind_for(obj["apiVersion"], obj["kind"])
    assert entry is not None
    return table.load(entry.resource)


def received(obj: Obj) -> Obj:
    """Decoded, converted to the storage version, defaulted."""
    kind = kind_of(obj)
    type_name = root_type(obj["apiVersion"], obj["kind"])
    out: Obj = decode(obj, type_name).value if type_name else dict(obj)
    for served in kind.versions:
        group = served.group or kind.group
        if obj["apiVersion"] == (f"{group}/{served.version}" if group else served.version) and served.decode:
            served.decode(out)
    out["apiVersion"] = kind.api_version
    kind.default(out)
    return out


def created(obj: Obj) -> Obj:
    """As `received`, and prepared for storing."""
    out = received(obj)
    out["metadata"] |= {"creationTimestamp": CREATED, "uid": "u-1"}
    kind_of(out).prepare_create(out)
    return out


def errors(obj: Obj) -> list[str]:
    """The field errors of a new object."""
    out = received(obj)
    out["metadata"] |= {"uid": "u-1"}
    kind = kind_of(out)
    kind.prepare_create(out)
    return [str(error) for error in kind.validate(out)]


def update_errors(old: Obj, new: Obj) -> list[str]:
    before, after = created(old), received(new)
    if "status" in before:
        after["status"] = before["status"]
    kind = kind_of(before)
    kind.prepare_update(after, before)
    return [str(error) for error in kind.validate(after) + kind.validate_update(after, before)]


def row(obj: Obj) -> list[Any]:
    """The cells of an object that was just created."""
    kind = kind_of(obj)
    assert kind.row is not None
    return kind.row(created(obj), NOW)


def template(**spec: Any) -> Obj:
    container = {"name": "nginx", "image": "nginx:1.25"}
    return {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container], **spec}}


def deployment(api_version: str = "apps/v1", **spec: Any) -> Obj:
    selector = {"matchLabels": {"app": "web"}}
    return written(api_version, "Deployment", spec={"selector": selector, "template": template(), **spec})
