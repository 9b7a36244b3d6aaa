"""The shapes of custom resources, from their structural schemas: as the server derives them from what it publishes.

source: kube-openapi pkg/schemaconv, apiextensions-apiserver pkg/controller/openapi/builder
"""

from __future__ import annotations

from minikctl.core.fields._shape import (
    ANYTHING,
    ATOMIC,
    KEYED,
    MAP,
    SCALAR,
    SET,
    STRUCT,
    Shape,
    of_type,
)
from minikctl.core.structural import EMBEDDED, INT_OR_STRING, LIST_KEYS, LIST_TYPE, MAP_TYPE, NOTHING, PRESERVE, items
from minikctl.core.typed import Any

Obj = dict[str, Any]

_SCALARS = {"string": "string", "integer": "numeric", "number": "numeric", "boolean": "boolean"}
_HEAD = ("apiVersion", "kind", "metadata")
_META = "meta/v1.ObjectMeta"
_MOST = 500
_shapes: dict[int, tuple[Obj, Shape]] = {}


def of_schema(schema: Obj) -> Shape:
    """The shape of the objects of a version, made once for a schema."""
    found = _shapes.get(id(schema))
    if found is None or found[0] is not schema:
        if len(_shapes) >= _MOST:
            _shapes.clear()
        found = _shapes[id(schema)] = schema, _SchemaShape(STRUCT, schema, head=True)
    return found[1]


class _SchemaShape(Shape):
    """`head`: it has a version, a kind and metadata, as objects have."""

    __slots__ = ("_schema", "head")

    def __init__(
        self, kind: int, schema: Obj, scalar: str = "", keys: tuple[str, ...] = (), *, head: bool = False
    ) -> None:
        super().__init__(kind, scalar=scalar)
        self._schema = schema
        self.head = head
        self.list = schema.get("type") == "array"
        self.keys = tuple(sorted(keys))
        if keys:
            known = {key: _properties(items(schema)).get(key, NOTHING).get("default") for key in keys}
            self.defaults = {key: default for key, default in known.items() if default is not None}

    def child(self, key: str) -> Shape | None:
        if self.kind != STRUCT:
            return self.elem()
        if key not in self._children:
            below = _properties(self._schema).get(key)
            if self.head and key in _HEAD:
                self._children[key] = of_type(_META if key == "metadata" else "string")
            else:
                self._children[key] = None if below is None else _of(below)
        return self._children[key]

    def elem(self) -> Shape:
        if self._elem is None:
            below = items(self._schema) if self.list else self._schema.get("additionalProperties")
            self._elem = _of(below) if isinstance(below, dict) else ANYTHING
        return self._elem

    def inner(self, key: str) -> Shape:
        below = _properties(self._schema).get(key)
        if self.kind == ATOMIC and below is not None:
            return _of(below)
        return self.child(key) or ANYTHING

    def has_field(self, key: str) -> bool:
        return self.kind == STRUCT and self.child(key) is not None

    def fields(self) -> list[str]:
        """None where others are allowed."""
        if self.list or self._schema.get(PRESERVE):
            return []
        own = list(_properties(self._schema))
        return [*_HEAD, *own] if own and self.head else own


def _properties(schema: Obj) -> Obj:
    found = schema.get("properties")
    return found if isinstance(found, dict) else NOTHING


def _of(schema: Obj) -> Shape:
    kind = schema.get("type")
    if schema.get(INT_OR_STRING):
        return _SchemaShape(SCALAR, schema, "untyped")
    if kind in _SCALARS:
        return _SchemaShape(SCALAR, schema, _SCALARS[kind])
    if kind == "array":
        return _of_list(schema)
    if kind != "object":
        return ANYTHING
    if schema.get(MAP_TYPE) == "atomic":
        return _SchemaShape(ATOMIC, schema)
    if schema.get(EMBEDDED):
        return _SchemaShape(STRUCT, schema, head=True)
    if _properties(schema):
        return _SchemaShape(STRUCT, schema)
    return _SchemaShape(MAP, schema) if isinstance(schema.get("additionalProperties"), dict) else ANYTHING


def _of_list(schema: Obj) -> Shape:
    """Lists without a marker are owned as a whole."""
    said, keys = schema.get(LIST_TYPE), schema.get(LIST_KEYS)
    if said == "map" and keys:
        return _SchemaShape(KEYED, schema, keys=tuple(keys))
    return _SchemaShape(SET if said == "set" else ATOMIC, schema)
