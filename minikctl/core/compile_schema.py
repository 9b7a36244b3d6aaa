"""Makes `types.dat` from a JSON description of the API's Go types: `python -m minikctl.core.compile_schema SRC [OUT]`.

The types of CustomResourceDefinitions, which SRC does not have, are described in the same way by `apiextensions.json`.
Never imported by the program. The file has pairs of lines, a key and what it holds:
`PACKAGE.Struct` its fields; `=GROUP/VERSION` its kinds by package; `~NAME` the type behind a named type; `|STRUCT` its
unions; `@atomic` the structs that are owned as a whole. What can be worked out is left out: the Go name when it is the
JSON name capitalised, the protobuf number when it follows the one before.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from minikctl.core.typed import Any

OPTIONS = {  # letter -> key in the source
    "p": "patchStrategy",
    "k": "patchMergeKey",
    "l": "listType",
    "m": "listMapKeys",
    "t": "mapType",
    "d": "default",
    "e": "enum",
    "E": "itemEnum",
    "f": "format",
}
FLAGS = {"i": "inline", "r": "required", "o": "omitempty"}
OPAQUE = "time.Time"  # a struct without fields that is no empty object
ADDED = Path(__file__).with_name("apiextensions.json")
KEYS = {"json", "go", "type", "proto", "wire", *OPTIONS.values(), *FLAGS.values()}


def compile_types(source: dict[str, Any]) -> str:
    """The text of `types.dat`."""
    pairs = [(f"={version}", text) for version, text in _kinds(source["kinds"]).items()]
    pairs += [(f"~{name}", _underlying(text)) for name, text in source["named"].items()]
    pairs += [(f"|{name}", _unions(unions)) for name, unions in source["unions"].items()]
    pairs += [("@atomic", "\t".join(sorted(source["atomicMaps"])))]
    pairs += [(name, _struct(fields)) for name, fields in source["structs"].items() if name != OPAQUE]
    return "".join(f"{key}\n{text}\n" for key, text in pairs)


def _kinds(kinds: dict[str, str]) -> dict[str, str]:
    packages: dict[str, dict[str, list[str]]] = {}
    for key, type_name in kinds.items():
        version, kind = key.rsplit("/", 1)
        path, name = type_name.rsplit(".", 1)
        if name != kind:
            raise ValueError(f"{key} is called {type_name}: the format has no place for that")
        packages.setdefault(version, {}).setdefault(path, []).append(kind)
    return {
        version: "\t".join(f"{path} {','.join(names)}" for path, names in by_path.items())
        for version, by_path in packages.items()
    }


def _underlying(text: str) -> str:
    return "[]" + text.removeprefix("slice ") if text.startswith("slice ") else text


def _unions(unions: list[dict[str, Any]]) -> str:
    return "\t".join(" ".join([u.get("discriminator", ""), *u["fields-to-discriminateBy"]]) for u in unions)


def _struct(fields: list[dict[str, Any]]) -> str:
    out = []
    number = 0
    for field in fields:
        out.append(_field(field, number))
        number = field["proto"] or 0
    return "\t".join(out)


def _field(field: dict[str, Any], previous: int) -> str:
    unknown = field.keys() - KEYS
    if unknown:
        raise ValueError(f"the format has no place for {sorted(unknown)} of {field['json']}")
    name = field["json"]
    go = "" if field["go"] == name[:1].upper() + name[1:] else field["go"]
    number = field["proto"] or 0
    wire = {"varint": "v", "bytes": "b", "-": "-", None: ""}[field["wire"]]
    flags = wire + "".join(letter for letter, key in FLAGS.items() if field.get(key))
    parts = [name, field["type"], go, "" if number == previous + 1 else str(number), flags]
    parts += [letter + _option(key, field[key]) for letter, key in OPTIONS.items() if key in field]
    if any(c in part for part in parts for c in "|\t\n"):
        raise ValueError(f"a separator inside {name}")
    return "|".join(parts)


def _option(key: str, value: Any) -> str:
    if key == "default":
        return json.dumps(value)
    return ",".join(value) if isinstance(value, list) else str(value)


def main(source: str, out: str = "") -> None:
    types = json.loads(Path(source).read_text(encoding="utf-8"))
    for part, more in json.loads(ADDED.read_text(encoding="utf-8")).items():
        types[part] |= more
    text = compile_types(types)
    Path(out or Path(__file__).with_name("types.dat")).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
