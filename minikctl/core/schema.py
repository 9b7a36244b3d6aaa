"""The Go types of the built-in API as a table: fields, merge keys, list types, protobuf numbers.

Answers "what does this field hold" for decoding, defaulting, patches, apply, explain, OpenAPI and protobuf. Type names
are Go's with the package path kept short: "core/v1.PodSpec", "*int32", "[]core/v1.Container", "map[string]string".
Knows no behaviour of any kind. The table is `types.dat`, made by `compile_schema.py`; structs are decoded when needed.
"""

from __future__ import annotations

from os.path import dirname, join

from minikctl.core.typed import NamedTuple


class Field(NamedTuple):
    """One field of a Go struct, with what its tags and markers say. `json` is "" for a field without a name."""

    json: str
    go: str
    type: str
    proto: int = 0  # 0: not in the protobuf message
    wire: str = ""  # "bytes", "varint", "-" or ""
    inline: bool = False
    required: bool = False
    omitempty: bool = False
    patch_strategy: tuple[str, ...] = ()
    merge_key: str = ""
    list_type: str = ""  # "", "atomic", "set", "map"
    map_keys: tuple[str, ...] = ()
    map_type: str = ""  # "", "atomic", "granular"
    default: str | int | bool | None = None
    enum: tuple[str, ...] = ()
    item_enum: tuple[str, ...] = ()
    format: str = ""  # "int32", "int64", "byte"


class Union(NamedTuple):
    """A choice between fields of one struct, by JSON name; the discriminator is the field that says which is meant."""

    discriminator: str  # "" without one
    members: tuple[str, ...]


_lines: dict[str, str] = {}
_raw: dict[str, tuple[Field, ...]] = {}
_structs: dict[str, dict[str, Field]] = {}


def _line(key: str) -> str | None:
    if not _lines:
        with open(join(dirname(__file__), "types.dat"), encoding="utf-8") as file:
            lines = file.read().split("\n")
        _lines.update(zip(lines[::2], lines[1::2]))
    return _lines.get(key)


def fields(name: str) -> tuple[Field, ...]:
    """The fields of a struct as declared, embedded structs not flattened; KeyError when there is no such struct."""
    found = _raw.get(name)
    if found is None:
        line = _line(name)
        if line is None:
            raise KeyError(name)
        decoded = []
        number = 0
        for text in line.split("\t") if line else ():
            field = _decode(text, number)
            number = field.proto
            decoded.append(field)
        found = _raw[name] = tuple(decoded)
    return found


def struct(name: str) -> dict[str, Field]:
    """The fields of a struct by JSON name in order of declaration, embedded structs flattened; or KeyError."""
    found = _structs.get(name)
    if found is None:
        found = {}
        for field in fields(name):
            if field.inline:
                found.update(struct(field.type.lstrip("*")))
            elif field.json and field.json != "-":
                found[field.json] = field
        _structs[name] = found
    return found


def is_struct(name: str) -> bool:
    return name[0] not in "=~|@" and _line(name) is not None


def root_type(api_version: str, kind: str) -> str | None:
    """The type of a kind: ("apps/v1", "Deployment") -> "apps/v1.Deployment"."""
    line = _line("=" + api_version)
    if line is not None:
        for package in line.split("\t"):
            path, _, kinds = package.partition(" ")
            if kind in kinds.split(","):
                return f"{path}.{kind}"
    return None


def named(name: str) -> str | None:
    """What a named type that is no struct stands for: "core/v1.PullPolicy" -> "string"; None for all others."""
    return _line("~" + name)


def atomic(name: str) -> bool:
    """Whether apply owns values of this struct as a whole."""
    return name in (_line("@atomic") or "").split("\t")


def unions(name: str) -> tuple[Union, ...]:
    line = _line("|" + name)
    if line is None:
        return ()
    parts = [union.split(" ") for union in line.split("\t")]
    return tuple(Union(part[0], tuple(part[1:])) for part in parts)


def elem(type_name: str) -> str:
    """The type inside one layer of `*`, `[]` or `map[...]`; the type itself when there is none."""
    first = type_name[0]
    if first == "*":
        return type_name[1:]
    if first == "[":
        return type_name[2:]
    if type_name.startswith("map["):
        return type_name[type_name.index("]") + 1 :]
    return type_name


def base(type_name: str) -> str:
    """The innermost type: "map[string][]core/v1.Foo" -> "core/v1.Foo"."""
    while True:
        inner = elem(type_name)
        if inner == type_name:
            return type_name
        type_name = inner


def resolve(type_name: str) -> str:
    """The type without pointers and with named non-structs replaced: "*core/v1.PullPolicy" -> "string"."""
    bare = type_name[1:] if type_name[0] == "*" else type_name
    return named(bare) or bare


def go_name(type_name: str) -> str:
    """A type as Go prints it: "[]core/v1.Container" -> "[]v1.Container"."""
    if type_name.startswith("map["):
        key, _, value = type_name[4:].partition("]")
        return f"map[{go_name(key)}]{go_name(value)}"
    if type_name[:2] == "[]" or type_name[0] == "*":
        mark = "[]" if type_name[0] == "[" else "*"
        return mark + go_name(type_name[len(mark) :])
    return type_name.rsplit("/", 1)[-1]


def _decode(text: str, previous: int) -> Field:
    """One field of a line: `json|type|go|number|flags|rest...`; see compile_schema for what is left out."""
    json, kind, go, number, flags, *rest = text.split("|")
    options: dict[str, str] = {option[0]: option[1:] for option in rest}
    return Field(
        json,
        go or json[:1].upper() + json[1:],
        kind,
        int(number) if number else previous + 1,
        "varint" if "v" in flags else "bytes" if "b" in flags else "-" if "-" in flags else "",
        "i" in flags,
        "r" in flags,
        "o" in flags,
        _words(options.get("p")),
        options.get("k", ""),
        options.get("l", ""),
        _words(options.get("m")),
        options.get("t", ""),
        _value(options.get("d")),
        _words(options.get("e")),
        _words(options.get("E")),
        options.get("f", ""),
    )


def _words(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(text.split(","))


def _value(text: str | None) -> str | int | bool | None:
    """A default: a quoted string, a whole number, true or false."""
    if text is None:
        return None
    if text[0] == '"':
        return text[1:-1]
    return text == "true" if text in ("true", "false") else int(text)
