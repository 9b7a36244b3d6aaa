"""Pods in the request pipeline: what the server sets, validation on create and update, warnings. Pure.

source: Kubernetes' pod strategy and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value
from minikctl.core.typed import Any
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
_OLD_NODE_LABELS = {
    "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}


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
    return validate_pod_spec(pod["spec"], "spec")


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    """What may change: images, tolerations added, a deadline set or shortened, gates removed."""
    spec, before = new["spec"], old["spec"]
    out = _deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"))
    out += _tolerations(spec.get("tolerations") or [], before.get("tolerations") or [])
    gates = [gate for gate in spec.get("schedulingGates") or () if gate not in (before.get("schedulingGates") or ())]
    if gates:
        why = "only deletion is allowed, but found new scheduling gate '" + "', '".join(g["name"] for g in gates) + "'"
        out.append(field_forbidden("spec.schedulingGates", why))
    now, then = _fixed(spec), _fixed(before)
    if "schedulingGates" in before:  # a gated pod's place may still be narrowed
        for field in ("nodeSelector", "affinity"):
            now.pop(field, None)
            then.pop(field, None)
    if now != then:
        changed = "\n".join(differences(now, then))
        out.append(field_forbidden("spec", f"pod updates may not change fields other than {_UPDATABLE}\n{changed}\n"))
    return out


def _deadline(now: int | None, then: int | None) -> list[FieldError]:
    path = "spec.activeDeadlineSeconds"
    if then is not None and now is None:
        return [invalid_value(path, None, "must not update from a positive integer to nil value")]
    if then is not None and now is not None and now > then:
        return [invalid_value(path, now, "must be less than or equal to previous value")]
    return []


def _tolerations(now: list[Obj], then: list[Obj]) -> list[FieldError]:
    if all(toleration in now for toleration in then):
        return []
    return [field_forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")]


def _fixed(spec: Obj) -> Obj:
    """A spec without what may change."""
    out = {
        key: value
        for key, value in spec.items()
        if key not in ("activeDeadlineSeconds", "tolerations", "schedulingGates")
    }
    for field in ("containers", "initContainers"):
        if out.get(field):
            out[field] = [{k: v for k, v in container.items() if k != "image"} for container in out[field]]
    if out.get("terminationGracePeriodSeconds") == 1:
        del out["terminationGracePeriodSeconds"]
    return out


def differences(now: Obj, then: Obj) -> list[str]:
    """The fields that differ, one a line. Plainer than the server's, which shows Go structs."""
    from minikctl.core.errors import quote

    out = []
    for key in sorted({*now, *then}):
        if now.get(key) != then.get(key):
            out += [f"- \t{key}: {quote(then[key])}"] if key in then else []
            out += [f"+ \t{key}: {quote(now[key])}"] if key in now else []
    return out


def warnings(pod: Obj) -> list[str]:
    return spec_warnings(pod["spec"], "spec")


def spec_warnings(spec: Obj, path: str) -> list[str]:
    """What the server warns of in a pod spec or a template's, at `path`."""
    out = []
    for key in spec.get("nodeSelector") or ():
        if key in _OLD_NODE_LABELS:
            out.append(f"{path}.nodeSelector[{key}]: {_OLD_NODE_LABELS[key]}")
    for field in ("initContainers", "containers"):
        for i, container in enumerate(spec.get(field) or ()):
            out += _container_warnings(container, f"{path}.{field}[{i}]")
    out += _port_warnings(spec, path)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        out.append(
            f"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"
        )
    return out


def _container_warnings(container: Obj, path: str) -> list[str]:
    out = []
    seen: dict[str, int] = {}
    for i, variable in enumerate(container.get("env") or ()):
        name = variable.get("name", "")
        if name in seen and "$(" + name + ")" not in (variable.get("value") or ""):
            out.append(f'{path}.env[{i}]: hides previous definition of "{name}", which may be dropped when using apply')
        seen[name] = i
    for kind in ("limits", "requests"):
        given = (container.get("resources") or {}).get(kind) or {}
        for name in sorted(given):
            if name in ("memory", "ephemeral-storage") and given[name].endswith("m"):
                what = f'fractional byte value "{given[name]}" is invalid, must be an integer'
                out.append(f"{path}.resources.{kind}[{name}]: {what}")
    return out


def _port_warnings(spec: Obj, path: str) -> list[str]:
    """The same port twice within a pod: allowed, hardly meant."""
    out = []
    for i, container in enumerate(spec.get("containers") or ()):
        seen: dict[tuple[Any, Any], str] = {}
        for j, port in enumerate(container.get("ports") or ()):
            key, where = (port.get("containerPort"), port.get("protocol")), f"{path}.containers[{i}].ports[{j}]"
            if key in seen and not port.get("hostPort"):
                out.append(f"{where}: duplicate port definition with {seen[key]}")
            seen.setdefault(key, where)
    return out
