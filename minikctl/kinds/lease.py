"""Leases. Pure."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME HOLDER AGE."""
    return [obj["metadata"]["name"], (obj.get("spec") or {}).get("holderIdentity") or "", age(obj, now)]


KIND = Kind(
    group="coordination.k8s.io",
    kind="Lease",
    plural="leases",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation("coordination.k8s.io/v1beta1", "Lease", "1.19", "1.22", "coordination.k8s.io/v1"),
            legacy=True,
        ),
    ),
    columns=(Column("Name", format="name"), Column("Holder"), Column("Age")),
    row=row,
    spec_fields=(),
    has_status=False,
)
