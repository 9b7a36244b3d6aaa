"""PodDisruptionBudgets. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME, MIN AVAILABLE, MAX UNAVAILABLE, ALLOWED DISRUPTIONS, AGE."""
    spec = obj.get("spec") or {}
    return [
        obj["metadata"]["name"],
        str(spec.get("minAvailable", "N/A")),
        str(spec.get("maxUnavailable", "N/A")),
        (obj.get("status") or {}).get("disruptionsAllowed", 0),
        age(obj, now),
    ]


def prepare_create(obj: Obj) -> None:
    obj.setdefault("spec", {})
    obj["status"] = {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported
    from minikctl.kinds import _checks

    spec = obj.get("spec") or {}
    out: list[FieldError] = []
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        from minikctl.kinds._internal import shown

        value = shown(spec, "policy/v1.PodDisruptionBudgetSpec")
        out.append(invalid_value("spec", value, "minAvailable and maxUnavailable cannot be both set"))
    for field in ("minAvailable", "maxUnavailable"):
        if spec.get(field) is not None:
            out += _checks.int_or_percent(f"spec.{field}", spec[field])
            out += _checks.not_above_100_percent(f"spec.{field}", spec[field])
    out += _checks.label_selector("spec.selector", spec.get("selector"))
    policy = spec.get("unhealthyPodEvictionPolicy")
    if policy is not None and policy not in ("AlwaysAllow", "IfHealthyBudget"):
        out.append(not_supported("spec.unhealthyPodEvictionPolicy", policy, ["AlwaysAllow", "IfHealthyBudget"]))
    return out


_EMPTY_MARK = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match"
_NOTHING = {"matchExpressions": [{"key": _EMPTY_MARK, "operator": "Exists"}]}
_EVERYTHING = {"matchExpressions": [{"key": _EMPTY_MARK, "operator": "DoesNotExist"}]}


def _from_v1beta1(obj: Obj) -> None:
    """There, an empty selector selected nothing; a label that no pod has says the same in v1."""
    spec = obj.get("spec") or {}
    if spec.get("selector") == {}:
        spec["selector"] = {"matchExpressions": [dict(_NOTHING["matchExpressions"][0])]}
    elif spec.get("selector") == _EVERYTHING:
        spec["selector"] = {}


def _to_v1beta1(obj: Obj) -> None:
    spec = obj.get("spec") or {}
    if spec.get("selector") == {}:
        spec["selector"] = {"matchExpressions": [dict(_EVERYTHING["matchExpressions"][0])]}
    elif spec.get("selector") == _NOTHING:
        spec["selector"] = {}


KIND = Kind(
    group="policy",
    kind="PodDisruptionBudget",
    plural="poddisruptionbudgets",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            decode=_from_v1beta1,
            encode=_to_v1beta1,
            deprecated=deprecation("policy/v1beta1", "PodDisruptionBudget", "1.21", "1.25", "policy/v1"),
            legacy=True,
        ),
    ),
    short_names=("pdb",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Min Available"),
        Column("Max Unavailable"),
        Column("Allowed Disruptions", "integer"),
        Column("Age"),
    ),
    row=row,
    prepare_create=prepare_create,
    validate=validate,
)
