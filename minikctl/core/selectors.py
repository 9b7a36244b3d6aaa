"""Label selectors and field selectors: their text, the API's structs, and what they match.

Errors are those of the server's parser, word for word. Knows labels as plain dicts, nothing of objects.
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Obj = dict[str, Any]

_SPECIAL = "=!(),><"
_TOKENS = {")", ",", "!", "==", "=", ">", "in", "<", "!=", "notin", "("}
_OPERATORS = {"in": "in", "notin": "notin", "=": "=", "==": "==", "!=": "!=", ">": "gt", "<": "lt"}
_SIGNS = {"gt": ">", "lt": "<"}
_FROM_API = {"In": "in", "NotIn": "notin", "Exists": "exists", "DoesNotExist": "!"}


class SelectorError(ValueError):
    """A selector that does not parse."""


class UnsupportedError(SelectorError):
    """A selector that parses, but that the API's struct cannot express."""


class Requirement(NamedTuple):
    """One condition on one label. `operator`: = == != in notin gt lt exists !; values are sorted."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        value = labels.get(self.key)
        operator = self.operator
        if operator in ("=", "==", "in"):
            return value in self.values
        if operator in ("!=", "notin"):
            return value not in self.values
        if operator == "exists":
            return value is not None
        if operator == "!":
            return value is None
        number = None if value is None else _int64(value)
        if number is None:
            return False
        limit = int(self.values[0])
        return number > limit if operator == "gt" else number < limit

    def __str__(self) -> str:
        if self.operator == "!":
            return f"!{self.key}"
        if self.operator == "exists":
            return self.key
        if self.operator in ("in", "notin"):
            return f"{self.key} {self.operator} ({','.join(self.values)})"
        return f"{self.key}{_SIGNS.get(self.operator, self.operator)}{self.values[0]}"


class Selector:
    """Requirements that all have to hold, in the order of their keys; none of them: everything matches."""

    __slots__ = ("nothing", "requirements")

    def __init__(self, requirements: list[Requirement], nothing: bool = False) -> None:
        self.requirements = tuple(sorted(requirements, key=lambda r: r.key))
        self.nothing = nothing

    def matches(self, labels: Mapping[str, str] | None) -> bool:
        if self.nothing:
            return False
        have = labels or {}
        return all(requirement.matches(have) for requirement in self.requirements)

    def exact(self) -> tuple[str, str] | None:
        """A label with its value that everything selected has; what an index can look up."""
        for requirement in self.requirements:
            if requirement.operator in ("=", "==", "in") and len(requirement.values) == 1:
                return requirement.key, requirement.values[0]
        return None

    def is_everything(self) -> bool:
        return not self.nothing and not self.requirements

    def __str__(self) -> str:
        """`app=web,tier in (a,b),!x`; "" for everything and for nothing."""
        return ",".join(map(str, self.requirements))


EVERYTHING = Selector([])
NOTHING = Selector([], nothing=True)


def parse(text: str) -> Selector:
    """A label selector as -l takes it. Raises SelectorError with the server's words."""
    return Selector(_Parser(text).parse())


def from_label_selector(selector: Obj | None) -> Selector:
    """matchLabels and matchExpressions. None selects nothing, {} everything. SelectorError for an unknown operator."""
    if selector is None:
        return NOTHING
    out = [Requirement(key, "=", (value,)) for key, value in (selector.get("matchLabels") or {}).items()]
    for expression in selector.get("matchExpressions") or ():
        operator = _FROM_API.get(expression.get("operator", ""))
        if operator is None:
            raise SelectorError(f'"{expression.get("operator", "")}" is not a valid label selector operator')
        out.append(Requirement(expression["key"], operator, tuple(sorted(expression.get("values") or ()))))
    return Selector(out)


def from_labels(labels: Mapping[str, str] | None) -> Selector:
    """Equality with a map of labels, as Services and ReplicationControllers select."""
    return Selector([Requirement(key, "=", (value,)) for key, value in (labels or {}).items()])


def to_label_selector(text: str) -> Obj:
    """A selector's text as the API's struct: equalities in matchLabels. SelectorError. source: ParseToLabelSelector"""
    labels: dict[str, str] = {}
    expressions: list[Obj] = []
    for requirement in parse(text).requirements:
        operator = requirement.operator
        if operator in ("=", "=="):
            labels[requirement.key] = requirement.values[0]
            continue
        if operator in ("gt", "lt"):
            raise UnsupportedError(f'"{operator}" isn\'t supported in label selectors')
        name = next((name for name, own in _FROM_API.items() if own == operator), "")
        if not name:
            raise UnsupportedError(f'"{operator}" is not a valid label selector operator')
        expression: Obj = {"key": requirement.key, "operator": name}
        expressions.append({**expression, "values": list(requirement.values)} if requirement.values else expression)
    out: Obj = {"matchLabels": labels} if labels else {}
    return {**out, "matchExpressions": expressions} if expressions else out


def format_label_selector(selector: Obj | None) -> str:
    """What kubectl shows of a LabelSelector: `<none>` for nothing and for everything."""
    try:
        return str(from_label_selector(selector)) or "<none>"
    except SelectorError:
        return "<error>"


class _Parser:
    """The server's recursive descent; `values` says that `in` and `notin` are words like any other at this place."""

    def __init__(self, text: str) -> None:
        self.items = _scan(text)
        self.position = 0

    def look(self, values: bool = True) -> tuple[str, str]:
        """The kind of the next token ("id", "end" or the token itself) and its text."""
        text, word = self.items[min(self.position, len(self.items) - 1)]
        if not word:
            return (text or "end"), text
        return ("id" if values or text not in _TOKENS else text), text

    def take(self, values: bool = True) -> tuple[str, str]:
        found = self.look(values)
        self.position += 1
        return found

    def parse(self) -> list[Requirement]:
        out: list[Requirement] = []
        while True:
            kind, text = self.look()
            if kind == "end":
                return out
            if kind not in ("id", "!"):
                raise SelectorError(f"found '{text}', expected: !, identifier, or 'end of string'")
            try:
                out.append(self.requirement())
            except SelectorError as error:
                raise SelectorError(f"unable to parse requirement: {error}") from None
            kind, text = self.take()
            if kind == "end":
                return out
            if kind != ",":
                raise SelectorError(f"found '{text}', expected: ',' or 'end of string'")
            kind, text = self.look()
            if kind not in ("id", "!"):
                raise SelectorError(f"found '{text}', expected: identifier after ','")

    def requirement(self) -> Requirement:
        kind, key = self.take()
        negated = kind == "!"
        if negated:
            kind, key = self.take()
        if kind != "id":
            raise SelectorError(f"found '{key}', expected: identifier")
        problems = names.qualified_name(key)
        if problems:
            raise SelectorError(f"<nil>: Invalid value: {_quote(key)}: {'; '.join(problems)}")
        if negated:
            return Requirement(key, "!")
        if self.look()[0] in ("end", ","):
            return Requirement(key, "exists")
        return self.comparison(key)

    def comparison(self, key: str) -> Requirement:
        kind, text = self.take(values=False)
        operator = _OPERATORS.get(kind)
        if operator is None:
            raise SelectorError(f"found '{text}', expected: {', '.join(_OPERATORS.values())}")
        values = self.values() if operator in ("in", "notin") else [self.value()]
        out = tuple(sorted(set(values)))
        problems = []
        if operator in ("gt", "lt") and _int64(out[0]) is None:
            why = "for 'Gt', 'Lt' operators, the value must be an integer"
            problems.append(f"values[0]: Invalid value: {_quote(out[0])}: {why}")
        for i, value in enumerate(out):
            wrong = names.label_value(value)
            if wrong:
                problems.append(f"values[{i}][{key}]: Invalid value: {_quote(value)}: {'; '.join(wrong)}")
        if problems:
            raise SelectorError(problems[0] if len(problems) == 1 else f"[{', '.join(problems)}]")
        return Requirement(key, operator, out)

    def value(self) -> str:
        if self.look()[0] in ("end", ","):
            return ""
        kind, text = self.take()
        if kind != "id":
            raise SelectorError(f"found '{text}', expected: identifier")
        return text

    def values(self) -> list[str]:
        kind, text = self.take()
        if kind != "(":
            raise SelectorError(f"found '{text}' expected: '('")
        kind, text = self.look()
        if kind == ")":
            self.take()
            return [""]
        if kind not in ("id", ","):
            raise SelectorError(f"found '{text}', expected: ',', ')' or identifier")
        out = self.listed()
        kind, text = self.take()
        if kind != ")":
            raise SelectorError(f"found '{text}', expected: ')'")
        return out

    def listed(self) -> list[str]:
        """`a,b`; a comma too many stands for an empty value."""
        out: list[str] = []
        while True:
            kind, text = self.take()
            if kind == "id":
                out.append(text)
                kind, text = self.look()
                if kind == ")":
                    return out
                if kind != ",":
                    raise SelectorError(f"found '{text}', expected: ',' or ')'")
            elif kind == ",":
                if not out:
                    out.append("")
                kind, _ = self.look()
                if kind == ")":
                    return [*out, ""]
                if kind == ",":
                    self.take()
                    out.append("")
            else:
                raise SelectorError(f"found '{text}', expected: ',', or identifier")


def _scan(text: str) -> list[tuple[str, bool]]:
    """(token, whether it is a word), with an empty token at the end."""
    out = []
    i = 0
    while i < len(text):
        start = i
        if text[i] in " \t\r\n":
            i += 1
        elif text[i] in _SPECIAL:
            i += 1
            while text[start : i + 1] in _TOKENS and i < len(text):
                i += 1
            out.append((text[start:i], False))
        else:
            while i < len(text) and text[i] not in " \t\r\n" and text[i] not in _SPECIAL:
                i += 1
            out.append((text[start:i], True))
    return [*out, ("", False)]


def _int64(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or not digits.isdigit():
        return None
    number = int(text)
    return number if -(1 << 63) <= number < 1 << 63 else None


def _quote(text: str) -> str:
    from minikctl.core.errors import quote

    return quote(text)


class FieldTerm(NamedTuple):
    """`key=value`, or `key!=value` when `equal` is False."""

    key: str
    equal: bool
    value: str

    def __str__(self) -> str:
        escaped = self.value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=")
        return f"{self.key}{'=' if self.equal else '!='}{escaped}"


def parse_fields(text: str) -> list[FieldTerm]:
    """A field selector, terms in the order of their text. Raises SelectorError with the server's words."""
    out = []
    for part in sorted(_split_terms(text)):
        if part:
            found = _split_term(part)
            if found is None:
                raise SelectorError(f"invalid selector: '{text}'; can't understand '{part}'")
            key, sign, value = found
            out.append(FieldTerm(key, sign != "!=", _unescape(value)))
    return out


def _split_terms(text: str) -> list[str]:
    """At commas without a backslash before them."""
    out = [""]
    i = 0
    while i < len(text):
        size = 2 if text[i] == "\\" else 1
        if text[i] == ",":
            out.append("")
        else:
            out[-1] += text[i : i + size]
        i += size
    return out


def _split_term(part: str) -> tuple[str, str, str] | None:
    for i in range(len(part)):
        for sign in ("!=", "==", "="):
            if part.startswith(sign, i):
                return part[:i], sign, part[i + len(sign) :]
    return None


def _unescape(value: str) -> str:
    out = []
    i = 0
    while i < len(value):
        char = value[i]
        if char == "\\":
            i += 1
            char = value[i : i + 1]
            if char not in ("\\", ",", "="):
                raise SelectorError(f"invalid field selector: invalid escape sequence: \\{char}")
        elif char in ",=":
            raise SelectorError(f"invalid field selector: unescaped character in value: {ord(char)}")
        out.append(char)
        i += 1
    return "".join(out)
