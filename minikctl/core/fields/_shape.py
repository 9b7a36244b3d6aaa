"""The shape of a type as ownership sees it: what is one value, what is a map of fields, what a list with identities.

Worked out from core.schema when it is first met, field by field, and kept for the life of the process.
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.json_text import quoted
from minikctl.core.typed import Any

# Kinds of shapes. The first two are owned as a whole.
SCALAR, ATOMIC, STRUCT, MAP, KEYED, SET, ANY = range(7)

_UNTYPED = ("api/resource.Quantity", "util/intstr.IntOrString")
_ANYTHING = ("runtime.RawExtension", "meta/v1.FieldsV1")
_NUMERIC = ("int", "uint", "float")
_ZEROS: dict[str, Any] = {"string": "", "bool": False}


class Shape:
    """One type. `scalar` is what a SCALAR must be: "string", "numeric", "boolean" or "untyped"."""

    __slots__ = ("_children", "_elem", "_type", "defaults", "keys", "kind", "list", "scalar", "zeros")

    def __init__(self, kind: int, type_name: str = "", scalar: str = "", keys: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.scalar = scalar
        self.keys = tuple(sorted(keys))
        self.list = type_name.startswith("[]")
        self._type = type_name
        self._children: dict[str, Shape | None] = {}
        self._elem: Shape | None = None
        self.zeros: dict[str, Any] = _zeros(type_name) if kind == STRUCT and type_name else {}
        self.defaults = _key_defaults(type_name, self.keys) if keys else {}

    def child(self, key: str) -> Shape | None:
        """The shape of a field of a struct, None when there is none; of a map's value for all else."""
        if self.kind != STRUCT:
            return self.elem()
        if key not in self._children:
            field = schema.struct(self._type).get(key)
            self._children[key] = _of_field(field) if field else None
        return self._children[key]

    def elem(self) -> Shape:
        """The shape of the elements of a list and of the values of a map."""
        if self._elem is None:
            self._elem = ANYTHING if self.kind == ANY else of_type(schema.elem(self._type))
        return self._elem

    def inner(self, key: str) -> Shape:
        """The shape of a declared field or of a map's value, also inside of what is owned as a whole."""
        if self.kind == ATOMIC and schema.is_struct(self._type):
            return _of_field(schema.struct(self._type)[key])
        return self.child(key) or ANYTHING

    def has_field(self, key: str) -> bool:
        return self.kind == STRUCT and key in schema.struct(self._type)

    def fields(self) -> list[str]:
        """What a struct of this shape can have, in order of declaration; also when it is owned as a whole."""
        return list(schema.struct(self._type)) if schema.is_struct(self._type) else []

    def element(self, item: Any) -> str:
        """The path element of an item of a list with identities; KeyError or AttributeError when it has none."""
        if self.kind == SET:
            return "v:" + scalar_json(item)
        keys = self.keys
        if len(keys) == 1:
            value = item.get(keys[0], self.defaults.get(keys[0]))
            if value is None:
                raise KeyError(keys[0])
            return f'k:{{"{keys[0]}":{scalar_json(value)}}}'
        parts = []
        for key in keys:
            value = item.get(key, self.defaults.get(key))
            if value is None:
                raise KeyError(key)
            parts.append(f'"{key}":{scalar_json(value)}')
        return "k:{" + ",".join(parts) + "}"


ANYTHING = Shape(ANY)
_whole_list = Shape(ATOMIC, "[]")
_shapes: dict[str, Shape] = {}


def of_type(type_name: str | Shape) -> Shape:
    """The shape of a type by its name, `apps/v1.Deployment`; lists without markers are owned as a whole. What has no
    name is a shape already.
    """
    found = _shapes.get(type_name)  # type: ignore[arg-type]
    if found is None:
        if isinstance(type_name, Shape):
            return type_name
        found = _shapes[type_name] = _make(schema.resolve(type_name))
    return found


def _is_time(name: str) -> bool:
    return name.startswith("meta/v1.") and name.endswith("Time")


def scalar_json(value: Any) -> str:
    """A scalar as JSON, quickly."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _make(name: str) -> Shape:
    if name in _UNTYPED:
        return Shape(SCALAR, name, "untyped")
    if name in _ANYTHING:
        return ANYTHING
    if name == "[]uint8" or _is_time(name):
        return Shape(SCALAR, name, "string")
    if name.startswith("[]"):
        return Shape(ATOMIC, name)
    if name.startswith("map["):
        return Shape(MAP, name)
    if schema.is_struct(name):
        return Shape(ATOMIC if schema.atomic(name) else STRUCT, name)
    return Shape(SCALAR, name, "numeric" if name.startswith(_NUMERIC) else "boolean" if name == "bool" else "string")


def _of_field(field: schema.Field) -> Shape:
    """The markers of a field go before those of its type."""
    name = schema.resolve(field.type)
    if field.map_type == "atomic":
        return Shape(ATOMIC, name)
    if field.map_type == "granular" and schema.is_struct(name):
        return Shape(STRUCT, name)
    if field.list_type == "map":
        return Shape(KEYED, name, keys=field.map_keys)
    if field.list_type == "set":
        return Shape(SET, name)
    return of_type(field.type)


def _zeros(struct: str) -> dict[str, Any]:
    """The fields that Go always writes, with what it writes when they were never set."""
    out: dict[str, Any] = {}
    for key, field in schema.struct(struct).items():
        if field.type[0] == "*":
            if not field.omitempty:
                out[key] = None
            continue
        name = schema.resolve(field.type)
        if name in _UNTYPED or _is_time(name):
            if not field.omitempty:
                out[key] = None
        elif schema.is_struct(name):
            out[key] = {}
        elif not field.omitempty:
            out[key] = 0 if name.startswith(_NUMERIC) else _ZEROS.get(name)
    return out


def _key_defaults(list_type: str, keys: tuple[str, ...]) -> dict[str, Any]:
    fields = schema.struct(schema.resolve(schema.elem(list_type)))
    return {key: fields[key].default for key in keys if key in fields and fields[key].default is not None}
