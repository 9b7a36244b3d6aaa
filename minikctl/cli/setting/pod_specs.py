"""Where objects keep their pod spec, and which of its containers a pattern means."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any

Obj = dict[str, Any]

_TEMPLATE = ("spec", "template", "spec")
_PATHS: dict[str, tuple[str, ...]] = {
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    **dict.fromkeys(
        ("ReplicationController", "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "Job"), _TEMPLATE
    ),
}


def pod_spec(obj: Obj) -> Obj:
    """The pod spec inside an object; CliError where there is none."""
    path = _PATHS.get(obj["kind"])
    if path is None:
        version = obj["apiVersion"].rpartition("/")[2]
        raise CliError(f"the object is not a pod or does not have a pod template: *{version}.{obj['kind']}")
    for key in path:
        obj = obj.setdefault(key, {})
    return obj


def containers(spec: Obj, pattern: str = "*") -> list[Obj]:
    """The containers with a fitting name, and the init containers after them."""
    every = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    return [container for container in every if fits(container.get("name", ""), pattern)]


def fits(name: str, pattern: str) -> bool:
    """`*` stands for anything."""
    from minikctl.core.images import glob

    return pattern in ("*", name) or ("*" in pattern and glob(pattern, name))
