"""--cpu and --memory of `autoscale`: a share of the request (70%), or an amount (500m, 200Mi)."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any

Obj = dict[str, Any]

_UNITS = {"cpu": "m", "memory": "Mi"}


def target(text: str, resource: str) -> Obj:
    """The target of a resource metric; a bare number is in millicores or mebibytes."""
    text = text.strip()
    if not text:
        raise CliError("empty input")
    if text.endswith("%"):
        return {"type": "Utilization", "averageUtilization": _percentage(text[:-1])}
    from minikctl.core import quantity

    number = _number(text)
    try:
        if number is not None:
            from minikctl.core.go_text import float_g

            return {"type": "AverageValue", "averageValue": str(quantity.parse(float_g(number) + _UNITS[resource]))}
        return {"type": "AverageValue", "averageValue": str(quantity.parse(text))}
    except ValueError as e:
        raise CliError(str(e) if number is not None else f"invalid resource {resource} value: {text}") from None


def _percentage(text: str) -> int:
    from minikctl.cli.generators.ports import plain_int

    number = plain_int(text)
    if number is None or not 0 <= number < 1 << 31:
        raise CliError(f"invalid percentage value: {text}")
    return number


def _number(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def metric(resource: str, wanted: Obj) -> Obj:
    return {"type": "Resource", "resource": {"name": resource, "target": wanted}}
