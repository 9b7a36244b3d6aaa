"""Pods in the request pipeline: what the server sets, validation on create and update. Pure.

source: Kubernetes' pod strategy and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value
from minikctl.core.typed import Any
from minikctl.kinds._internal import difference
from minikctl.kinds.pod.containers import untrimmed_image
from minikctl.kinds.pod.validation import validate_pod_spec

Obj = dict[str, Any]

_UPDATABLE = ",".join(
    (
        "`spec.containers[*].image`",
        "`spec.initContainers[*].image`",
        "`spec.activeDeadlineSeconds`",
        "`spec.tolerations` (only additions to existing tolerations)",
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
    )
)


def prepare_create(pod: Obj) -> None:
    """A new pod is Pending; its QoS class is known from the start."""
    pod["status"] = {"phase": "Pending", "qosClass": qos_class(pod["spec"])}
    if pod["spec"].get("schedulingGates"):
        pod["status"]["conditions"] = [
            {
                "lastProbeTime": None,
                "lastTransitionTime": None,
                "message": "Scheduling is blocked due to non-empty scheduling gates",
                "reason": "SchedulingGated",
                "status": "False",
                "type": "PodScheduled",
            }
        ]


def prepare_update(new: Obj, old: Obj) -> None:
    """The scheduler's and admission's fields stay where a client left them out."""
    for field in ("serviceAccountName", "serviceAccount", "priority", "preemptionPolicy"):
        if field in old["spec"] and field not in new["spec"]:
            new["spec"][field] = old["spec"][field]


def qos_class(spec: Obj) -> str:
    """Guaranteed, Burstable or BestEffort, from cpu and memory of all containers."""
    from minikctl.core.quantity import parse

    said = guaranteed = False
    complete = True
    for container in [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]:
        resources = container.get("resources") or {}
        limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
        for name in ("cpu", "memory"):
            limit, request = parse(limits.get(name, "0")), parse(requests.get(name, "0"))
            if limit.sign() > 0 or request.sign() > 0:
                said = True
            if limit.sign() <= 0 or (request.sign() > 0 and request.cmp(limit) != 0):
                complete = False
    guaranteed = said and complete
    return "Guaranteed" if guaranteed else "Burstable" if said else "BestEffort"


def validate(pod: Obj) -> list[FieldError]:
    """A whole pod, and what only pods refuse, not templates."""
    spec = pod["spec"]
    out = validate_pod_spec(spec, "spec", whole=True)
    for field in ("containers", "initContainers"):
        for i, container in enumerate(spec.get(field) or ()):
            out += untrimmed_image(container, f"spec.{field}[{i}]")
    if pod["metadata"].get("resourceVersion"):
        return out
    if spec.get("ephemeralContainers"):
        out.append(field_forbidden("spec.ephemeralContainers", "cannot be set on create"))
    if spec.get("nodeName") and spec.get("schedulingGates"):
        why = "cannot be set until all schedulingGates have been cleared"
        out.append(field_forbidden("spec.nodeName", why))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    """What may change: images, tolerations added, a deadline set or shortened, gates removed."""
    spec, before = new["spec"], old["spec"]
    for field in ("containers", "initContainers"):
        if len(spec.get(field) or ()) != len(before.get(field) or ()):
            return [field_forbidden(f"spec.{field}", "pod updates may not add or remove containers")]
    out = _deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"))
    if out and spec.get("activeDeadlineSeconds") is not None:
        return out
    out += _tolerations(spec.get("tolerations") or [], before.get("tolerations") or [])
    had = {gate["name"] for gate in before.get("schedulingGates") or ()}
    for i, gate in enumerate(spec.get("schedulingGates") or ()):
        if gate["name"] not in had:
            why = f"only deletion is allowed, but found new scheduling gate '{gate['name']}'"
            out.append(field_forbidden(f"spec.schedulingGates[{i}].name", why))
    munged = _munged(spec, before)
    if before.get("schedulingGates"):  # a gated pod's place may still be narrowed
        for field in ("nodeSelector", "affinity"):
            munged.pop(field, None)
            munged.update({field: before[field]} if field in before else {})
    if munged != before:
        why = f"pod updates may not change fields other than {_UPDATABLE}"
        out.append(field_forbidden("spec", f"{why}\n{difference(before, munged, 'PodSpec')}"))
    return out


def _deadline(now: int | None, then: int | None) -> list[FieldError]:
    path = "spec.activeDeadlineSeconds"
    if then is not None and now is None:
        return [invalid_value(path, None, "must not update from a positive integer to nil value")]
    if then is not None and now is not None and now > then:
        return [invalid_value(path, now, "must be less than or equal to previous value")]
    return []


def _tolerations(now: list[Obj], then: list[Obj]) -> list[FieldError]:
    """Only their time may change."""
    bare = [{key: value for key, value in one.items() if key != "tolerationSeconds"} for one in now]
    for old in then:
        if {key: value for key, value in old.items() if key != "tolerationSeconds"} not in bare:
            why = "existing toleration can not be modified except its tolerationSeconds"
            return [field_forbidden("spec.tolerations", why)]
    return []


def _munged(spec: Obj, before: Obj) -> Obj:
    """The new spec with what may change as it was."""
    out = dict(spec)
    for field in ("activeDeadlineSeconds", "tolerations", "schedulingGates"):
        out.pop(field, None)
        if field in before:
            out[field] = before[field]
    for field in ("containers", "initContainers"):
        if out.get(field):
            out[field] = [{**container, "image": old.get("image")} for container, old in zip(out[field], before[field])]
    if (before.get("terminationGracePeriodSeconds") or 0) < 0 and out.get("terminationGracePeriodSeconds") == 1:
        out["terminationGracePeriodSeconds"] = before["terminationGracePeriodSeconds"]
    return out
