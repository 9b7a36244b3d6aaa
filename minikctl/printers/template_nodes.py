"""The nodes of a parsed go-template. As text they are what Go shows in errors; `at` is where they begin in the
template.
"""

from __future__ import annotations

from minikctl.core.go_fmt import Int
from minikctl.core.go_text import quote_go
from minikctl.core.typed import Any, NamedTuple


class Unsigned(Int):
    """A constant that fits uint64 only: Go refuses it when it is used."""


class Text(NamedTuple):
    text: str


class Dot(NamedTuple):
    at: int

    def __str__(self) -> str:
        return "."


class Nil(NamedTuple):
    at: int

    def __str__(self) -> str:
        return "nil"


class Constant(NamedTuple):
    """A boolean, a number or a string, with the text it was written with."""

    at: int
    value: bool | Int | float | str
    text: str

    def __str__(self) -> str:
        return self.text


class Identifier(NamedTuple):
    at: int
    name: str

    def __str__(self) -> str:
        return self.name


class Field(NamedTuple):
    at: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        return "".join("." + name for name in self.names)


class Variable(NamedTuple):
    at: int
    names: tuple[str, ...]  # `$x` and fields of it

    def __str__(self) -> str:
        return ".".join(self.names)


class Chain(NamedTuple):
    """Fields of a parenthesized pipeline (or of a function's result)."""

    at: int
    node: Node
    names: tuple[str, ...]

    def __str__(self) -> str:
        return _shown(self.node) + "".join("." + name for name in self.names)


class Command(NamedTuple):
    at: int
    args: list[Node]

    def __str__(self) -> str:
        return " ".join(map(_shown, self.args))


class Pipe(NamedTuple):
    at: int
    variables: list[Variable]
    assigns: bool
    commands: list[Command]

    def __str__(self) -> str:
        out = " | ".join(map(str, self.commands))
        if not self.variables:
            return out
        return ", ".join(map(str, self.variables)) + (" = " if self.assigns else " := ") + out


class Action(NamedTuple):
    at: int
    pipe: Pipe

    def __str__(self) -> str:
        return "{{" + str(self.pipe) + "}}"


class Branch(NamedTuple):
    """if, with or range."""

    at: int
    kind: str
    pipe: Pipe
    body: list[Any]
    otherwise: list[Any] | None

    def __str__(self) -> str:
        return "{{" + f"{self.kind} {self.pipe}" + "}}"


class Call(NamedTuple):
    """{{template "name" pipe}}"""

    at: int
    name: str
    pipe: Pipe | None

    def __str__(self) -> str:
        return "{{template " + quote_go(self.name) + (f" {self.pipe}" if self.pipe else "") + "}}"


class Jump(NamedTuple):
    """break or continue."""

    at: int
    kind: str


class End(NamedTuple):
    kind: str  # end or else

    def __str__(self) -> str:
        return "{{" + self.kind + "}}"


Node = Dot | Nil | Constant | Identifier | Field | Variable | Chain | Pipe
Trees = dict[str, list[Any]]


def _shown(node: Any) -> str:
    return f"({node})" if isinstance(node, Pipe) else str(node)
