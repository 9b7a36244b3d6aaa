"""The schemas of custom resources in OpenAPI documents: those of their definitions, with the head of every object.

source: apiextensions-apiserver pkg/controller/openapi/builder
"""

from __future__ import annotations

from minikctl.core import descriptions
from minikctl.core.objects import copy
from minikctl.core.structural import INT_OR_STRING, PRESERVE
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table
from minikctl.kinds.custom import definitions as crds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minikctl.kinds.table import Entry
    from minikctl.rest.openapi_schemas import Schemas

Obj = dict[str, Any]

# what of a schema version 2 of OpenAPI has words for
_KEPT = frozenset(
    (
        *("type", "format", "title", "description", "default", "enum", "required", "example"),
        *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "multipleOf"),
        *("maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"),
    )
)
_marks: dict[str, tuple[Obj, str]] = {}


def marks(definitions: Iterable[Obj]) -> dict[str, str]:
    """`stable.example.com/v1` -> a digest of the definitions that it comes from."""
    out: dict[str, str] = {}
    for crd in definitions:
        for version in crds.served(crd):
            place = f"{crds.group(crd)}/{version.get('name')}"
            out[place] = out.get(place, "") + _mark(crd)
    return out


def _mark(crd: Obj) -> str:
    known = _marks.get(crd["metadata"]["name"])
    if known is None or known[0] is not crd:
        import hashlib
        import json

        text = json.dumps([crd.get("spec"), crds.accepted_names(crd)], sort_keys=True)
        known = _marks[crd["metadata"]["name"]] = (crd, hashlib.sha256(text.encode()).hexdigest()[:12])
    return known[1]


def references(entry: Entry, schemas: Schemas) -> tuple[Obj, Obj]:
    """References to the schemas of a custom resource and of its lists, which are added."""
    found = table.served(entry.group, entry.version, entry.plural)
    schema = (found[0].schema if found else None) or {}
    name = ".".join((*reversed(entry.group.split(".")), entry.version, entry.kind))
    ref = schemas.add(name, _whole(entry, schema, schemas))
    listed = {
        "type": "object",
        "description": f"{entry.kind}List is a list of {entry.kind}",
        "required": ["items"],
        "properties": {
            **_head(schemas),
            "items": {"type": "array", "items": ref, "description": f"List of {entry.plural}."},
            "metadata": schemas.of_type("meta/v1.ListMeta", descriptions.of_field("", "metadata")),
        },
        "x-kubernetes-group-version-kind": [_gvk(entry, f"{entry.kind}List")],
    }
    return ref, schemas.add(f"{name}List", listed)


def _whole(entry: Entry, schema: Obj, schemas: Schemas) -> Obj:
    out = copy(schema) if schemas.v3 else _version_2(schema)
    if not schemas.v3 and schema.get(PRESERVE):
        out = {"type": "object"}
    out["type"] = "object"
    if "properties" in out or not out.get(PRESERVE):
        meta = schemas.of_type("meta/v1.ObjectMeta", descriptions.of_field("", "metadata"))
        out["properties"] = {**(out.get("properties") or {}), **_head(schemas), "metadata": meta}
    out["x-kubernetes-group-version-kind"] = [_gvk(entry, entry.kind)]
    return out


def _head(schemas: Schemas) -> Obj:
    return {
        field: {"type": "string", "description": descriptions.of_field("", field)} for field in ("apiVersion", "kind")
    }


def _gvk(entry: Entry, kind: str) -> Obj:
    return {"group": entry.group, "kind": kind, "version": entry.version}


def _version_2(schema: Any) -> Obj:
    """A schema without what version 2 cannot say: choices, values that may be null or of two types."""
    if not isinstance(schema, dict):
        return {}
    out = {key: value for key, value in schema.items() if key in _KEPT or key.startswith("x-kubernetes-")}
    out.pop("x-kubernetes-validations", None)
    if schema.get("nullable") or schema.get(INT_OR_STRING):
        out.pop("type", None)
    if schema.get(PRESERVE) or schema.get("nullable"):
        return out
    properties = schema.get("properties")
    if isinstance(properties, dict):
        out["properties"] = {key: _version_2(below) for key, below in properties.items()}
    if schema.get("items"):
        out["items"] = _version_2(schema["items"])
    if schema.get("additionalProperties"):
        out["additionalProperties"] = _version_2(schema["additionalProperties"])
    return out
