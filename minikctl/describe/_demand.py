"""What pods ask of their node, every resource by name: containers summed, or what an init container needs alone."""

from __future__ import annotations

from minikctl.core.quantity import Quantity, from_json
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Obj = dict[str, Any]
Amounts = dict[str, Quantity]


def of_pod(pod: Obj, field: str) -> Amounts:
    """`requests` or `limits` of one pod, with its overhead."""
    spec = pod["spec"]
    total: Amounts = {}
    for container in spec.get("containers") or ():
        _add(total, _amounts(container, field))
    sidecars: Amounts = {}
    first: Amounts = {}
    for container in spec.get("initContainers") or ():
        amounts = _amounts(container, field)
        if container.get("restartPolicy") == "Always":
            _add(total, amounts)
            _add(sidecars, amounts)
            amounts = dict(sidecars)
        else:
            _add(amounts, sidecars)
        _raise(first, amounts)
    _raise(total, first)
    for name, amount in _amounts(spec, field).items():  # what the pod as a whole says goes before its containers
        if name in ("cpu", "memory") or name.startswith("hugepages-"):
            total[name] = amount
    for name, amount in _parsed(spec.get("overhead")).items():
        if field == "requests" or not total.get(name, Quantity(0)).is_zero():
            _add(total, {name: amount})
    return total


def of_pods(pods: Iterable[Obj], field: str) -> Amounts:
    total: Amounts = {}
    for pod in pods:
        _add(total, of_pod(pod, field))
    return total


def _amounts(holder: Obj, field: str) -> Amounts:
    return _parsed((holder.get("resources") or {}).get(field))


def _parsed(found: Obj | None) -> Amounts:
    return {name: from_json(value) for name, value in (found or {}).items()}


def _add(total: Amounts, more: Amounts) -> None:
    for name, amount in more.items():
        total[name] = total[name].add(amount) if name in total else amount


def _raise(total: Amounts, least: Amounts) -> None:
    """No less than that."""
    for name, amount in least.items():
        if name not in total or amount.cmp(total[name]) > 0:
            total[name] = amount
