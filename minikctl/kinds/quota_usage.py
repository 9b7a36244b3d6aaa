"""What an object counts for against a ResourceQuota. Pure; shared by admission (which refuses) and the quota
controller (which recounts).
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]
Usage = dict[str, str]

_COUNTED = {
    "pods": "pods",
    "services": "services",
    "configmaps": "configmaps",
    "secrets": "secrets",
    "persistentvolumeclaims": "persistentvolumeclaims",
    "replicationcontrollers": "replicationcontrollers",
    "resourcequotas": "resourcequotas",
}
_COMPUTE = ("cpu", "memory", "ephemeral-storage")


def usage(resource: str, obj: Obj, hard: Obj) -> Usage:
    """The quota keys of `hard` that an object uses, with how much."""
    out: Usage = {}
    count = f"count/{resource}"
    if resource == "pods" and (obj.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
        return {count: "1"} if count in hard else {}
    for key in (count, _COUNTED.get(resource, "")):
        if key in hard:
            out[key] = "1"
    if resource == "pods":
        out.update(_pod(obj["spec"], hard))
    elif resource == "services":
        out.update(_service(obj.get("spec") or {}, hard))
    elif resource == "persistentvolumeclaims":
        out.update(_claim(obj.get("spec") or {}, hard))
    return out


def _pod(spec: Obj, hard: Obj) -> Usage:
    out: Usage = {}
    for key in hard:
        field, name = _compute_field(key)
        if name:
            out[key] = _pod_total(spec, field, name)
    return out


def _compute_field(key: str) -> tuple[str, str]:
    """`requests.cpu` -> (requests, cpu); a bare `cpu` means requests; ("", "") for what pods are not measured by."""
    if key in _COMPUTE:
        return "requests", key
    field, _, name = key.partition(".")
    if field in ("requests", "limits") and name and name != "storage" and ".storageclass." not in key:
        return field, name
    return "", ""


def _pod_total(spec: Obj, field: str, name: str) -> str:
    """Containers summed, or the largest init container where that is more."""
    from minikctl.core.quantity import ZERO, parse

    total = ZERO
    for container in spec.get("containers") or ():
        total = total.add(parse(_amount(container, field, name)))
    for container in spec.get("initContainers") or ():
        amount = parse(_amount(container, field, name))
        if container.get("restartPolicy") == "Always":
            total = total.add(amount)
        elif amount.cmp(total) > 0:
            total = amount
    return str(total)


def _amount(container: Obj, field: str, name: str) -> str:
    return str(((container.get("resources") or {}).get(field) or {}).get(name, "0"))


def _service(spec: Obj, hard: Obj) -> Usage:
    out: Usage = {}
    kind = spec.get("type", "ClusterIP")
    if "services.loadbalancers" in hard and kind == "LoadBalancer":
        out["services.loadbalancers"] = "1"
    if "services.nodeports" in hard and kind in ("NodePort", "LoadBalancer"):
        out["services.nodeports"] = str(len(spec.get("ports") or ()))
    return out


def _claim(spec: Obj, hard: Obj) -> Usage:
    amount = str(((spec.get("resources") or {}).get("requests") or {}).get("storage", "0"))
    prefix = f"{spec.get('storageClassName', '')}.storageclass.storage.k8s.io/"
    out: Usage = {}
    for key in hard:
        if key in ("requests.storage", f"{prefix}requests.storage"):
            out[key] = amount
        elif key == f"{prefix}persistentvolumeclaims":
            out[key] = "1"
    return out


def unspecified(resource: str, obj: Obj, hard: Obj) -> dict[str, list[str]]:
    """cpu and memory that a quota limits and a pod's containers do not say: quota key -> container names."""
    if resource != "pods":
        return {}
    out: dict[str, list[str]] = {}
    containers = (obj["spec"].get("initContainers") or []) + (obj["spec"].get("containers") or [])
    for key in hard:
        field, name = _compute_field(key)
        if name not in ("cpu", "memory"):
            continue
        silent = [c["name"] for c in containers if name not in ((c.get("resources") or {}).get(field) or {})]
        if silent:
            out[key] = silent
    return out


def in_scope(quota: Obj, resource: str, obj: Obj) -> bool:
    """Whether a quota's scopes (pods only) let it count this object."""
    spec = quota.get("spec") or {}
    scopes: list[Obj] = [{"scopeName": s, "operator": "Exists"} for s in spec.get("scopes") or ()]
    scopes += (spec.get("scopeSelector") or {}).get("matchExpressions") or []
    if not scopes:
        return True
    return resource == "pods" and all(_matches(scope, obj["spec"]) for scope in scopes)


def _matches(scope: Obj, spec: Obj) -> bool:
    name = scope["scopeName"]
    if name in ("Terminating", "NotTerminating"):
        return ("activeDeadlineSeconds" in spec) is (name == "Terminating")
    if name in ("BestEffort", "NotBestEffort"):
        containers = (spec.get("initContainers") or []) + (spec.get("containers") or [])
        asks = any(r.get("requests") or r.get("limits") for c in containers for r in [c.get("resources") or {}])
        return asks is (name == "NotBestEffort")
    if name == "PriorityClass":
        have, values = spec.get("priorityClassName", ""), scope.get("values") or []
        operator = scope.get("operator", "Exists")
        if operator in ("In", "NotIn"):
            return (have in values) is (operator == "In")
        return bool(have) is (operator == "Exists")
    return False


def plus(a: Usage, b: Usage) -> Usage:
    """Sums by key, sorted; keys of either."""
    from minikctl.core.quantity import parse

    out = dict(a)
    for key, value in b.items():
        out[key] = str(parse(out[key]).add(parse(value))) if key in out else value
    return dict(sorted(out.items()))


def minus(a: Usage, b: Usage) -> Usage:
    """a - b over the keys of a."""
    from minikctl.core.quantity import parse

    return {key: str(parse(value).sub(parse(b[key]))) if key in b else value for key, value in a.items()}


def positive(value: str) -> bool:
    return above(value, "0")


def above(value: str, limit: str) -> bool:
    from minikctl.core.quantity import compare

    return compare(value, limit) > 0
