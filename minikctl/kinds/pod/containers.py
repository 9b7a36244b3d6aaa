"""Validation of the containers of a pod spec. Pure; field errors in the server's order and words.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import (
    FieldError,
    duplicate,
    field_forbidden,
    field_not_found,
    invalid_value,
    not_supported,
    required,
)
from minikctl.core.typed import Any
from minikctl.kinds import _checks
from minikctl.kinds.pod import environment, probes

Obj = dict[str, Any]

PULL_POLICIES = ["Always", "IfNotPresent", "Never"]
MESSAGE_POLICIES = ["FallbackToLogsOnError", "File"]
PROTOCOLS = ["SCTP", "TCP", "UDP"]
_FOR_SIDECARS = "may not be set for init containers without restartPolicy=Always"


def validate_containers(spec: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    """spec.containers: the names are unique among themselves, host ports too."""
    containers = spec.get("containers") or []
    if not containers:
        return [required(f"{path}.containers")]
    out: list[FieldError] = []
    seen: set[str] = set()
    for i, container in enumerate(containers):
        where = f"{path}.containers[{i}]"
        out += _common(container, volumes, where)
        out += _unseen(container, seen, where)
        out += probes.validate(container, where)
    return out + _host_ports(containers, f"{path}.containers")


def validate_init_containers(spec: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    """spec.initContainers: names differ from those of the containers; only sidecars have probes."""
    out: list[FieldError] = []
    seen = {c.get("name", "") for c in spec.get("containers") or ()}
    for i, container in enumerate(spec.get("initContainers") or ()):
        where = f"{path}.initContainers[{i}]"
        out += _common(container, volumes, where)
        if container.get("name"):
            out += _unseen(container, seen, where)
        policy = container.get("restartPolicy")
        if policy is not None and policy not in ("Always", "Never", "OnFailure"):
            out.append(not_supported(f"{where}.restartPolicy", policy, ["Always", "Never", "OnFailure"]))
        if policy == "Always":
            out += probes.validate(container, where)
            continue
        out += [
            field_forbidden(f"{where}.{field}", _FOR_SIDECARS)
            for field in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
            if container.get(field) is not None
        ]
    return out + _host_ports(spec.get("initContainers") or [], f"{path}.initContainers")


def _unseen(container: Obj, seen: set[str], path: str) -> list[FieldError]:
    name = container.get("name") or ""
    if name in seen:
        return [duplicate(f"{path}.name", name)]
    seen.add(name)
    return []


def _common(container: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    name = container.get("name")
    out = _checks.dns_label(f"{path}.name", name) if name else [required(f"{path}.name")]
    if not (container.get("image") or "").strip():
        out.append(required(f"{path}.image"))
    out += _checks.one_of(
        f"{path}.terminationMessagePolicy", container.get("terminationMessagePolicy"), MESSAGE_POLICIES
    )
    out += _ports(container.get("ports") or [], f"{path}.ports")
    out += environment.validate(container, path)
    out += _mounts(container, volumes, path)
    out += _checks.one_of(f"{path}.imagePullPolicy", container.get("imagePullPolicy"), PULL_POLICIES)
    out += validate_resources(container.get("resources") or {}, f"{path}.resources")
    return out + validate_security_context(container.get("securityContext") or {}, f"{path}.securityContext")


def _ports(ports: list[Obj], path: str) -> list[FieldError]:
    out: list[FieldError] = []
    seen: set[str] = set()
    for i, port in enumerate(ports):
        where, name = f"{path}[{i}]", port.get("name")
        if name:
            wrong = names.port_name(name)
            if wrong:
                out += _checks.each(f"{where}.name", name, wrong)
            elif name in seen:
                out.append(duplicate(f"{where}.name", name))
            seen.add(name)
        number = port.get("containerPort") or 0
        out += _checks.port_number(f"{where}.containerPort", number) if number else [required(f"{where}.containerPort")]
        if port.get("hostPort"):
            out += _checks.port_number(f"{where}.hostPort", port["hostPort"])
        out += _checks.one_of(f"{where}.protocol", port.get("protocol"), PROTOCOLS)
    return out


def _host_ports(containers: list[Obj], path: str) -> list[FieldError]:
    out: list[FieldError] = []
    taken: set[tuple[str, str, int]] = set()
    for i, container in enumerate(containers):
        for j, port in enumerate(container.get("ports") or ()):
            number = port.get("hostPort")
            if not number:
                continue
            key = (port.get("protocol", ""), port.get("hostIP", ""), number)
            if key in taken:
                shown = "/".join(filter(None, (key[0], key[1], str(number))))
                out.append(duplicate(f"{path}[{i}].ports[{j}].hostPort", shown))
            taken.add(key)
    return out


def _mounts(container: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    out: list[FieldError] = []
    paths: set[str] = set()
    for i, mount in enumerate(container.get("volumeMounts") or ()):
        where = f"{path}.volumeMounts[{i}]"
        name, mount_path = mount.get("name") or "", mount.get("mountPath") or ""
        if not name:
            out.append(required(f"{where}.name"))
        if name not in volumes:
            out.append(field_not_found(f"{where}.name", name))
        if not mount_path:
            out.append(required(f"{where}.mountPath"))
        if mount_path in paths:
            out.append(invalid_value(f"{where}.mountPath", mount_path, "must be unique"))
        paths.add(mount_path)
        for field in ("subPath", "subPathExpr"):
            if mount.get(field):
                out += descending(f"{where}.{field}", mount[field])
        if mount.get("subPath") and mount.get("subPathExpr"):
            out.append(
                invalid_value(
                    f"{where}.subPathExpr", mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive"
                )
            )
    for i, device in enumerate(container.get("volumeDevices") or ()):
        where, name = f"{path}.volumeDevices[{i}]", device.get("name") or ""
        if not name:
            out.append(required(f"{where}.name"))
        if name not in volumes:
            out.append(field_not_found(f"{where}.name", name))
        if not device.get("devicePath"):
            out.append(required(f"{where}.devicePath"))
    return out


def descending(path: str, value: str) -> list[FieldError]:
    """A relative path that does not climb."""
    out = []
    if value.startswith("/"):
        out.append(invalid_value(path, value, "must be a relative path"))
    if ".." in value.split("/"):
        out.append(invalid_value(path, value, "must not contain '..'"))
    return out


def validate_resources(resources: Obj, path: str) -> list[FieldError]:
    """limits and requests of a container; quantities have been read before."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    out: list[FieldError] = []
    for name in sorted(limits):
        out += _resource(name, limits[name], f"{path}.limits[{name}]")
    for name in sorted(requests):
        out += _resource(name, requests[name], f"{path}.requests[{name}]")
        out += _within_limit(name, requests[name], limits.get(name), path)
    return out


def _within_limit(name: str, request: str, limit: str | None, path: str) -> list[FieldError]:
    from minikctl.core.quantity import parse

    overcommit = not (name.startswith("hugepages-") or ("/" in name and "kubernetes.io/" not in name))
    if limit is None:
        return [] if overcommit else [required(f"{path}.limits", "Limit must be set for non overcommitable resources")]
    order = parse(request).cmp(parse(limit))
    if order and not overcommit:
        return [invalid_value(f"{path}.requests", request, f"must be equal to {name} limit of {limit}")]
    if order > 0:
        return [invalid_value(f"{path}.requests", request, f"must be less than or equal to {name} limit of {limit}")]
    return []


def _resource(name: str, text: str, path: str) -> list[FieldError]:
    from minikctl.core.quantity import parse

    standard = name in ("cpu", "memory", "ephemeral-storage") or name.startswith("hugepages-")
    out = _checks.resource_name(path, name, standard, "containers")
    if not out and "/" in name and name.startswith(("kubernetes.io/", "requests.")):
        out.append(invalid_value(path, name, "doesn't follow extended resource name standard"))
    quantity = parse(text)
    if quantity.sign() < 0:
        out.append(invalid_value(path, text, _checks.NEGATIVE))
    if "/" in name and quantity.scale < 0 and quantity.unscaled % 10**-quantity.scale:
        out.append(invalid_value(path, text, "must be an integer"))
    return out


def validate_security_context(context: Obj, path: str) -> list[FieldError]:
    """User and group ids, and what contradicts privilege."""
    out: list[FieldError] = []
    for field in ("runAsUser", "runAsGroup"):
        out += id_range(f"{path}.{field}", context.get(field))
    if context.get("allowPrivilegeEscalation") is False:
        why = None
        if context.get("privileged"):
            why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
        elif "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or ()):
            why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
        if why:
            out.append(invalid_value(path, context, why))
    return out


def id_range(path: str, value: int | None) -> list[FieldError]:
    if value is None or 0 <= value <= 2147483647:
        return []
    return [invalid_value(path, value, "must be between 0 and 2147483647, inclusive")]
