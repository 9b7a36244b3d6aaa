"""Config maps, with their data as it is."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.write("\nData\n====\n")
    for key, text in sorted((obj.get("data") or {}).items()):
        page.write(f"{key}:\n----\n{text}\n\n")
    page.write("\nBinaryData\n====\n")
    for key, text in sorted((obj.get("binaryData") or {}).items()):
        page.line(f"{key}: {_page.decoded_size(text)} bytes")
    page.write("\n")
    events.write(page, obj, related)
    return page.text()
