"""IngressClasses. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME CONTROLLER PARAMETERS AGE."""
    spec = obj.get("spec") or {}
    ref = spec.get("parameters")
    shown = NONE
    if ref:
        group = f".{ref['apiGroup']}" if ref.get("apiGroup") is not None else ""
        shown = f"{ref.get('kind', '')}{group}/{ref.get('name', '')}"
    return [obj["metadata"]["name"], spec.get("controller", ""), shown, age(obj, now)]


def default(obj: Obj) -> None:
    ref = (obj.get("spec") or {}).get("parameters")
    if ref is not None and ref.get("scope") is None:
        ref["scope"] = "Cluster"


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required

    controller = (obj.get("spec") or {}).get("controller") or ""
    if not controller:
        return [required("spec.controller")]
    prefix, slash, _ = controller.partition("/")
    if not slash:
        return [invalid_value("spec.controller", controller, 'must be a domain-prefixed path (such as "acme.io/foo")')]
    from minikctl.kinds import _checks

    return _checks.dns_subdomain("spec.controller", prefix)


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks

    return _checks.immutable(new.get("spec") or {}, old.get("spec") or {}, "controller")


KIND = Kind(
    group="networking.k8s.io",
    kind="IngressClass",
    plural="ingressclasses",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation("networking.k8s.io/v1beta1", "IngressClass", "1.19", "1.22", "networking.k8s.io/v1"),
            legacy=True,
        ),
    ),
    namespaced=False,
    columns=(Column("Name", format="name"), Column("Controller"), Column("Parameters"), Column("Age")),
    row=row,
    default=default,
    validate=validate,
    validate_update=validate_update,
    has_status=False,
)
