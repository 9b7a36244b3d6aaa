"""`-o plaintext`: the page of a kind or a field. source: observed on v1.37"""

from __future__ import annotations

from minikctl.cli.explaining.document import Document, members, type_name
from minikctl.cli.explaining.wrapping import indent, wrap
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]

_ENUM_LIMIT = 4


class Page(NamedTuple):
    document: Document
    recursive: bool
    max_depth: int  # 0: no limit

    def body(self, schema: Obj, path: list[str]) -> str:
        """The page of the schema at the end of a path of fields; "" where the path leads nowhere."""
        return self._follow(schema, path, frozenset())

    def _follow(self, schema: Obj, path: list[str], seen: frozenset[str]) -> str:
        resolved = self.document.resolve(schema)
        if not path:
            return self._description(resolved) + self._fields_head(resolved)
        reference = schema.get("$ref", "")
        if reference in seen:
            return ""
        seen = seen | {reference} if reference else seen
        field = (resolved.get("properties") or {}).get(path[0])
        if field is not None:
            head = self._field_head(path[0], field) if len(path) == 1 else ""
            rest = self._follow(field, path[1:], frozenset())
            return head + rest if rest else ""
        for inner in members(resolved):
            found = self._follow(inner, path, seen)
            if found:
                return found
        return ""

    def _field_head(self, name: str, schema: Obj) -> str:
        enum = schema.get("enum") or ()
        listed = "".join(f"\n    {_quoted(value)}" for value in enum)
        return f"FIELD: {name} <{type_name(self.document, schema)}>\n" + (f"ENUM:{listed}" if enum else "") + "\n\n"

    def _description(self, schema: Obj) -> str:
        text = self._texts(schema, frozenset()) or "<empty>"
        return f"DESCRIPTION:\n{indent(wrap(text, 76), 4)}\n"

    def _texts(self, schema: Obj, seen: frozenset[str]) -> str:
        """The description of a schema and of those inside it."""
        reference = schema.get("$ref", "")
        if reference in seen:
            return ""
        resolved = self.document.resolve(schema)
        own = resolved.get("description", "")
        inner = [self._texts(one, seen | {reference} if reference else seen) for one in members(resolved)]
        return (f"{own}\n" if own else "") + "".join(inner)

    def _fields_head(self, schema: Obj) -> str:
        fields = self._below(schema, 1, frozenset())
        return f"FIELDS:\n{fields}" if fields else ""

    def _below(self, schema: Obj, level: int, seen: frozenset[str]) -> str:
        """The fields of a schema, with --recursive those below them too; what contains itself is shown once."""
        reference = schema.get("$ref", "")
        if reference in seen or (self.max_depth and level > self.max_depth):
            return ""
        resolved = self.document.resolve(schema)
        seen = seen | {reference} if reference else seen
        out = ""
        properties = resolved.get("properties") or {}
        for name in sorted(properties):
            out += self._field(name, resolved, level)
            if self.recursive:
                out += self._below(properties[name], level + 1, seen)
        return out + "".join(self._below(inner, level, seen) for inner in members(resolved))

    def _field(self, name: str, parent: Obj, level: int) -> str:
        schema = parent["properties"][name]
        blanks = 2 * level
        out = f"{' ' * blanks}{name}\t<{type_name(self.document, schema)}>"
        if name in (parent.get("required") or ()):
            out += " -required-"
        enum = schema.get("enum") or ()
        if enum:
            shown = ", ".join(_quoted(value) for value in enum[:_ENUM_LIMIT])
            out += f"\n{' ' * blanks}enum: {shown}" + (", ...." if len(enum) > _ENUM_LIMIT else "")
        if self.recursive:
            return out + "\n"
        text = schema.get("description") or "<no description>"
        return f"{out}\n{indent(wrap(text, 78 - blanks), blanks + 2)}\n\n"


def _quoted(value: object) -> str:
    return '""' if value == "" else str(value)


def head(group: str, version: str, kind: str) -> str:
    return (f"GROUP:      {group}\n" if group else "") + f"KIND:       {kind}\nVERSION:    {version}\n\n"
