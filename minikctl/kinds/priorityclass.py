"""PriorityClasses. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

HIGHEST = 1_000_000_000  # what users may ask for
_SYSTEM = {"system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000}


def row(obj: Obj, now: int) -> list[Any]:
    """NAME VALUE GLOBAL-DEFAULT AGE PREEMPTIONPOLICY."""
    return [
        obj["metadata"]["name"],
        obj.get("value", 0),
        bool(obj.get("globalDefault")),
        age(obj, now),
        obj.get("preemptionPolicy", ""),
    ]


def default(obj: Obj) -> None:
    obj.setdefault("value", 0)
    obj.setdefault("preemptionPolicy", "PreemptLowerPriority")


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, not_supported

    name, value = obj["metadata"].get("name", ""), obj["value"]
    out: list[FieldError] = []
    if name.startswith("system-"):
        if _SYSTEM.get(name) != value:
            why = "priority class names with 'system-' prefix are reserved for system use only. error: "
            known = name in _SYSTEM
            problem = (
                f"value of {name} PriorityClass must be {_SYSTEM[name]}"
                if known
                else f"{name} is not a known system priority class"
            )
            out.append(field_forbidden("metadata.name", why + problem))
    elif value > HIGHEST:
        out.append(field_forbidden("value", f"maximum allowed value of a user defined priority is {HIGHEST}"))
    if obj["preemptionPolicy"] not in ("Never", "PreemptLowerPriority"):
        out.append(not_supported("preemptionPolicy", obj["preemptionPolicy"], ["PreemptLowerPriority", "Never"]))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, invalid_value

    out: list[FieldError] = []
    if new["value"] != old.get("value"):
        out.append(field_forbidden("value", "may not be changed in an update."))
    if new["preemptionPolicy"] != old.get("preemptionPolicy"):
        out.append(invalid_value("preemptionPolicy", new["preemptionPolicy"], "field is immutable"))
    return out


KIND = Kind(
    group="scheduling.k8s.io",
    kind="PriorityClass",
    plural="priorityclasses",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation(
                "scheduling.k8s.io/v1beta1", "PriorityClass", "1.14", "1.22", "scheduling.k8s.io/v1"
            ),
            legacy=True,
        ),
    ),
    namespaced=False,
    short_names=("pc",),
    columns=(
        Column("Name", format="name"),
        Column("Value", "integer"),
        Column("Global-Default", "boolean"),
        Column("Age"),
        Column("PreemptionPolicy"),
    ),
    row=row,
    default=default,
    validate=validate,
    validate_update=validate_update,
    spec_fields=("value",),
    has_status=False,
)
