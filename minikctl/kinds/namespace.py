"""Namespaces: columns, and what they get at creation. Pure."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served

Obj = dict[str, Any]

NAME_LABEL = "kubernetes.io/metadata.name"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME STATUS AGE."""
    return [obj["metadata"]["name"], (obj.get("status") or {}).get("phase", ""), age(obj, now)]


def default(obj: Obj) -> None:
    """Every namespace carries its name as a label."""
    meta = obj["metadata"]
    if meta.get("name"):
        meta["labels"] = {**(meta.get("labels") or {}), NAME_LABEL: meta["name"]}


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"phase": "Active"}
    finalizers = (obj.get("spec") or {}).get("finalizers") or []
    obj["spec"] = {"finalizers": finalizers if "kubernetes" in finalizers else [*finalizers, "kubernetes"]}


def prepare_update(new: Obj, old: Obj) -> None:
    """Its finalizers change through their own subresource only."""
    new["spec"] = old.get("spec") or {}


KIND = Kind(
    group="",
    kind="Namespace",
    plural="namespaces",
    versions=(Served("v1"),),
    namespaced=False,
    short_names=("ns",),
    verbs=("create", "delete", "get", "list", "patch", "update", "watch"),
    subresources=("finalize", "status"),
    columns=(Column("Name", format="name"), Column("Status"), Column("Age")),
    row=row,
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    spec_fields=(),
    fields=(("status.phase", ("status", "phase")),),
    name_check="label",
)
