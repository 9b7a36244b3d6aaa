"""Namespaces, with their quotas and limits."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, _quotas
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Status", (obj.get("status") or {}).get("phase", ""))
    _page.timed_conditions(page, obj)
    name = obj["metadata"]["name"]
    quotas, limits = _listed(related, "resourcequotas", name), _listed(related, "limitranges", name)
    if quotas is not None:
        page.write("\n")
        _quota_section(page, quotas)
    if limits is not None:
        page.write("\n")
        _limit_section(page, limits)
    return page.text()


def _listed(related: Related, resource: str, namespace: str) -> list[Obj] | None:
    """None where the server does not serve them."""
    try:
        return related.list(resource, namespace)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise


def _quota_section(page: Page, quotas: list[Obj]) -> None:
    if not quotas:
        page.line("No resource quota.")
        return
    page.line("Resource Quotas")
    for quota in sorted(quotas, key=lambda q: str(q["metadata"]["name"])):
        page.field("Name", quota["metadata"]["name"], 1)
        _quotas.scopes(page, quota, 1, "")
        page.line("Resource\tUsed\tHard", 1)
        page.line("--------\t---\t---", 1)
        _quotas.used(page, quota, 1, same_format=False)


def _limit_section(page: Page, ranges: list[Obj]) -> None:
    if not ranges:
        page.line("No LimitRange resource.")
        return
    page.line("Resource Limits")
    page.line(f" {_quotas.LIMITS_HEAD}")
    page.line(f" {_quotas.LIMITS_RULE}")
    for each in ranges:
        _quotas.limits(page, each, " ")
