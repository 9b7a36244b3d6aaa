"""OpenAPI documents made from the table of types and the table of resources: v3 per group version, v2 in one piece."""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.errors import no_such_resource, not_acceptable
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table
from minikctl.rest import answers

if TYPE_CHECKING:
    from minikctl.core.schema import Field
    from minikctl.kinds.table import Entry
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session

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
_PARAMETERS = ("dryRun", "fieldManager", "fieldValidation", "pretty")

_documents: dict[tuple[str, bool], bytes] = {}


def answer(session: Session, request: Request, path: str) -> Answer:
    """GET /openapi/v3, /openapi/v3/GROUP_VERSION, /openapi/v2. ApiError 404, 406."""
    legacy = bool(session.read().world.settings.get("legacyAPIs", True))
    if path == "/openapi/v2":
        accept = request.headers.get("accept", "")
        if accept and "json" not in accept and "*/*" not in accept:
            raise not_acceptable("only the following media types are accepted: application/json")
        return _cached("v2", legacy, lambda: _v2(legacy))
    groups = {_place(e): (e.group, e.version) for e in table.all_resources(legacy)}
    if path == "/openapi/v3":
        paths = {place: {"serverRelativeURL": f"/openapi/v3/{place}?hash={_hash(legacy)}"} for place in groups}
        return answers.of({"paths": paths})
    place = path[len("/openapi/v3/") :]
    if place not in groups:
        raise no_such_resource()
    return _cached(place, legacy, lambda: _v3(*groups[place], legacy))


def _hash(legacy: bool) -> str:
    """Clients keep documents by this: it changes with the version of the program and with what is served."""
    from minikctl import __version__

    return f"{__version__}{'-legacy' if legacy else ''}"


def _cached(name: str, legacy: bool, make: Any) -> Answer:
    key = (name, legacy)
    if key not in _documents:
        _documents[key] = answers.encode(make())
    return answers.Answer(200, _documents[key])


def _place(entry: Entry) -> str:
    return f"apis/{entry.group}/{entry.version}" if entry.group else f"api/{entry.version}"


def _v3(group: str, version: str, legacy: bool) -> Obj:
    entries = [e for e in table.all_resources(legacy) if e.group == group and e.version == version]
    schemas = Schemas("#/components/schemas/")
    paths: Obj = {}
    for entry in entries:
        paths.update(_paths(entry, schemas, True))
    return {
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": "v1.36.2"},
        "paths": paths,
        "components": {"schemas": schemas.made()},
    }


def _v2(legacy: bool) -> Obj:
    schemas = Schemas("#/definitions/")
    paths: Obj = {}
    for entry in table.all_resources(legacy):
        paths.update(_paths(entry, schemas, False))
    return {
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": "v1.36.2"},
        "paths": paths,
        "definitions": schemas.made(),
    }


# --- paths

_OPERATIONS = {"create": "post", "delete": "delete", "get": "get", "patch": "patch", "update": "put"}


def _paths(entry: Entry, schemas: Schemas, v3: bool) -> Obj:
    """The two paths of a resource, with their operations."""
    base = f"/{_place(entry)}/" + ("namespaces/{namespace}/" if entry.namespaced else "") + entry.plural
    ref = schemas.root(entry.api_version, entry.kind)
    if ref is None:
        return {}
    listed = schemas.root(entry.api_version, f"{entry.kind}List") or ref
    out: Obj = {}
    if "list" in entry.verbs:
        out.setdefault(base, {})["get"] = _operation(entry, "list", listed, v3)
    if "create" in entry.verbs:
        out.setdefault(base, {})["post"] = _operation(entry, "post", ref, v3)
    for verb in ("get", "update", "patch", "delete"):
        if verb in entry.verbs:
            out.setdefault(f"{base}/{{name}}", {})[_OPERATIONS[verb]] = _operation(entry, _OPERATIONS[verb], ref, v3)
    return out


def _operation(entry: Entry, action: str, ref: Obj, v3: bool) -> Obj:
    body = {"application/json": {"schema": ref}}
    answer: Obj = {"description": "OK", "content": body} if v3 else {"description": "OK", "schema": ref}
    kind: Obj = {"type": "string"}
    parameters = [
        {"name": name, "in": "query", **({"schema": kind} if v3 else kind)}
        for name in (_PARAMETERS if action in ("post", "put", "patch") else ("pretty",))
    ]
    out: Obj = {
        "operationId": f"{action}{entry.group.replace('.', '_')}{entry.version}{entry.kind}",
        "parameters": parameters,
        "responses": {"200": answer},
        "x-kubernetes-action": action,
        "x-kubernetes-group-version-kind": {"group": entry.group, "version": entry.version, "kind": entry.kind},
    }
    if action in ("post", "put", "patch") and v3:
        out["requestBody"] = {"content": body, "required": True}
    return out


# --- schemas


def schema_name(type_name: str) -> str:
    """`apps/v1.Deployment` -> `io.k8s.api.apps.v1.Deployment`."""
    if type_name.startswith("meta/"):
        return _META[: -len("meta.v1.")] + type_name.replace("/", ".", 1)
    if type_name.startswith(("api/resource", "util/intstr", "runtime")):
        return "io.k8s.apimachinery.pkg." + type_name.replace("/", ".")
    return "io.k8s.api." + type_name.replace("/", ".")


class Schemas:
    """Collects the schemas that are reached from roots."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
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

    def made(self) -> Obj:
        for type_name, kinds in self._roots.items():
            self._made[schema_name(type_name)]["x-kubernetes-group-version-kind"] = kinds
        return dict(sorted(self._made.items()))

    def _ref(self, type_name: str) -> Obj:
        name = schema_name(type_name)
        if name not in self._made:
            self._made[name] = {}
            self._made[name] = dict(_SPECIAL[type_name]) if type_name in _SPECIAL else self._struct(type_name)
        return {"$ref": self._prefix + name}

    def _struct(self, type_name: str) -> Obj:
        properties: Obj = {}
        required: list[str] = []
        for key, field in schema.struct(type_name).items():
            if key in ("", "-"):
                continue
            properties[key] = self._field(field)
            if field.required:
                required.append(key)
        out: Obj = {"type": "object", "properties": properties}
        if required:
            out["required"] = sorted(required)
        return out

    def _field(self, field: Field) -> Obj:
        out = self._type(field.type)
        extra: Obj = {}
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
        return {"allOf": [out], **extra} if "$ref" in out else {**out, **extra}

    def _type(self, text: str) -> Obj:
        text = text.lstrip("*")
        under = schema.named(text)
        if under is not None and text not in _SPECIAL:
            text = "[]" + under[len("slice ") :] if under.startswith("slice ") else under
        if text in ("[]uint8", "[]byte"):
            return {"type": "string", "format": "byte"}
        if text.startswith("[]"):
            return {"type": "array", "items": self._type(text[2:])}
        if text.startswith("map["):
            return {"type": "object", "additionalProperties": self._type(text[text.index("]") + 1 :])}
        if text in _BASIC:
            return dict(_BASIC[text])
        if text in _SPECIAL or schema.is_struct(text):
            return self._ref(text)
        return {"type": "object"}
