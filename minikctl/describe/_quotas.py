"""Tables of quotas and limits, which namespaces show too."""

from __future__ import annotations

from minikctl.core.quantity import Quantity, canonical, from_json
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.describe._page import Page

Obj = dict[str, Any]

_SCOPES = {
    "Terminating": "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before "
    "being actively terminated by the system.",
    "NotTerminating": "Matches all pods that do not have an active deadline. These pods usually include long running "
    "pods whose container command is not expected to terminate.",
    "BestEffort": "Matches all pods that do not have resource requirements set. These pods have a best effort quality "
    "of service.",
    "NotBestEffort": "Matches all pods that have at least one resource requirement set. These pods have a burstable or "
    "guaranteed quality of service.",
}
_LIMITS = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")
LIMITS_HEAD = "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio"
LIMITS_RULE = "----\t--------\t---\t---\t---------------\t-------------\t-----------------------"


def scopes(page: Page, quota: Obj, level: int, mark: str) -> None:
    """The scopes, with what each of them means."""
    names = sorted((quota.get("spec") or {}).get("scopes") or ())
    if names:
        page.field("Scopes", ", ".join(names), level)
    for name in names:
        if name in _SCOPES:
            page.line(f"{mark}* {_SCOPES[name]}", level)


def used(page: Page, quota: Obj, level: int, same_format: bool) -> None:
    """One line a resource: used, hard. `same_format` writes what is used as the limit is written."""
    status = quota.get("status") or {}
    hard, have = status.get("hard") or {}, status.get("used") or {}
    for name in sorted(hard):
        limit, amount = from_json(hard[name]), from_json(have.get(name, "0"))
        if same_format and limit.format != amount.format:
            amount = Quantity(amount.value(), 0, limit.format)
        page.line(f"{name}\t{amount}\t{limit}", level)


def limits(page: Page, limit_range: Obj, prefix: str = "") -> None:
    """One line for each resource of each type; kubectl's order within a type is random, ours is by name."""
    for item in (limit_range.get("spec") or {}).get("limits") or ():
        parts = [item.get(field) or {} for field in _LIMITS]
        for name in sorted({name for part in parts for name in part}):
            cells = [canonical(part[name]) if name in part else "-" for part in parts]
            page.line("\t".join([f"{prefix}{item.get('type', '')}", name, *cells]))
