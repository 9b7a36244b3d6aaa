"""What is written to a pod through its subresources resize and ephemeralcontainers. Pure.

source: Kubernetes' pod strategies and ValidatePodResize, ValidatePodEphemeralContainersUpdate, v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value
from minikctl.core.typed import Any
from minikctl.kinds._internal import difference
from minikctl.kinds.pod.rules import qos_class

Obj = dict[str, Any]

_TAKEN = ("resources", "resizePolicy")
_MUTABLE = ("cpu", "memory")


def resized(before: Obj, wanted: Obj) -> Obj:
    """The stored spec with the resources of `wanted`; whatever else was changed is dropped."""
    out = dict(before)
    for field in ("containers", "initContainers"):
        given = {c.get("name"): c for c in wanted.get(field) or ()}
        if out.get(field):
            out[field] = [_with_resources(c, given.get(c.get("name"))) for c in out[field]]
    return out


def _with_resources(container: Obj, wanted: Obj | None) -> Obj:
    if wanted is None:
        return container
    out = {key: value for key, value in container.items() if key not in _TAKEN}
    return {**out, **{key: wanted[key] for key in _TAKEN if key in wanted}}


def validate(new: Obj, old: Obj) -> list[FieldError]:
    """Errors of a resize; both are whole pods."""
    spec, before = new["spec"], old["spec"]
    if any((s.get("resources") or {}).get(kind) for s in (spec, before) for kind in ("requests", "limits")):
        return [field_forbidden("", "pods with pod-level resources cannot be resized")]
    out: list[FieldError] = []
    now = (old.get("status") or {}).get("qosClass") or qos_class(before)
    if qos_class(spec) != now:
        out.append(invalid_value("spec", now, "Pod QOS Class may not change as a result of resizing"))
    pairs = list(enumerate(zip(spec.get("initContainers") or (), before.get("initContainers") or ())))
    for i, (container, was) in pairs:
        if was.get("restartPolicy") == "Always":
            out += _removed(container, was, f"spec.initContainers[{i}].resources")
    for i, (container, was) in enumerate(zip(spec["containers"], before["containers"])):
        out += _removed(container, was, f"spec.containers[{i}].resources")
    for container, was in zip(spec["containers"], before["containers"]):
        if _others(container) != _others(was):
            out.append(field_forbidden("spec", "only cpu and memory resources are mutable"))
    for _, (container, was) in pairs:
        if was.get("restartPolicy") != "Always":
            if container != was:
                why = "resources for non-sidecar init containers are immutable"
                out.append(field_forbidden("spec", why))
        elif _others(container) != _others(was):
            why = "only cpu and memory resources for sidecar containers are mutable"
            out.append(field_forbidden("spec", why))
    return out


def _removed(container: Obj, was: Obj, path: str) -> list[FieldError]:
    out = []
    for kind in ("requests", "limits"):
        now, then = ((c.get("resources") or {}).get(kind) or {} for c in (container, was))
        if set(then) - set(now):
            out.append(field_forbidden(f"{path}.{kind}", f"resource {kind} cannot be removed"))
    return out


def _others(container: Obj) -> Obj:
    """A container without what a resize may change."""
    resources = container.get("resources") or {}
    kept = {k: {n: a for n, a in (resources.get(k) or {}).items() if n not in _MUTABLE} for k in ("requests", "limits")}
    return {**{k: v for k, v in container.items() if k not in _TAKEN}, "resources": kept}


def validate_ephemeral(new: Obj, old: Obj) -> list[FieldError]:
    """Ephemeral containers are added; those that are there stay as they are."""
    path = "spec.ephemeralContainers"
    now = {c.get("name"): c for c in new["spec"].get("ephemeralContainers") or ()}
    out: list[FieldError] = []
    for was in old["spec"].get("ephemeralContainers") or ():
        name = was["name"]
        if name not in now:
            out.append(field_forbidden(path, f'existing ephemeral containers "{name}" may not be removed\n'))
        elif now[name] != was:
            text = difference(was, now[name], "EphemeralContainer")
            out.append(field_forbidden(path, f'existing ephemeral containers "{name}" may not be changed\n{text}'))
    return out
