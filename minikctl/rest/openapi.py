"""OpenAPI documents made from the table of types and the table of resources: v3 per group version, v2 in one piece."""

from __future__ import annotations

from minikctl.core.errors import no_such_resource, not_acceptable
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.kinds import table
from minikctl.kinds.custom.definitions import RESOURCE
from minikctl.rest import answers, openapi_custom, openapi_proto
from minikctl.rest.openapi_schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.kinds.table import Entry, Off
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session

Obj = dict[str, Any]

_PARAMETERS = ("dryRun", "fieldManager", "fieldValidation", "pretty")

PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"  # asked for with an @, which is no media type

_documents: dict[str, tuple[str, bytes]] = {}  # by place: the hash that it was made under, and the text


class _Said(NamedTuple):
    """What documents depend on. marks: `stable.example.com/v1` -> a digest of the definitions that it comes from."""

    off: Off
    marks: dict[str, str]

    def hash(self, place: str = "") -> str:
        """Clients keep documents by this: it changes with the version of the program and with what is served."""
        from minikctl import __version__

        without = "".join(f"-without-{name}" for name in sorted(self.off))
        marks = self.marks.items() if not place else [(place, self.marks.get(place.removeprefix("apis/"), ""))]
        return f"{__version__}{without}{''.join(f'-{mark}' for _, mark in marks if mark)}"


def answer(session: Session, request: Request, path: str) -> Answer:
    """GET /openapi/v3, /openapi/v3/GROUP_VERSION, /openapi/v2. ApiError 404, 406."""
    api = session.read()
    said = _Said(table.switched_off(api.world.settings), openapi_custom.marks(api.tx.list(RESOURCE)))
    if path == "/openapi/v2":
        return answers.tagged(_version_2(request.headers.get("accept", ""), said), request)
    groups = {_place(e): (e.group, e.version) for e in table.all_resources(said.off)}
    if path == "/openapi/v3":
        paths = {place: {"serverRelativeURL": f"/openapi/v3/{place}?hash={said.hash(place)}"} for place in groups}
        return answers.tagged(answers.of({"paths": paths}), request)
    place = path[len("/openapi/v3/") :]
    if place not in groups:
        raise no_such_resource()
    asked = request.query.get("hash", "")
    if asked and asked != said.hash(place):
        where = f"/openapi/v3/{place}?hash={said.hash(place)}"
        return answers.Answer(301, b"", "text/plain; charset=utf-8", (("Location", where),))
    found = _cached(place, said.hash(place), lambda: answers.encode(_v3(*groups[place], said.off)))
    return answers.tagged(found, request)


def _version_2(accept: str, said: _Said) -> Answer:
    if accept.startswith("application/com.github.proto-openapi"):
        return _cached("v2.pb", said.hash(), lambda: openapi_proto.encode(_v2(said.off)))._replace(
            content_type=PROTOBUF
        )
    if accept and "json" not in accept and "*" not in accept:
        raise not_acceptable(f"only the following media types are accepted: application/json, {PROTOBUF}")
    return _cached("v2", said.hash(), lambda: answers.encode(_v2(said.off)))


def _cached(name: str, mark: str, make: Callable[[], bytes]) -> Answer:
    """The document, made anew when what it depends on has changed."""
    known = _documents.get(name)
    if known is None or known[0] != mark:
        known = _documents[name] = (mark, make())
    return answers.Answer(200, known[1])


def _place(entry: Entry) -> str:
    return f"apis/{entry.group}/{entry.version}" if entry.group else f"api/{entry.version}"


def _v3(group: str, version: str, off: Off) -> Obj:
    entries = [e for e in table.all_resources(off) if e.group == group and e.version == version]
    schemas = Schemas(True)
    paths: Obj = {}
    for entry in entries:
        paths.update(_paths(entry, schemas))
    return {
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": "v1.36.2"},
        "paths": paths,
        "components": {"schemas": schemas.made()},
    }


def _v2(off: Off) -> Obj:
    schemas = Schemas(False)
    paths: Obj = {}
    for entry in table.all_resources(off):
        paths.update(_paths(entry, schemas))
    return {
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": "v1.36.2"},
        "paths": paths,
        "definitions": schemas.made(),
    }


# --- paths

_OPERATIONS = {"create": "post", "delete": "delete", "get": "get", "patch": "patch", "update": "put"}


def _paths(entry: Entry, schemas: Schemas) -> Obj:
    """The two paths of a resource, with their operations."""
    base = f"/{_place(entry)}/" + ("namespaces/{namespace}/" if entry.namespaced else "") + entry.plural
    ref = schemas.root(entry.api_version, entry.kind)
    if ref is None and not entry.module:
        return _operations(base, entry, *openapi_custom.references(entry, schemas), schemas.v3)
    if ref is None:
        return {}
    listed = schemas.root(entry.api_version, f"{entry.kind}List") or ref
    return _operations(base, entry, ref, listed, schemas.v3)


def _operations(base: str, entry: Entry, ref: Obj, listed: Obj, v3: bool) -> Obj:
    out: Obj = {}
    if "list" in entry.verbs:
        out.setdefault(base, {})["get"] = _operation(entry, "list", listed, v3)
    if "create" in entry.verbs:
        out.setdefault(base, {})["post"] = _operation(entry, "post", ref, v3)
    for verb in ("get", "update", "patch", "delete"):
        if verb in entry.verbs:
            action = _OPERATIONS[verb]
            out.setdefault(f"{base}/{{name}}", {})[action] = _operation(entry, action, ref, v3)
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
