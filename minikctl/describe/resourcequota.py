"""Resource quotas."""

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
    _quotas.scopes(page, obj, 0, " ")
    page.line("Resource\tUsed\tHard")
    page.line("--------\t----\t----")
    _quotas.used(page, obj, 0, same_format=True)
    return page.text()
