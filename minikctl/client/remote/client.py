"""client._base.Client over HTTP: any Kubernetes API server, ours or a real one."""

from __future__ import annotations

import json
import time
from urllib.parse import quote, urlencode

from minikctl.client._base import APPLY_PATCH, DEFAULT_WRITE, Resource, no_such_type, require_name, require_namespace
from minikctl.client.remote import failures, watching
from minikctl.client.remote.warnings import messages
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table as kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from minikctl.apiserver.logs import LogOptions
    from minikctl.client._base import WriteOptions
    from minikctl.client.remote.transport import Answer, Transport

Obj = dict[str, Any]

SECOND = 1_000_000
JSON = "application/json"
TABLE = (
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"
)


class RemoteClient:
    """Asks the server for everything; discovery once."""

    embedded = False
    unsaved = False

    def __init__(
        self, transport: Transport, namespace: str, namespace_given: bool, warn: Callable[[str], None]
    ) -> None:
        self.transport = transport
        self.namespace = namespace
        self.namespace_given = namespace_given
        self.warn = warn
        self.address = transport.connection.url
        self._warned: set[str] = set()
        self._resources: list[Resource] = []

    # --- discovery

    def resources(self) -> list[Resource]:
        if not self._resources:
            from minikctl.client.remote.discovery import resources

            self._resources = resources(lambda path, headers: self._exchange("GET", path, headers))
        return self._resources

    def resolve(self, word: str) -> Resource:
        found, warnings = kinds.resolve(word, self.resources())
        if found is None:
            raise no_such_type(word)
        for text in warnings:
            self._warn(text)
        return found

    def category(self, word: str) -> list[Resource]:
        found: dict[str, Resource] = {}
        for resource in self.resources():
            if word in resource.categories:
                found.setdefault(resource.qualified, resource)
        return list(found.values())

    def for_kind(self, api_version: str, kind: str) -> Resource | None:
        return next((r for r in self.resources() if r.kind == kind and r.api_version == api_version), None)

    def version(self) -> Obj:
        return self._json("GET", "/version?timeout=32s", generic=True)

    def schema_type(self, api_version: str, kind: str) -> str | None:
        from minikctl.core.schema import root_type

        return root_type(api_version, kind)

    # --- reads

    def get(self, res: Resource, namespace: str, name: str, subresource: str = "") -> Obj:
        require_name(res, namespace, name)
        return self._json("GET", _path(res, namespace, name, subresource))

    def list(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", limit: int = 0, token: str = ""
    ) -> Obj:
        found = self._json("GET", _path(res, namespace) + _query(_selection(selector, fields, limit, token)))
        typed = {"apiVersion": res.api_version, "kind": res.kind}  # servers leave it out of the items of a list
        found["items"] = [{**typed, **item} for item in found.get("items") or ()]
        return found

    def table(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        limit: int = 0,
        token: str = "",
        whole: bool = False,
        subresource: str = "",
    ) -> Obj:
        query = {} if name else _selection(selector, fields, limit, token)
        if whole:
            query["includeObject"] = "Object"
        found = self._json("GET", _path(res, namespace, name, subresource) + _query(query), accept=TABLE)
        if found.get("kind") == "Table":
            return found
        from minikctl.client.remote.plain_table import table

        return table(found)

    def watch(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        revision: str = "",
        timeout: float | None = None,
        table: bool = False,
        whole: bool = False,
    ) -> Iterator[tuple[str, Obj]]:
        if name:
            fields = f"{fields},metadata.name={name}" if fields else f"metadata.name={name}"
        query = {"watch": "true", "allowWatchBookmarks": "true", **_selection(selector, fields)}
        if table and whole:
            query["includeObject"] = "Object"

        def opened(after: str, seconds: int) -> tuple[Answer, Iterator[bytes]]:
            more = {"resourceVersion": after} if after else {}
            if seconds:
                more["timeoutSeconds"] = str(seconds)
            path = _path(res, namespace) + _query({**query, **more})
            answer, lines = self.transport.stream("GET", path, {"Accept": TABLE if table else JSON})
            self._hear(answer)
            return answer, lines

        return watching.events(opened, revision, timeout)

    # --- writes

    def create(
        self,
        res: Resource,
        namespace: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        name: str = "",
        subresource: str = "",
    ) -> Obj:
        path = _path(res, namespace, name if subresource else "", subresource)
        query = _writing(options)
        if subresource:  # tokens, evictions: kubectl's client names nobody there
            del query["fieldManager"]
        path += _query(query)
        return self._json("POST", path, _bytes(obj))

    def update(
        self,
        res: Resource,
        namespace: str,
        name: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        require_name(res, namespace, name)
        return self._json("PUT", _path(res, namespace, name, subresource) + _query(_writing(options)), _bytes(obj))

    def patch(
        self,
        res: Resource,
        namespace: str,
        name: str,
        patch: Any,
        patch_type: str,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        require_name(res, namespace, name)
        query = _writing(options)
        if options.force and patch_type == APPLY_PATCH:
            query["force"] = "true"
        path = _path(res, namespace, name, subresource) + _query(query)
        return self._json("PATCH", path, _bytes(patch), media=patch_type)

    def delete(self, res: Resource, namespace: str, name: str, options: Obj | None = None) -> Obj:
        require_name(res, namespace, name)
        return self._json("DELETE", _path(res, namespace, name), _delete_options(options))

    def delete_collection(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", options: Obj | None = None
    ) -> Obj:
        path = _path(res, namespace) + _query(_selection(selector, fields))
        return self._json("DELETE", path, _delete_options(options))

    def logs(self, namespace: str, pod: str, options: LogOptions) -> Iterator[bytes]:
        path = _path(Resource("", "v1", "pods", "Pod", True), namespace, pod, "log") + _query(options.query())
        answer, lines = self.transport.stream("GET", path, {"Accept": f"{JSON}, */*"})
        self._hear(answer)
        if answer.status >= 400:
            raise failures.of_answer(answer)
        return lines

    def raw(self, method: str, path: str, body: bytes = b"") -> bytes:
        if not path.startswith("/"):
            path = f"/{path}"
        headers = {"Accept": f"{JSON}, */*"}
        if body:
            headers["Content-Type"] = JSON
        answer = self._exchange(method, path, headers, body)
        if answer.status >= 400:
            raise failures.of_answer(answer)
        return answer.body

    # --- time and life

    def now(self) -> int:
        return time.time_ns() // 1000

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))

    def commit(self) -> None:
        """What the server has acknowledged is durable there."""

    def close(self) -> None:
        self.transport.close()

    # --- requests

    def _json(
        self, method: str, path: str, body: bytes = b"", accept: str = JSON, media: str = JSON, generic: bool = False
    ) -> Obj:
        """The object of an answer; ApiError for a failure. generic: what the server says of a failure is not shown."""
        headers = {"Accept": accept}
        if body:
            headers["Content-Type"] = media
        answer = self._exchange(method, path, headers, body)
        if answer.status >= 400:
            raise failures.generic(answer) if generic else failures.of_answer(answer)
        from minikctl.core.go_json import GoJsonError, loads

        try:
            value = loads(answer.body)
        except GoJsonError as e:
            raise CliError(f"couldn't get version/kind; json parse error: {e}") from None
        if not isinstance(value, dict):
            raise CliError("couldn't get version/kind; json parse error: the answer is no object")
        return value

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        if not self.transport.connection.cluster.get("disable-compression"):
            headers = {**headers, "Accept-Encoding": "gzip"}
        answer = self.transport.request(method, path, headers, body)
        self._hear(answer)
        return answer

    def _hear(self, answer: Answer) -> None:
        for text in messages(answer.headers.get("warning", "")):
            self._warn(text)

    def _warn(self, text: str) -> None:
        if text not in self._warned:
            self._warned.add(text)
            self.warn(text)


def _path(res: Resource, namespace: str, name: str = "", subresource: str = "") -> str:
    """CliError for a namespace or name that is no part of a path."""
    require_namespace(res, namespace)
    if name:
        require_name(res, namespace, name)
    path = f"/apis/{res.group}/{res.version}" if res.group else f"/api/{res.version}"
    if namespace and res.namespaced:
        path += f"/namespaces/{quote(namespace, safe='')}"
    path += f"/{res.plural}"
    if name:
        path += f"/{quote(name, safe='')}"
    return f"{path}/{subresource}" if subresource else path


def _query(query: Mapping[str, str]) -> str:
    return "?" + urlencode(query) if query else ""


def _selection(selector: str, fields: str, limit: int = 0, token: str = "") -> dict[str, str]:
    out = {}
    if selector:
        out["labelSelector"] = selector
    if fields:
        out["fieldSelector"] = fields
    if limit:
        out["limit"] = str(limit)
    if token:
        out["continue"] = token
    return out


def _writing(options: WriteOptions) -> dict[str, str]:
    out = {"fieldManager": options.field_manager or "kubectl"}
    if options.dry_run:
        out["dryRun"] = "All"
    if options.field_validation:
        out["fieldValidation"] = options.field_validation
    return out


def _delete_options(options: Obj | None) -> bytes:
    return _bytes({"kind": "DeleteOptions", "apiVersion": "v1", **(options or {})})


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
