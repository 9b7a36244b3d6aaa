"""Limit ranges."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, _quotas
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj)
    page.line(_quotas.LIMITS_HEAD)
    page.line(_quotas.LIMITS_RULE)
    _quotas.limits(page, obj)
    return page.text()
