"""Where the fields are that kustomize changes: paths as `spec/template/metadata/labels`, `[]` for every element."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]

TEMPLATED = ("ReplicationController", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job")
_TEMPLATE = "spec/template/metadata"
_CRON = ("spec/jobTemplate/metadata", "spec/jobTemplate/spec/template/metadata")
_AFFINITY = tuple(
    f"spec/template/spec/affinity/{affinity}/{rule}"
    for affinity in ("podAffinity", "podAntiAffinity")
    for rule in (
        "preferredDuringSchedulingIgnoredDuringExecution[]/podAffinityTerm/labelSelector/matchLabels",
        "requiredDuringSchedulingIgnoredDuringExecution[]/labelSelector/matchLabels",
    )
)
_SPREAD = "spec/template/spec/topologySpreadConstraints[]/labelSelector/matchLabels"

# path -> whether the field is made where it is missing
SELECTORS: dict[str, dict[str, bool]] = {
    "Service": {"spec/selector": True},
    "ReplicationController": {"spec/selector": True},
    "Deployment": {"spec/selector/matchLabels": True, **dict.fromkeys(_AFFINITY, False), _SPREAD: False},
    "ReplicaSet": {"spec/selector/matchLabels": True},
    "DaemonSet": {"spec/selector/matchLabels": True},
    "StatefulSet": {"spec/selector/matchLabels": True, **dict.fromkeys(_AFFINITY, False), _SPREAD: False},
    "Job": {"spec/selector/matchLabels": False},
    "CronJob": {"spec/jobTemplate/spec/selector/matchLabels": False},
    "PodDisruptionBudget": {"spec/selector/matchLabels": False},
    "NetworkPolicy": {
        "spec/podSelector/matchLabels": False,
        "spec/ingress/from/podSelector/matchLabels": False,
        "spec/egress/to/podSelector/matchLabels": False,
    },
}


def templates(kind: str, field: str) -> list[str]:
    """Where the metadata of a kind's templates has labels or annotations."""
    if kind == "CronJob":
        return [f"{place}/{field}" for place in _CRON]
    out = [f"{_TEMPLATE}/{field}"] if kind in TEMPLATED else []
    if kind == "StatefulSet" and field == "labels":
        out.append(f"spec/volumeClaimTemplates[]/metadata/{field}")
    return out


def maps_at(obj: Any, path: str, create: bool) -> Iterator[Obj]:
    """The maps at a path. Lists on the way are gone through; the last steps are made where `create`."""
    step, _, rest = path.partition("/")
    key = step.removesuffix("[]")
    if isinstance(obj, list):
        for item in obj:
            yield from maps_at(item, path, create)
        return
    if not isinstance(obj, dict):
        return
    below = obj.get(key)
    if below is None:
        if not create or step.endswith("[]"):
            return
        below = obj[key] = {}
    if rest:
        yield from maps_at(below, rest, create)
    elif isinstance(below, dict):
        yield below


def holders(obj: Any, path: str) -> Iterator[tuple[Obj, str]]:
    """The maps that have the last key of a path, with that key."""
    step, _, rest = path.partition("/")
    if isinstance(obj, list):
        for item in obj:
            yield from holders(item, path)
    elif isinstance(obj, dict) and obj.get(step) is not None:
        if rest:
            yield from holders(obj[step], rest)
        else:
            yield obj, step
