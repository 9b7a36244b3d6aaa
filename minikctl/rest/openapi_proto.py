"""An OpenAPI v2 document as protobuf: old kubectls check objects with it, new ones do for kinds that they do not know.

source: google/gnostic openapiv2 (field numbers); protobuf wire format. Vendor extensions travel as YAML text.
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

_OPERATIONS = {"get": 2, "put": 3, "post": 4, "delete": 5, "options": 6, "head": 7, "patch": 8}


def encode(document: Obj) -> bytes:
    """The Document message."""
    info = document["info"]
    paths = b"".join(_part(2, _named(path, _path_item(item))) for path, item in document["paths"].items())
    definitions = b"".join(_part(1, _named(n, _schema(s))) for n, s in document["definitions"].items())
    return b"".join(
        (
            _part(1, document["swagger"].encode()),
            _part(2, _part(1, info["title"].encode()) + _part(2, info["version"].encode())),
            _part(8, paths),
            _part(9, definitions),
        )
    )


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _part(number: int, data: bytes) -> bytes:
    """A field of wire type 2: text, bytes or a message."""
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _named(name: str, value: bytes) -> bytes:
    return _part(1, name.encode()) + _part(2, value)


def _any(value: Any) -> bytes:
    """A value as YAML, of which JSON is a part."""
    import json

    return _part(2, json.dumps(value, separators=(",", ":")).encode() + b"\n")


def _extensions(number: int, obj: Obj) -> bytes:
    return b"".join(_part(number, _named(k, _any(v))) for k, v in obj.items() if k.startswith("x-"))


def _path_item(item: Obj) -> bytes:
    return b"".join(_part(_OPERATIONS[verb], _operation(one)) for verb, one in item.items())


def _operation(operation: Obj) -> bytes:
    parameters = b"".join(_part(8, _part(1, _parameter(p))) for p in operation["parameters"])
    return _part(5, operation["operationId"].encode()) + parameters + _extensions(13, operation)


def _parameter(parameter: Obj) -> bytes:
    """One in the query; others are of no use to those who read this."""
    fields = _part(2, b"query") + _part(4, parameter["name"].encode()) + _part(6, parameter["type"].encode())
    return _part(2, _part(3, fields))


def _schema(schema: Obj) -> bytes:
    out = [_part(number, schema[key].encode()) for number, key in ((1, "$ref"), (2, "format")) if key in schema]
    if "default" in schema:
        out.append(_part(5, _any(schema["default"])))
    out += [_part(19, name.encode()) for name in schema.get("required", ())]
    out += [_part(20, _any(value)) for value in schema.get("enum", ())]
    if "additionalProperties" in schema:
        out.append(_part(21, _part(1, _schema(schema["additionalProperties"]))))
    if "type" in schema:
        out.append(_part(22, _part(1, schema["type"].encode())))
    if "items" in schema:
        out.append(_part(23, _part(1, _schema(schema["items"]))))
    if "properties" in schema:
        properties = b"".join(_part(1, _named(n, _schema(s))) for n, s in schema["properties"].items())
        out.append(_part(25, properties))
    out.append(_extensions(31, schema))
    return b"".join(out)
