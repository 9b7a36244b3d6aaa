"""Validation of probes and lifecycle handlers. Pure.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks

Obj = dict[str, Any]
_NUMBERS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")


def validate(container: Obj, path: str, grace: int | None) -> list[FieldError]:
    """Lifecycle, liveness, readiness and startup, in this order. grace: the pod's, which a sleep may not exceed."""
    out: list[FieldError] = []
    lifecycle = container.get("lifecycle") or {}
    for hook in ("postStart", "preStop"):
        if lifecycle.get(hook) is not None:
            out += _handler(lifecycle[hook], f"{path}.lifecycle.{hook}", grace)
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        if probe is None:
            continue
        where = f"{path}.{name}"
        out += _handler(probe, where, None) + _checks.not_negative(probe, *_NUMBERS, path=where)
        own = probe.get("terminationGracePeriodSeconds")
        if own is not None and own <= 0:
            out.append(invalid_value(f"{where}.terminationGracePeriodSeconds", own, "must be greater than 0"))
        if name == "readinessProbe":
            if own is not None:
                field = f"{where}.terminationGracePeriodSeconds"
                out.append(invalid_value(field, own, "must not be set for readinessProbes"))
        elif probe.get("successThreshold") != 1:
            out.append(invalid_value(f"{where}.successThreshold", probe.get("successThreshold", 0), "must be 1"))
    return out


def _handler(handler: Obj, path: str, grace: int | None) -> list[FieldError]:
    out: list[FieldError] = []
    given = [name for name in _HANDLERS if handler.get(name) is not None]
    for i, name in enumerate(given):
        where = f"{path}.{name}"
        if i:
            out.append(field_forbidden(where, "may not specify more than 1 handler type"))
        elif name == "sleep":
            out += _sleep(handler[name], where, grace)
        else:
            out += _CHECKS[name](handler[name], where)
    return out if given else [required(path, "must specify a handler type")]


def _exec(action: Obj, path: str) -> list[FieldError]:
    return [] if action.get("command") else [required(f"{path}.command")]


def _http_get(action: Obj, path: str) -> list[FieldError]:
    out = [] if action.get("path") else [required(f"{path}.path")]
    out += _checks.port_or_name(f"{path}.port", action.get("port"))
    if action.get("scheme") not in ("HTTP", "HTTPS"):
        out.append(not_supported(f"{path}.scheme", action.get("scheme") or "", ["HTTP", "HTTPS"]))
    return out


def _tcp_socket(action: Obj, path: str) -> list[FieldError]:
    return _checks.port_or_name(f"{path}.port", action.get("port"))


def _grpc(action: Obj, path: str) -> list[FieldError]:
    return _checks.port_number(f"{path}.port", action.get("port") or 0)


def _sleep(action: Obj, path: str, grace: int | None) -> list[FieldError]:
    seconds = action.get("seconds") or 0
    if grace is None or 0 <= seconds <= grace:
        return []
    why = f"must be non-negative and less than or equal to terminationGracePeriodSeconds ({grace})"
    return [invalid_value(path, seconds, why)]


_CHECKS = {"exec": _exec, "httpGet": _http_get, "tcpSocket": _tcp_socket, "grpc": _grpc}
