"""ControllerRevisions: the history of StatefulSets and DaemonSets. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME CONTROLLER REVISION AGE."""
    return [obj["metadata"]["name"], _controller(obj), obj.get("revision", 0), age(obj, now)]


def _controller(obj: Obj) -> str:
    for ref in obj["metadata"].get("ownerReferences") or ():
        if ref.get("controller"):
            group = ref.get("apiVersion", "").rpartition("/")[0]
            kind = ref.get("kind", "").lower()
            return f"{kind}.{group}/{ref['name']}" if group else f"{kind}/{ref['name']}"
    return NONE


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import required
    from minikctl.kinds import _checks

    out = [] if obj.get("data") is not None else [required("data", "data is mandatory")]
    revision = obj.get("revision") or 0
    return out + (_checks.each("revision", revision, [_checks.NEGATIVE]) if revision < 0 else [])


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    if new.get("data") == old.get("data"):
        return []
    return [invalid_value("data", new.get("data"), "field is immutable")]


KIND = Kind(
    group="apps",
    kind="ControllerRevision",
    plural="controllerrevisions",
    versions=(
        Served("v1"),
        Served(
            "v1beta2",
            deprecated=deprecation("apps/v1beta2", "ControllerRevision", "1.9", "1.16", "apps/v1"),
            legacy=True,
        ),
        Served(
            "v1beta1",
            deprecated=deprecation("apps/v1beta1", "ControllerRevision", "1.8", "1.16", "apps/v1"),
            legacy=True,
        ),
    ),
    columns=(Column("Name", format="name"), Column("Controller"), Column("Revision"), Column("Age")),
    row=row,
    validate=validate,
    validate_update=validate_update,
    spec_fields=(),
    has_status=False,
)
