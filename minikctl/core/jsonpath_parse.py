"""Parser of kubectl's JSONPath templates (client-go util/jsonpath): text and actions in braces, to a tree of nodes.

A template is a list of actions. The nodes of one action are a chain: each takes the results of the one before.
"""

from __future__ import annotations

from typing import NamedTuple, Union

from minikctl.core.go_text import unquote


class Text(NamedTuple):
    text: str


class Field(NamedTuple):
    name: str


class Identifier(NamedTuple):
    name: str


class Constant(NamedTuple):
    value: bool | float


class Wildcard(NamedTuple):
    pass


class Recursive(NamedTuple):
    pass


class Slice(NamedTuple):
    """`[start:end:step]`; `derived`: the end was not written, one element is meant."""

    start: int | None
    end: int | None
    step: int | None
    derived: bool


class Alternatives(NamedTuple):
    chains: list[Chain]


class Filter(NamedTuple):
    left: Chain
    right: Chain
    operator: str


Node = Union[Text, Field, Identifier, Constant, Wildcard, Recursive, Slice, Alternatives, Filter, "Action"]
Chain = list[Node]


class Action(NamedTuple):
    chain: Chain


class JSONPathError(Exception):
    """Why a template cannot be parsed or executed, in client-go's words."""


END = ""
_TERMINATORS = " \t\r\n.,[]$@{}"


def parse(text: str) -> Chain:
    """The nodes of a template: Text and Action. JSONPathError."""
    return _Parser(text).template()


def _parse_action(text: str) -> Chain:
    action = parse("{" + text + "}")[0]
    return action.chain if isinstance(action, Action) else []


def relaxed(expression: str) -> str:
    """`x.y`, `.x.y`, `{x.y}`, `{.x.y}` -> `{.x.y}`, as custom columns and --sort-by take them."""
    import re

    if not expression:
        return expression
    match = re.fullmatch(r"\{\.?([^{}]+)\}|\.?([^{}]+)", expression)
    if match is None:
        raise JSONPathError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
        )
    return "{." + (match[1] or match[2]) + "}"


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def next(self) -> str:
        """The next character, END at the end (which still counts as a step)."""
        char = self.text[self.at] if self.at < len(self.text) else END
        self.at += 1
        return char

    def template(self) -> Chain:
        nodes: Chain = []
        while self.at < len(self.text):
            opening = self.text.find("{", self.at)
            if opening < 0:
                nodes.append(Text(self.text[self.at :]))
                break
            if opening > self.at:
                nodes.append(Text(self.text[self.at : opening]))
            self.at = opening + 1
            nodes.append(Action(self.action()))
        return nodes

    def action(self) -> Chain:
        """Everything up to the closing brace."""
        chain: Chain = []
        while True:
            start = self.at
            if self.text.startswith("}", start):
                self.at += 1
                return chain
            if self.text.startswith("[?(", start):
                self.at += 3
                chain.append(self.filter())
            elif self.text.startswith("..", start):
                self.recursive(chain)
            else:
                self.element(chain)

    def element(self, chain: Chain) -> None:
        start = self.at
        char = self.next()
        if char in (END, "\r", "\n"):
            raise JSONPathError("unclosed action")
        if char in " @$":
            return
        if char == "[":
            self.array(chain)
        elif char in "\"'":
            chain.append(self.quoted(start, char))
        elif char == ".":
            chain.append(self.field())
        elif char in "+-" or char.isdecimal():
            self.at = start
            chain.append(self.number())
        elif char == "_" or char.isalpha() or char.isdigit():
            self.at = start
            chain.append(self.identifier())
        else:
            raise JSONPathError(f"unrecognized character in action: {_unicode(char)}")

    def recursive(self, chain: Chain) -> None:
        if chain and isinstance(chain[-1], Recursive):
            raise JSONPathError("invalid multiple recursive descent")
        self.at += 2
        chain.append(Recursive())
        char = self.text[self.at : self.at + 1]
        if char == "_" or char.isalpha() or char.isdigit():
            chain.append(self.field())

    def field(self) -> Field | Wildcard:
        start = self.at
        while True:
            char = self.next()
            if char == "\\":
                self.next()
            elif char == END or char in _TERMINATORS:
                self.at -= 1
                break
        name = self.text[start : self.at]
        return Wildcard() if name == "*" else Field(name.replace("\\", ""))

    def identifier(self) -> Constant | Identifier:
        start = self.at
        while (char := self.next()) != END and char not in _TERMINATORS:
            pass
        self.at -= 1
        name = self.text[start : self.at]
        return Constant(name == "true") if name in ("true", "false") else Identifier(name)

    def number(self) -> Constant:
        start = self.at
        if self.text[start] in "+-":
            self.at += 1
        while (char := self.next()) == "." or char.isdecimal():
            pass
        self.at -= 1
        text = self.text[start : self.at]
        try:
            value = int(text)
            return Constant(value if -(1 << 63) <= value < 1 << 63 else float(text))
        except ValueError:
            pass
        try:
            return Constant(float(text))
        except ValueError:
            raise JSONPathError(f"cannot parse number {text}") from None

    def quoted(self, start: int, mark: str) -> Text:
        while True:
            char = self.next()
            if char in (END, "\n"):
                raise JSONPathError("unterminated quoted string")
            if char == mark and self.text[self.at - 2] != "\\":
                break
        literal = self.text[start : self.at]
        value = unquote(literal)
        if value is None:
            raise JSONPathError(f"unquote string {literal} error invalid syntax")
        return Text(value)

    def array(self, chain: Chain) -> None:
        start = self.at
        while (char := self.next()) != "]":
            if char in (END, "\n"):
                raise JSONPathError("unterminated array")
        text = self.text[start : self.at - 1]
        parts = text.split(",")
        if len(parts) > 1:
            chain.append(Alternatives([_parse_action(f"[{part.strip(' ')}]") for part in parts]))
        elif len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1]:
            chain.extend(_parse_action("." + text[1:-1]))
        else:
            chain.append(_slice(":" if text == "*" else text))

    def filter(self) -> Filter:
        """Up to `)]`; one pair of quotes is looked for, so that it may hold a parenthesis."""
        start = self.at
        opened, closed = "", False
        while True:
            char = self.next()
            if char in (END, "\n"):
                raise JSONPathError("unterminated filter")
            if char in "\"'":
                if not opened:
                    opened = char
                elif char == opened and self.text[self.at - 2] != "\\":
                    closed = True
            elif char == ")" and bool(opened) == closed:
                break
        text = self.text[start : self.at - 1]
        if self.next() != "]":
            raise JSONPathError("unclosed array expect ]")
        return _filter(text)


def _filter(text: str) -> Filter:
    import re

    match = re.match(r"([^!<>=]+)([!<>=]+)(.+?)\Z", text)
    if match is None:
        return Filter(_parse_action(text), [], "exists")
    return Filter(_parse_action(match[1]), _parse_action(match[3]), match[2])


def _slice(text: str) -> Slice:
    parts = text.split(":")
    if len(parts) > 3 or any(part.removeprefix("-") and not part.removeprefix("-").isdecimal() for part in parts):
        raise JSONPathError(f"invalid array index {text}")
    bounds: list[int | None] = [None, None, None]
    for i, part in enumerate(parts):
        if part:
            bounds[i] = _bound(part)
    start, end, step = bounds
    derived = len(parts) == 1
    return Slice(start, (start or 0) + 1 if derived else end, step, derived)


def _bound(text: str) -> int:
    if text == "-" or not -(1 << 63) <= int(text) < 1 << 63:
        raise JSONPathError(f"array index {text} is not a number")
    return int(text)


def _unicode(char: str) -> str:
    """fmt's %#U."""
    return f"U+{ord(char):04X} '{char}'" if char.isprintable() else f"U+{ord(char):04X}"
