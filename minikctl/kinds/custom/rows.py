"""The rows of the table of resources that definitions add. Pure.

Only names that have been accepted are served, from when the definition is established.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom import subresources
from minikctl.kinds.custom.definitions import Obj, text
from minikctl.kinds.custom.kind import VERBS
from minikctl.kinds.table import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable


def entries(found: Iterable[Obj]) -> list[Entry]:
    """In discovery order: groups by name, a group's preferred version first, then by plural."""
    out = [entry for crd in found if crds.established(crd) for entry in _of(crd)]
    out.sort(key=lambda e: (e.group, crds.rank(e.version), e.plural))
    return out


def _of(crd: Obj) -> list[Entry]:
    names, group = crds.accepted_names(crd), crds.group(crd)
    plural, kind = text(names.get("plural")), text(names.get("kind"))
    return [
        Entry(
            group,
            text(version.get("name")),
            plural,
            kind,
            crds.namespaced(crd),
            text(names.get("singular")),
            crds.texts(names.get("shortNames")),
            crds.texts(names.get("categories")),
            VERBS,
            subresources.names(version),
            f"{plural}.{group}",
            "",
            False,
            "",
            "",
        )
        for version in crds.served(crd)
    ]
