"""A kubeconfig as a value: named clusters, users and contexts, each with the file it came from. Pure."""

from __future__ import annotations

from minikctl.client.kubeconfig import shape
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]

SECTIONS = {"clusters": "cluster", "users": "user", "contexts": "context"}
STRUCTS = {"clusters": "Cluster", "users": "AuthInfo", "contexts": "Context"}


class Entry(NamedTuple):
    """One cluster, user or context, and the file it is kept in ("" for a new one)."""

    value: Obj
    origin: str = ""


class Config(NamedTuple):
    """The parts of a kubeconfig; never changed in place."""

    clusters: dict[str, Entry]
    users: dict[str, Entry]
    contexts: dict[str, Entry]
    current_context: str = ""
    preferences: Obj = {}  # noqa: RUF012  # never changed
    extensions: dict[str, Any] = {}  # noqa: RUF012

    def section(self, name: str) -> dict[str, Entry]:
        found: dict[str, Entry] = getattr(self, name)
        return found

    def with_entry(self, section: str, name: str, value: Obj) -> Config:
        """The same with an entry set; an entry that was there keeps its file."""
        there = self.section(section)
        origin = there[name].origin if name in there else ""
        return self.with_section(section, {**there, name: Entry(value, origin)})

    def without(self, section: str, name: str) -> Config:
        return self.with_section(section, {key: one for key, one in self.section(section).items() if key != name})

    def with_section(self, section: str, entries: dict[str, Entry]) -> Config:
        if section == "clusters":
            return self._replace(clusters=entries)
        return self._replace(users=entries) if section == "users" else self._replace(contexts=entries)


def empty() -> Config:
    return Config({}, {}, {})


def zero(section: str) -> Obj:
    """A new entry of a section."""
    return shape.decode(None, STRUCTS[section])


def tidy(section: str, value: Obj) -> Obj:
    """The entry with its fields in order and without empty optional ones."""
    return shape.decode(value, STRUCTS[section])


def from_object(obj: Obj, origin: str) -> Config:
    """From the JSON of a file. ShapeError."""
    found = shape.decode(obj, "Config")
    sections = {name: _named(found[name] or [], name, origin) for name in ("users", "clusters", "contexts")}
    extensions = {one["name"]: one["extension"] for one in found.get("extensions") or []}
    return Config(
        sections["clusters"],
        sections["users"],
        sections["contexts"],
        found["current-context"],
        found.get("preferences") or {},
        extensions,
    )


def _named(items: list[Obj], section: str, origin: str) -> dict[str, Entry]:
    out: dict[str, Entry] = {}
    inner = SECTIONS[section]
    for item in items:
        if item["name"] in out:
            named = f"Named{STRUCTS[section]}"
            shown = " ".join(_go(one, named) for one in items)
            raise shape.ShapeError(
                f"error converting *[]{named} into *map[string]*api.{STRUCTS[section]}: "
                f'duplicate name "{item["name"]}" in list: [{shown}]'
            )
        out[item["name"]] = Entry(_with_defaults(item[inner]), origin)
    return out


def _with_defaults(value: Obj) -> Obj:
    """What a file of an older version leaves unsaid about a credential program."""
    program = value.get("exec")
    if program and program.get("apiVersion") == "client.authentication.k8s.io/v1beta1":
        return {**value, "exec": {**program, "interactiveMode": program.get("interactiveMode") or "IfAvailable"}}
    return value


def _go(value: Any, struct: str) -> str:
    """A struct as Go's %v shows it."""
    return "{" + " ".join(_go_field(value.get(f.name), f) for f in shape.STRUCTS[struct]) + "}"


def _go_field(value: Any, field: shape.Field) -> str:
    kind = field.kind
    if kind == "object":
        return _go(value or {}, field.type)
    if kind == "pointer":
        return "<nil>" if value is None else "0xc000000000"
    if kind == "list":
        return "[" + " ".join(_go(item, field.type) for item in value or ()) + "]"
    if kind == "strings":
        return f"[{' '.join(value or ())}]"
    if kind == "bytes":
        from base64 import b64decode

        return f"[{' '.join(str(byte) for byte in b64decode(value or ''))}]"
    if kind == "bool":
        return "true" if value else "false"
    return f"map[{' '.join(f'{k}:{v}' for k, v in (value or {}).items())}]" if "map" in kind else str(value or "")


def to_object(config: Config) -> Obj:
    """The JSON of a file, or of `config view`; sorted by name, fields in the order of declaration."""
    out: Obj = {"kind": "Config", "apiVersion": "v1"}
    if config.preferences:
        out["preferences"] = config.preferences
    for section, inner in SECTIONS.items():
        entries = config.section(section)
        out[section] = [{"name": name, inner: entries[name].value} for name in sorted(entries)] or None
    out["current-context"] = config.current_context
    if config.extensions:
        named = sorted(config.extensions)
        out["extensions"] = [{"name": name, "extension": config.extensions[name]} for name in named]
    return out
