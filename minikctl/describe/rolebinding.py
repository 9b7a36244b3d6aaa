"""Role bindings and cluster role bindings."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    role = obj.get("roleRef") or {}
    page.line("Role:")
    page.field("Kind", role.get("kind", ""), 1)
    page.field("Name", role.get("name", ""), 1)
    page.line("Subjects:")
    page.line("Kind\tName\tNamespace", 1)
    page.line("----\t----\t---------", 1)
    for subject in obj.get("subjects") or ():
        page.line("\t".join(subject.get(field, "") for field in ("kind", "name", "namespace")), 1)
    return page.text()
