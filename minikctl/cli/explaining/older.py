"""`-o plaintext-openapiv2`: the page as kubectl showed it before v1.27."""

from __future__ import annotations

from minikctl.cli.explaining.document import Document, members
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]

_WIDTH = 80


class Page(NamedTuple):
    document: Document
    recursive: bool

    def body(self, schema: Obj, path: list[str]) -> str:
        """The page of a field; "" where there is none of this name."""
        found, name = schema, ""
        for word in path:
            properties = self._struct(found).get("properties") or {}
            if word not in properties:
                return ""
            found, name = properties[word], word
        struct = self._struct(found)
        has_fields = bool(struct.get("properties"))
        out = ""
        if path:
            out += f"{'RESOURCE' if has_fields else 'FIELD'}: {name} <{self._type(found)}>\n\n"
        texts = [text for text in (found.get("description"), struct.get("description")) if text]
        shown = [_wrapped(text, 5) for text in dict.fromkeys(texts)] or ["     <empty>\n"]
        out += "DESCRIPTION:\n" + "\n".join(shown)
        return out + ("\nFIELDS:\n" + self._below(struct, 3, frozenset()) if has_fields else "")

    def _struct(self, schema: Obj) -> Obj:
        """The schema with fields that a field holds, through references, lists and maps."""
        resolved = self.document.resolve(schema)
        inner = members(resolved)
        if resolved.get("properties") or len(inner) != 1:
            return resolved
        found = self._struct(inner[0])
        return found if found.get("properties") else resolved

    def _type(self, schema: Obj) -> str:
        resolved = self.document.resolve(schema)
        if resolved.get("items"):
            return "[]" + self._type(resolved["items"])
        if isinstance(resolved.get("additionalProperties"), dict):
            return "map[string]" + self._type(resolved["additionalProperties"])
        if len(resolved.get("allOf") or ()) == 1:
            return self._type(resolved["allOf"][0])
        found = resolved.get("type") or ("string" if resolved.get("oneOf") else "object")
        return "Object" if found == "object" else str(found)

    def _below(self, struct: Obj, blanks: int, seen: frozenset[int]) -> str:
        if id(struct) in seen:
            return ""
        out = []
        properties = struct.get("properties") or {}
        for name in sorted(properties):
            required = " -required-" if name in (struct.get("required") or ()) else ""
            line = f"{' ' * blanks}{name}\t<{self._type(properties[name])}>{required}\n"
            if self.recursive:
                inner = self._struct(properties[name])
                below = self._below(inner, blanks + 3, seen | {id(struct)}) if inner.get("properties") else ""
                out.append(line + below)
            else:
                text = properties[name].get("description") or "<no description>"
                out.append(line + _wrapped(text, blanks + 2))
        return ("" if self.recursive else "\n").join(out)


def _wrapped(text: str, blanks: int) -> str:
    import textwrap

    pad = " " * blanks
    return "\n".join(textwrap.wrap(text, _WIDTH, initial_indent=pad, subsequent_indent=pad)) + "\n"


def head(group: str, version: str, kind: str) -> str:
    return f"KIND:     {kind}\nVERSION:  {f'{group}/{version}' if group else version}\n\n"
