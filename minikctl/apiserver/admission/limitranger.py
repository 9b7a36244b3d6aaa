"""LimitRanger: fills in what a pod's containers ask for, and refuses what is out of a namespace's range."""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

ANNOTATION = "kubernetes.io/limit-ranger"


def _limits(api: ApiServer, namespace: str, kind: str) -> Iterator[Obj]:
    for one in api.tx.list("limitranges", namespace):
        for item in (one.get("spec") or {}).get("limits") or ():
            if item.get("type") == kind:
                yield item


def mutate(
    api: ApiServer, target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """Defaults for containers, and the annotation that says what was set."""
    if target.kind.resource != "pods":
        return
    default: Obj = {}
    request: Obj = {}
    for item in _limits(api, obj["metadata"]["namespace"], "Container"):
        default.update(item.get("default") or {})
        request.update(item.get("defaultRequest") or {})
    if not default and not request:
        return
    notes: list[str] = []
    for field, word in (("containers", "container"), ("initContainers", "init container")):
        if obj["spec"].get(field):
            obj["spec"][field] = [_fill(c, default, request, word, notes) for c in obj["spec"][field]]
    if notes:
        meta = obj["metadata"]
        text = "LimitRanger plugin set: " + "; ".join(notes)
        meta["annotations"] = {**(meta.get("annotations") or {}), ANNOTATION: text}


def _fill(container: Obj, default: Obj, request: Obj, word: str, notes: list[str]) -> Obj:
    resources = container.get("resources") or {}
    limits = dict(resources.get("limits") or {})
    requests = dict(resources.get("requests") or {})
    # a limit without a request is the request, whatever the range's default (API defaulting has run before)
    set_requests = sorted(r for r in request if r not in requests)
    set_limits = sorted(r for r in default if r not in limits)
    requests.update({r: request[r] for r in set_requests})
    limits.update({r: default[r] for r in set_limits})
    for names, what in ((set_requests, "request"), (set_limits, "limit")):
        if names:
            notes.append(f"{', '.join(names)} {what} for {word} {container['name']}")
    filled = {**resources}
    if limits:
        filled["limits"] = limits
    if requests:
        filled["requests"] = requests
    return {**container, "resources": filled}


def validate(
    api: ApiServer, target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 403 naming every limit that is broken."""
    namespace, name = obj["metadata"]["namespace"], obj["metadata"].get("name", "")
    broken: list[str] = []
    if target.kind.resource == "persistentvolumeclaims":
        for item in _limits(api, namespace, "PersistentVolumeClaim"):
            broken += _check(item, "PersistentVolumeClaim", obj["spec"].get("resources") or {})
    else:
        for item in _limits(api, namespace, "Container"):
            for container in obj["spec"].get("containers") or ():
                broken += _check(item, "Container", container.get("resources") or {})
        for item in _limits(api, namespace, "Pod"):
            broken += _check(item, "Pod", _sum(obj["spec"]))
    if broken:
        why = broken[0] if len(broken) == 1 else "[" + ", ".join(broken) + "]"
        raise forbidden(target.kind.plural, "", name, why)


def _check(item: Obj, kind: str, resources: Obj) -> list[str]:
    """What is out of this range. # source: LimitRanger's messages, observed on v1.36"""
    requests, limits = resources.get("requests") or {}, resources.get("limits") or {}
    out: list[str] = []
    for resource, least in (item.get("min") or {}).items():
        out += _too_small(resource, kind, least, requests, limits)
    for resource, most in (item.get("max") or {}).items():
        out += _too_big(resource, kind, most, requests, limits)
    for resource, ratio in (item.get("maxLimitRequestRatio") or {}).items():
        out += _too_wide(resource, kind, ratio, requests, limits)
    return out


def _too_small(resource: str, kind: str, least: str, requests: Obj, limits: Obj) -> list[str]:
    from minikctl.core.quantity import compare

    request, limit = requests.get(resource), limits.get(resource)
    head = f"minimum {resource} usage per {kind} is {least}"
    if request is None:
        return [f"{head}.  No request is specified"]
    if compare(request, least) < 0:
        return [f"{head}, but request is {request}"]
    if limit is not None and compare(limit, least) < 0:
        return [f"{head}, but limit is {limit}"]
    return []


def _too_big(resource: str, kind: str, most: str, requests: Obj, limits: Obj) -> list[str]:
    from minikctl.core.quantity import compare

    request, limit = requests.get(resource), limits.get(resource)
    head = f"maximum {resource} usage per {kind} is {most}"
    if kind == "PersistentVolumeClaim":
        return [f"{head}, but request is {request}"] if request is not None and compare(request, most) > 0 else []
    if limit is None:
        return [f"{head}.  No limit is specified"]
    if compare(limit, most) > 0:
        return [f"{head}, but limit is {limit}"]
    if request is not None and compare(request, most) > 0:
        return [f"{head}, but request is {request}"]
    return []


def _too_wide(resource: str, kind: str, ratio: str, requests: Obj, limits: Obj) -> list[str]:
    from minikctl.core.quantity import milli

    request, limit = requests.get(resource), limits.get(resource)
    head = f"{resource} max limit to request ratio per {kind} is {ratio}"
    if request is None or milli(request) == 0:
        return [f"{head}, but no request is specified or request is 0"]
    if limit is None or milli(limit) == 0:
        return [f"{head}, but no limit is specified or limit is 0"]
    have = milli(limit) / milli(request)
    return [f"{head}, but provided ratio is {have:f}"] if have > milli(ratio) / 1000 else []


def _sum(spec: Obj) -> Obj:
    """What a pod asks for in all: its containers summed; a resource counts as limited only where every container
    limits it.
    """
    from minikctl.core.quantity import parse

    containers = spec.get("containers") or []
    out: Obj = {}
    for field in ("requests", "limits"):
        total: Obj = {}
        for container in containers:
            for resource, amount in ((container.get("resources") or {}).get(field) or {}).items():
                total[resource] = str(parse(total[resource]).add(parse(amount))) if resource in total else amount
        out[field] = total
    return out
