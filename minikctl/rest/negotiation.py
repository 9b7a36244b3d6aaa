"""What a client accepts: plain JSON, a Table, metadata only, or aggregated discovery. Pure."""

from __future__ import annotations

from minikctl.core.errors import not_acceptable
from minikctl.core.typed import NamedTuple


class Accepted(NamedTuple):
    """The form of an answer. kind: "" for the object itself, or Table, PartialObjectMetadata(List),
    APIGroupDiscoveryList; yaml: as YAML.
    """

    kind: str = ""
    group: str = ""
    version: str = ""
    yaml: bool = False


_FORMS = ("Table", "PartialObjectMetadata", "PartialObjectMetadataList", "APIGroupDiscoveryList")
_PLAIN = ("application/json", "*/*", "application/*")
OFFERED = (
    "application/json, application/yaml, application/json;as=Table;v=v1;g=meta.k8s.io, "
    "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"
)


def accept(header: str) -> Accepted:
    """The first form that can be served; ApiError 406 for none."""
    if not header:
        return Accepted()
    for clause in header.split(","):
        media, *parameters = (p.strip() for p in clause.split(";"))
        values = dict(p.split("=", 1) for p in parameters if "=" in p)
        form = values.get("as", "")
        if media in _PLAIN and not form:
            return Accepted()
        if media == "application/json" and form in _FORMS:
            return Accepted(form, values.get("g", ""), values.get("v", ""))
        if media in ("application/yaml", "text/yaml") and not form:
            return Accepted(yaml=True)
        if media in ("text/plain", "text/html", "text/*"):
            return Accepted()
    raise not_acceptable(f"only the following media types are accepted: {OFFERED}")
