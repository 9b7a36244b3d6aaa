"""Service accounts."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import NONE, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_TITLE = "Image pull secrets:"


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    names = [secret.get("name", "") for secret in obj.get("imagePullSecrets") or ()] or [NONE]
    for number, name in enumerate(names):
        page.line(f"{' ' * len(_TITLE) if number else _TITLE}\t{name}")
    events.write(page, obj, related)
    return page.text()
