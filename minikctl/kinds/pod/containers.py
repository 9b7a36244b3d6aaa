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
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import _checks
from minikctl.kinds.pod import contexts, environment, probes

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

PULL_POLICIES = ["Always", "IfNotPresent", "Never"]
MESSAGE_POLICIES = ["FallbackToLogsOnError", "File"]
PROTOCOLS = ["SCTP", "TCP", "UDP"]
_NOT_EPHEMERAL = "cannot be set for an Ephemeral Container"
_REST = ("startupProbe", "lifecycle")
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
        out += _common(container, volumes, where, spec)
        out += _unseen(container, seen, where)
        out += probes.validate(container, where, spec.get("terminationGracePeriodSeconds"))
    return out + _host_ports(containers, f"{path}.containers")


def validate_init_containers(spec: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    """spec.initContainers: names differ from those of the containers; only sidecars have probes."""
    out: list[FieldError] = []
    seen = {c.get("name", "") for c in spec.get("containers") or ()}
    for i, container in enumerate(spec.get("initContainers") or ()):
        where = f"{path}.initContainers[{i}]"
        out += _common(container, volumes, where, spec)
        policy = container.get("restartPolicy")
        if policy is not None and policy not in ("Always", "Never", "OnFailure"):
            out.append(not_supported(f"{where}.restartPolicy", policy, ["Always", "Never", "OnFailure"]))
        if container.get("name"):
            out += _unseen(container, seen, where)
        out += _host_ports([container], f"{path}.initContainers")  # they run one by one
        if policy == "Always":
            out += probes.validate(container, where, spec.get("terminationGracePeriodSeconds"))
            continue
        out += [
            field_forbidden(f"{where}.{field}", _FOR_SIDECARS)
            for field in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
            if container.get(field) is not None
        ]
    return out


def validate_ephemeral_containers(spec: Obj, volumes: dict[str, Obj], path: str) -> list[FieldError]:
    """spec.ephemeralContainers: names of their own, a target that exists, nothing that a service would need."""
    others = {c.get("name", "") for f in ("containers", "initContainers") for c in spec.get(f) or ()}
    seen = set(others)
    out: list[FieldError] = []
    for i, container in enumerate(spec.get("ephemeralContainers") or ()):
        where = f"{path}.ephemeralContainers[{i}]"
        out += _common(container, volumes, where, spec) + untrimmed_image(container, where)
        out += _unseen(container, seen, where)
        target = container.get("targetContainerName")
        if target and target not in others:
            out.append(field_not_found(f"{where}.targetContainerName", target))
        out += [
            field_forbidden(f"{where}.{field}", _NOT_EPHEMERAL)
            for field in ("ports", "resources", "resizePolicy", "livenessProbe", "readinessProbe", *_REST)
            if container.get(field)
        ]
        for j, mount in enumerate(container.get("volumeMounts") or ()):
            out += [
                field_forbidden(f"{where}.volumeMounts[{j}].{field}", _NOT_EPHEMERAL)
                for field in ("subPath", "subPathExpr")
                if mount.get(field)
            ]
    return out


def untrimmed_image(container: Obj, path: str) -> list[FieldError]:
    """Pods, unlike templates, refuse spaces around an image."""
    image = container.get("image") or ""
    if image.strip() == image:
        return []
    return [invalid_value(f"{path}.image", image, "must not have leading or trailing whitespace")]


def _unseen(container: Obj, seen: set[str], path: str) -> list[FieldError]:
    name = container.get("name") or ""
    if name in seen:
        return [duplicate(f"{path}.name", name)]
    seen.add(name)
    return []


def _common(container: Obj, volumes: dict[str, Obj], path: str, spec: Obj) -> list[FieldError]:
    name = container.get("name")
    out = _checks.dns_label(f"{path}.name", name) if name else [required(f"{path}.name")]
    if not container.get("image"):
        out.append(required(f"{path}.image"))
    out += _checks.one_of(
        f"{path}.terminationMessagePolicy", container.get("terminationMessagePolicy"), MESSAGE_POLICIES
    )
    out += _ports(container.get("ports") or [], f"{path}.ports")
    out += environment.validate(container, path)
    out += _mounts(container, volumes, path)
    out += _checks.one_of(f"{path}.imagePullPolicy", container.get("imagePullPolicy"), PULL_POLICIES)
    out += validate_resources(container.get("resources") or {}, f"{path}.resources")
    out += _resize_policy(container.get("resizePolicy") or [], f"{path}.resizePolicy", spec.get("restartPolicy"))
    context = container.get("securityContext") or {}
    return out + contexts.validate_container(context, f"{path}.securityContext", spec.get("hostUsers") is not False)


def _resize_policy(policies: list[Obj], path: str, restart: str | None) -> list[FieldError]:
    out: list[FieldError] = []
    seen: set[str] = set()
    for i, policy in enumerate(policies):
        name, value = policy.get("resourceName") or "", policy.get("restartPolicy") or ""
        if name in seen:
            out.append(duplicate(f"{path}[{i}]", name))
        seen.add(name)
        out += _checks.one_of(path, name, ["cpu", "memory"])
        out += _checks.one_of(path, value, ["NotRequired", "RestartContainer"])
        if restart == "Never" and value != "NotRequired":
            why = "must be 'NotRequired' when `restartPolicy` is 'Never'"
            out.append(invalid_value(path, value, why))
    return out


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
                out += _checks.descending(f"{where}.{field}", mount[field])
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


def validate_resources(
    resources: Obj, path: str, named: Callable[[str, str, str], list[FieldError]] | None = None
) -> list[FieldError]:
    """limits and requests of a container; quantities have been read before. `named` checks names: (name, path,
    "limits" or "requests"); None: as a container's."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    out: list[FieldError] = []
    for name in sorted(limits):
        out += named(name, path, "limits") if named else _named(name, f"{path}.limits[{name}]")
        out += _amount(name, limits[name], f"{path}.limits[{name}]")
    for name in sorted(requests):
        out += named(name, path, "requests") if named else _named(name, f"{path}.requests[{name}]")
        out += _amount(name, requests[name], f"{path}.requests[{name}]")
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


def _named(name: str, path: str) -> list[FieldError]:
    standard = name in ("cpu", "memory", "ephemeral-storage") or name.startswith("hugepages-")
    out = _checks.resource_name(path, name, standard, "containers")
    if not out and "/" in name and name.startswith(("kubernetes.io/", "requests.")):
        out.append(invalid_value(path, name, "doesn't follow extended resource name standard"))
    return out


def _amount(name: str, text: str, path: str) -> list[FieldError]:
    from minikctl.core.quantity import parse

    out: list[FieldError] = []
    quantity = parse(text)
    if quantity.sign() < 0:
        out.append(invalid_value(path, text, _checks.NEGATIVE))
    if "/" in name and quantity.scale < 0 and quantity.unscaled % 10**-quantity.scale:
        out.append(invalid_value(path, text, "must be an integer"))
    return out
