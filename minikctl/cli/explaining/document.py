"""The OpenAPI v3 document of one group version: where a kind's schema is, what references mean."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.client._base import Client

Obj = dict[str, Any]


class Document(NamedTuple):
    """Schemas by name."""

    schemas: Obj

    def resolve(self, schema: Obj) -> Obj:
        """The schema itself, or the one that it refers to."""
        reference = schema.get("$ref")
        if not reference:
            return schema
        found: Obj = self.schemas.get(reference.rpartition("/")[2]) or {}
        return found

    def of_kind(self, group: str, version: str, kind: str) -> Obj | None:
        """The schema that says it is of this kind."""
        wanted = {"group": group, "kind": kind, "version": version}
        for schema in self.schemas.values():
            if wanted in (schema.get("x-kubernetes-group-version-kind") or ()):
                found: Obj = schema
                return found
        return None


def fetch(client: Client, group: str, version: str, plural: str) -> Document:
    """CliError where the server has no document for the group version."""
    import json

    place = f"apis/{group}/{version}" if group else f"api/{version}"
    try:
        text = client.raw("GET", f"/openapi/v3/{place}")
    except ApiError as e:
        if e.code != 404:
            raise
        raise CliError(f'couldn\'t find resource for "{group}/{version}, Resource={plural}"') from None
    document = json.loads(text)
    return Document((document.get("components") or {}).get("schemas") or {})


def not_in_schema(group: str, version: str, plural: str) -> CliError:
    """For a resource that the document of its group version does not tell of."""
    where = f"{group}/{version}" if group else f"/{version}"
    return CliError(f"GVR ({where}, Resource={plural}) not found in OpenAPI schema")


def members(schema: Obj) -> list[Obj]:
    """The schemas inside one that has no fields of its own: what it is all of, its items, its values."""
    out: list[Obj] = list(schema.get("allOf") or ())
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            out.append(inner)
    return out


def type_name(document: Document, schema: Obj) -> str:
    """`string`, `[]Container`, `map[string]Quantity`, `PodSpec`."""
    if schema.get("items"):
        return "[]" + type_name(document, schema["items"])
    if isinstance(schema.get("additionalProperties"), dict) and schema["additionalProperties"]:
        return "map[string]" + type_name(document, schema["additionalProperties"])
    if len(schema.get("allOf") or ()) == 1 and not schema.get("properties"):
        return type_name(document, schema["allOf"][0])
    if schema.get("$ref"):
        found = document.resolve(schema).get("type")
        if found and found != "object":
            return str(found)
        return str(schema["$ref"]).rpartition("/")[2].rpartition(".")[2] or "Object"
    found = schema.get("type")
    return "Object" if not found or found == "object" else str(found)
