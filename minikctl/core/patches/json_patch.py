"""JSON patches (RFC 6902) in the dialect of the API server's library, carried out by jsonpatch.

That dialect is wider than the RFC: list indexes count from the end when negative, `replace` may add a key, a value that
is not given is null, the first slash may be missing. So each operation is first put into the RFC's terms for the
document at hand; what cannot be is refused with the reason that `patch --local` shows. A server keeps it to itself.
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, Obj, bad_request
from minikctl.core.patches._failure import json_kind, unprocessable
from minikctl.core.patches.json_merge import same
from minikctl.core.typed import Any, NamedTuple

MAX_OPERATIONS = 10_000
_OPERATIONS = ("add", "remove", "replace", "move", "copy", "test")


class JsonPatchError(ApiError):
    """An operation that the document does not allow; `cause` is what a client that patches locally prints."""

    def __init__(self, cause: str) -> None:
        refused = unprocessable()
        super().__init__(refused.code, refused.reason, refused.message)
        self.cause = cause


class _Place(NamedTuple):
    """The end of a path: the map or list it leads into, the key there, and the RFC's pointer to the former."""

    container: Any
    key: str
    parent: str

    def pointer(self, key: str | int) -> str:
        return f"{self.parent}/{_escape(str(key))}"


def apply(doc: Obj, ops: Any) -> Obj:
    """The document after all operations, or none of them. Raises what a server answers."""
    check_shape(ops)
    out: Any = doc
    for op in ops:
        out = _carry_out(out, _steps(out, op))
    if not isinstance(out, dict):
        raise JsonPatchError("json: cannot unmarshal into Go value of type map[string]interface {}")
    return out


def _carry_out(doc: Any, steps: Any) -> Any:
    import jsonpatch

    return jsonpatch.JsonPatch(steps).apply(doc) if steps else doc


def check_shape(ops: Any) -> None:
    """Refuses what is no list of objects with texts for op, path and from."""
    if not isinstance(ops, list):
        raise _undecodable(json_kind(ops), "value of type []handlers.jsonPatchOp")
    for op in ops:
        if not isinstance(op, dict):
            raise _undecodable(json_kind(op), "value of type handlers.jsonPatchOp")
        for field in ("op", "path", "from"):
            if op.get(field) is not None and not isinstance(op[field], str):
                raise _undecodable(json_kind(op[field]), f"struct field jsonPatchOp.{field} of type string")
    if len(ops) > MAX_OPERATIONS:
        why = f"The allowed maximum operations in a JSON patch is {MAX_OPERATIONS}, got {len(ops)}"
        raise ApiError(413, "RequestEntityTooLarge", f"Request entity too large: {why}")


def _undecodable(kind: str, target: str) -> ApiError:
    return bad_request(f"error decoding patch: json: cannot unmarshal {kind} into Go {target}")


def _steps(doc: Any, op: Obj) -> list[Obj]:
    """The operation in the RFC's terms."""
    kind = op.get("op") or "unknown"
    if kind not in _OPERATIONS:
        raise JsonPatchError(f"Unexpected kind: {kind}")
    path = op.get("path")
    if path is None:
        raise JsonPatchError(f"{kind} operation failed to decode path: missing value")
    if kind in ("move", "copy"):
        return _transfer(doc, op, kind, path)
    if kind == "test":
        return _test(doc, path, op.get("value"))
    if kind == "replace" and path == "":
        return [{"op": "replace", "path": "", "value": op.get("value")}]
    place = _place(doc, path)
    if place is None:
        shown = path if kind == "replace" else f'"{path}"'
        raise JsonPatchError(f"{kind} operation does not apply: doc is missing path: {shown}: missing value")
    if kind == "replace":
        return [_replace(place, path, op.get("value"))]
    pointer = _target(place, kind, f"error in {kind} for path: '{path}': ")
    return [{"op": kind, "path": pointer, "value": op.get("value")} if kind == "add" else {"op": kind, "path": pointer}]


def _replace(place: _Place, path: str, value: Any) -> Obj:
    if isinstance(place.container, dict):
        return {"op": "add", "path": place.pointer(place.key), "value": value}
    try:
        index = _index(place.container, place.key)
    except JsonPatchError as error:
        missing = f"replace operation does not apply: doc is missing key: {path}: missing value"
        raise JsonPatchError(missing) from error
    return {"op": "replace", "path": place.pointer(index), "value": value}


def _transfer(doc: Any, op: Obj, kind: str, path: str) -> list[Obj]:
    """move and copy: the value leaves its place first, so the new place is looked up without it."""
    origin = op.get("from")
    if origin is None:
        raise JsonPatchError(f"{kind} operation failed to decode from: operation, missing from field: missing value")
    source = _place(doc, origin)
    if source is None:
        raise JsonPatchError(f"{kind} operation does not apply: doc is missing from path: {origin}: missing value")
    prefix = f"error in move for path: '{source.key}': " if kind == "move" else f"error in copy for from: '{origin}': "
    value = _value(source, prefix)
    steps: list[Obj] = []
    if kind == "move":
        steps.append({"op": "remove", "path": _target(source, "remove", prefix)})
        doc = _carry_out(doc, steps)
    target = _place(doc, path)
    if target is None:
        missing = f"doc is missing destination path: {path}: missing value"
        raise JsonPatchError(f"{kind} operation does not apply: {missing}")
    failed = f"error in move for path: '{path}': " if kind == "move" else "error while adding value during copy: "
    return [*steps, {"op": "add", "path": _target(target, "add", failed), "value": value}]


def _test(doc: Any, path: str, wanted: Any) -> list[Obj]:
    """Nothing left to do when the value is as wanted; a key that is not there is null."""
    if path == "":
        value = doc
    else:
        place = _place(doc, path)
        if place is None:
            raise JsonPatchError(f"test operation does not apply: is missing path: {path}: missing value")
        value = _value(place, f"error in test for path: '{path}': ")
    if not same(value, wanted):
        raise JsonPatchError(f"testing value {path} failed: test failed")
    return []


def _place(doc: Any, path: str) -> _Place | None:
    """None when the path leads through something that is not there, or no map and no list."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")]
    if len(parts) < 2:
        return None
    pointer = ""
    for part in parts[1:-1]:
        try:
            key: str | int = part if isinstance(doc, dict) else _index(doc, part)
            doc = doc[key]
        except (JsonPatchError, KeyError):
            return None
        if not isinstance(doc, (dict, list)):
            return None
        pointer += "/" + _escape(str(key))
    return _Place(doc, parts[-1], pointer)


def _value(place: _Place, prefix: str) -> Any:
    if isinstance(place.container, dict):
        return place.container.get(place.key)
    try:
        return place.container[_index(place.container, place.key)]
    except JsonPatchError as error:
        raise JsonPatchError(prefix + error.cause) from error


def _target(place: _Place, kind: str, prefix: str) -> str:
    """The pointer to add to or to remove from."""
    if isinstance(place.container, dict):
        if kind == "remove" and place.key not in place.container:
            raise JsonPatchError(f"{prefix}Unable to remove nonexistent key: {place.key}: missing value")
        return place.pointer(place.key)
    if kind == "add" and place.key == "-":
        return place.pointer("-")
    try:
        return place.pointer(_index(place.container, place.key, kind == "add"))
    except JsonPatchError as error:
        raise JsonPatchError(prefix + error.cause) from error


def _index(items: list[Any], key: str, adding: bool = False) -> int:
    digits = key[1:] if key[:1] in ("-", "+") else key
    if not (digits.isascii() and digits.isdigit()):
        why = f'strconv.Atoi: parsing "{key}": invalid syntax'
        raise JsonPatchError(f"value was not a proper array index: '{key}': {why}" if adding else why)
    index, size = int(key), len(items) + adding
    if not -size <= index < size:
        raise JsonPatchError(f"Unable to access invalid index: {index}: invalid index referenced")
    return index + size if index < 0 else index


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
