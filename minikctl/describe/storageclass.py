"""Storage classes."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import NONE, UNSET, Page, joined, true_false

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_DEFAULT = ("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    notes = obj["metadata"].get("annotations") or {}
    _page.head(page, obj, namespaced=False)
    page.field("IsDefaultClass", "Yes" if any(notes.get(key) == "true" for key in _DEFAULT) else "No")
    page.field("Annotations", joined(notes))
    page.field("Provisioner", obj.get("provisioner", ""))
    page.field("Parameters", joined(obj.get("parameters")))
    grows = obj.get("allowVolumeExpansion")
    page.field("AllowVolumeExpansion", UNSET if grows is None else true_false(grows))
    options = obj.get("mountOptions") or ()
    page.line("MountOptions:" + ("" if options else f"\t{NONE}"))
    for option in options:
        page.line(option, 1)
    for title in ("ReclaimPolicy", "VolumeBindingMode"):
        field = title[0].lower() + title[1:]
        if obj.get(field) is not None:
            page.field(title, obj[field])
    _topologies(page, obj.get("allowedTopologies"))
    events.write(page, obj, related)
    return page.text()


def _topologies(page: Page, terms: list[Obj] | None) -> None:
    if terms is None:
        return
    page.field("AllowedTopologies", "" if terms else NONE)
    for number, term in enumerate(terms):
        expressions = []
        for each in term.get("matchLabelExpressions") or ():
            values = each.get("values")
            expressions.append(f"{each.get('key', '')} in" + (f" [{', '.join(values)}]" if values else ""))
        _page.term(page, number, expressions, 1)
