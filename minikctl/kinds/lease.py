"""Leases. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME HOLDER AGE."""
    return [obj["metadata"]["name"], (obj.get("spec") or {}).get("holderIdentity") or "", age(obj, now)]


def validate(obj: Obj) -> list[FieldError]:
    """source: Kubernetes' pkg/apis/coordination/validation, v1.36"""
    from minikctl.core.errors import invalid_value

    spec = obj.get("spec") or {}
    out: list[FieldError] = []
    seconds, transitions, holder = (
        spec.get(f) for f in ("leaseDurationSeconds", "leaseTransitions", "preferredHolder")
    )
    if seconds is not None and seconds <= 0:
        out.append(invalid_value("spec.leaseDurationSeconds", seconds, "must be greater than 0"))
    if transitions is not None and transitions < 0:
        out.append(invalid_value("spec.leaseTransitions", transitions, "must be greater than or equal to 0"))
    if holder and not spec.get("strategy"):
        why = "may only be specified when `strategy` is defined"
        out.append(invalid_value("spec.preferredHolder", holder, why))
    return out


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
    validate=validate,
    spec_fields=(),
    has_status=False,
)
