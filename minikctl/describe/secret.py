"""Secrets: how long their values are, not what they are."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    kind = obj.get("type", "")
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.write(f"\nType:\t{kind}\n\nData\n====\n")
    for key, text in sorted((obj.get("data") or {}).items()):
        if key == "token" and kind == "kubernetes.io/service-account-token":
            page.field(key, _page.decoded(text).decode(errors="replace"))
        else:
            page.field(key, f"{_page.decoded_size(text)} bytes")
    return page.text()
