"""The schemas of OpenAPI documents, from the table of types: as v3 writes them, and as v2 does."""

from __future__ import annotations

from minikctl.core import descriptions, schema
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.core.schema import Field

Obj = dict[str, Any]

_META = "io.k8s.apimachinery.pkg.apis.meta.v1."
_SPECIAL: dict[str, Obj] = {
    "api/resource.Quantity": {"oneOf": [{"type": "string"}, {"type": "number"}]},
    "util/intstr.IntOrString": {"format": "int-or-string", "oneOf": [{"type": "integer"}, {"type": "string"}]},
    "meta/v1.Time": {"format": "date-time", "type": "string"},
    "meta/v1.MicroTime": {"format": "date-time", "type": "string"},
    "meta/v1.FieldsV1": {"type": "object"},
    "runtime.RawExtension": {"type": "object"},
    "apiextensions/v1.JSON": {},
}
_SPECIAL_V2: dict[str, Obj] = {  # v2 knows no choice of types
    "api/resource.Quantity": {"type": "string"},
    "util/intstr.IntOrString": {"type": "string", "format": "int-or-string"},
}
_BASIC: dict[str, Obj] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "int": {"type": "integer"},
    "uint8": {"type": "integer"},
    "uint32": {"type": "integer", "format": "int64"},
    "uint64": {"type": "integer", "format": "int64"},
    "float64": {"type": "number", "format": "double"},
}


def schema_name(type_name: str) -> str:
    """`apps/v1.Deployment` -> `io.k8s.api.apps.v1.Deployment`."""
    if type_name.startswith("meta/"):
        return _META[: -len("meta.v1.")] + type_name.replace("/", ".", 1)
    if type_name.startswith(("api/resource", "util/intstr", "runtime")):
        return "io.k8s.apimachinery.pkg." + type_name.replace("/", ".")
    return "io.k8s.api." + type_name.replace("/", ".")


class Schemas:
    """Collects the schemas that are reached from roots. v3: as version 3 of OpenAPI writes them, else version 2."""

    def __init__(self, v3: bool) -> None:
        self.v3 = v3
        self._prefix = "#/components/schemas/" if v3 else "#/definitions/"
        self._special = _SPECIAL if v3 else {**_SPECIAL, **_SPECIAL_V2}
        self._made: dict[str, Obj] = {}
        self._roots: dict[str, list[Obj]] = {}

    def root(self, api_version: str, kind: str) -> Obj | None:
        """A reference to the schema of a kind; None for a kind without one."""
        type_name = schema.root_type(api_version, kind)
        if type_name is None:
            return None
        group, _, version = api_version.rpartition("/")
        shown = {"group": group, "kind": kind, "version": version}
        found = self._roots.setdefault(type_name, [])
        if shown not in found:
            found.append(shown)
        return self._ref(type_name)

    def add(self, name: str, made: Obj) -> Obj:
        """A reference to a schema that comes from no type."""
        self._made[name] = made
        return {"$ref": self._prefix + name}

    def of_type(self, type_name: str, text: str = "") -> Obj:
        """A reference to the schema of a type, with what it is for."""
        ref = self._ref(type_name)
        return ({"allOf": [ref]} if self.v3 else ref) | ({"description": text} if text else {})

    def made(self) -> Obj:
        for type_name, kinds in self._roots.items():
            self._made[schema_name(type_name)]["x-kubernetes-group-version-kind"] = kinds
        return dict(sorted(self._made.items()))

    def _ref(self, type_name: str) -> Obj:
        name = schema_name(type_name)
        if name not in self._made:
            self._made[name] = {}
            special = self._special.get(type_name)
            self._made[name] = dict(special) if special is not None else self._struct(type_name)
        return {"$ref": self._prefix + name}

    def _struct(self, type_name: str) -> Obj:
        properties: Obj = {}
        required: list[str] = []
        for key, field in schema.struct(type_name).items():
            if key in ("", "-"):
                continue
            properties[key] = self._field(field, descriptions.of_field(type_name, key))
            if field.required:
                required.append(key)
        out: Obj = {"type": "object", "properties": properties}
        text = descriptions.of_type(type_name)
        if text:
            out["description"] = text
        if required:
            out["required"] = sorted(required)
        return out

    def _field(self, field: Field, text: str) -> Obj:
        out = self._type(field.type)
        extra: Obj = {"description": text} if text else {}
        if field.default is not None:
            extra["default"] = field.default
        if field.enum:
            extra["enum"] = list(field.enum)
        if field.patch_strategy:
            extra["x-kubernetes-patch-strategy"] = ",".join(field.patch_strategy)
        if field.merge_key:
            extra["x-kubernetes-patch-merge-key"] = field.merge_key
        if field.list_type:
            extra["x-kubernetes-list-type"] = field.list_type
        if field.map_keys:
            extra["x-kubernetes-list-map-keys"] = list(field.map_keys)
        if not extra:
            return out
        # beside a reference v3 allows nothing; readers of v2 look there
        return {"allOf": [out], **extra} if self.v3 and "$ref" in out else {**out, **extra}

    def _type(self, text: str) -> Obj:
        text = text.lstrip("*")
        under = schema.named(text)
        if under is not None and text not in self._special:
            text = "[]" + under[len("slice ") :] if under.startswith("slice ") else under
        if text in ("[]uint8", "[]byte"):
            return {"type": "string", "format": "byte"}
        if text.startswith("[]"):
            return {"type": "array", "items": self._type(text[2:])}
        if text.startswith("map["):
            return {"type": "object", "additionalProperties": self._type(text[text.index("]") + 1 :])}
        if text in _BASIC:
            return dict(_BASIC[text])
        if text in self._special or schema.is_struct(text):
            return self._ref(text)
        return {"type": "object"}
