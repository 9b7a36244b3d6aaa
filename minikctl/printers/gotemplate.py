"""`-o go-template=...`: Go's text/template over an object, with the errors and the debugging output of kubectl."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.go_fmt import Int, type_name
from minikctl.core.go_text import MAX_INT64, MIN_INT64, quote_go, sprint
from minikctl.printers import PrintFailed
from minikctl.printers.template_functions import FUNCTIONS, MISSING, STRING, Boxed, FunctionError, true, unboxed
from minikctl.printers.template_nodes import (
    Action,
    Branch,
    Call,
    Chain,
    Command,
    Constant,
    Dot,
    Field,
    Identifier,
    Jump,
    Nil,
    Pipe,
    Text,
    Unsigned,
    Variable,
)
from minikctl.printers.template_parse import NAME, TemplateError, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from minikctl.core.errors import Obj

_NAMES = frozenset(FUNCTIONS)
_ABSENT: Any = object()  # no value comes through the pipe


def printer(template: str, *, allow_missing: bool = True) -> Callable[[Obj], str]:
    """Object -> text. CliError for a bad template at once; PrintFailed with what was printed for one that fails."""
    try:
        trees = parse(template, _NAMES)
    except TemplateError as error:
        raise CliError(f"error parsing template {template}, {error}") from None

    def print_object(obj: Obj) -> str:
        data = _whole_numbers(obj)
        run = _Execution(template, trees, allow_missing)
        try:
            run.execute(data)
        except TemplateError as error:
            from minikctl.core.go_marshal import compact

            debug = (
                f"Error executing template: {error}. Printing more information for debugging the template:\n"
                f"\ttemplate was:\n\t\t{template}\n\traw data was:\n\t\t{compact(obj)}\n"
                f"\tobject given to template engine was:\n\t\t{sprint(data)}\n\n"
            )
            message = f"error executing template {quote_go(template)}: {error}"
            raise PrintFailed("".join(run.out) + debug, message) from None
        return "".join(run.out)

    return print_object


def _whole_numbers(value: Any) -> Any:
    """kubectl takes the object through JSON, which makes integers of whole floats."""
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    if isinstance(value, float) and value.is_integer() and MIN_INT64 <= value <= MAX_INT64:
        return int(value)
    return value


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class _Execution:
    """One run over one object. `node` is where we are: errors tell it."""

    def __init__(self, text: str, trees: dict[str, list[Any]], allow_missing: bool) -> None:
        self.text = text
        self.trees = trees
        self.allow_missing = allow_missing
        self.out: list[str] = []
        self.node: Any = None
        self.name = NAME
        self.variables: list[tuple[str, Any]] = []
        self.deepest: tuple[Call, str] | None = None

    def execute(self, data: Any) -> None:
        self.variables = [("$", data)]
        try:
            self.walk(data, self.trees[NAME])
        except RecursionError:
            if self.deepest:
                self.node, self.name = self.deepest
            raise self.fail("exceeded maximum template depth (100000)") from None

    def fail(self, message: str) -> TemplateError:
        if self.node is None:
            return TemplateError(f"template: {self.name}: {message}")
        before = self.text[: self.node.at]
        line = before.count("\n") + 1
        column = len(before.rpartition("\n")[2].encode())
        place = f"{NAME}:{line}:{column}: executing {quote_go(self.name)} at <{self.node}>"
        return TemplateError(f"template: {place}: {message}")

    # -- statements

    def walk(self, dot: Any, nodes: list[Any]) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self.out.append(node.text)
            elif isinstance(node, Action):
                self.node = node
                value = self.pipeline(dot, node.pipe)
                if not node.pipe.variables:
                    self.node = node
                    self.out.append("<no value>" if value is MISSING or value is None else sprint(value))
            elif isinstance(node, Branch):
                self.branch(dot, node)
            elif isinstance(node, Call):
                self.template(dot, node)
            elif isinstance(node, Jump):
                raise _Break if node.kind == "break" else _Continue

    def branch(self, dot: Any, node: Branch) -> None:
        known = len(self.variables)
        self.node = node
        value = self.pipeline(dot, node.pipe)
        if node.kind == "range":
            done = self.range(value, node)
        else:
            done = true(value)
            if done:
                self.walk(value if node.kind == "with" else dot, node.body)
        if not done and node.otherwise is not None:
            self.walk(dot, node.otherwise)
        del self.variables[known:]

    def range(self, value: Any, node: Branch) -> bool:
        """False when there was nothing to go through."""
        items: list[tuple[Any, Any]]
        if isinstance(value, list):
            items = [(Int(i), Boxed(item)) for i, item in enumerate(value)]
        elif isinstance(value, dict):
            items = [(key, Boxed(value[key])) for key in sorted(value)]
        elif value is MISSING:
            items = []
        elif isinstance(value, int) and not isinstance(value, bool):
            return self.range_to(value, node)
        else:
            raise self.fail(f"range can't iterate over {sprint(value)}")
        try:
            for key, item in items:
                self.once(key, item, node)
        except _Break:
            pass
        return bool(items)

    def range_to(self, limit: int, node: Branch) -> bool:
        if len(node.pipe.variables) > 1:
            raise self.fail(f"can't use {limit} to iterate over more than one variable")
        try:
            for number in range(limit):
                self.once(MISSING, type(limit)(number), node)
        except _Break:
            pass
        return limit > 0

    def once(self, key: Any, item: Any, node: Branch) -> None:
        """One round: the variables of the range are set, those of the body are forgotten after it."""
        names = [variable.names[0] for variable in node.pipe.variables]
        for name, value in zip(names, (key, item) if len(names) > 1 else (item,)):
            self.assign(name, value)
        known = len(self.variables)
        try:
            self.walk(item, node.body)
        except _Continue:
            pass
        finally:
            del self.variables[known:]

    def template(self, dot: Any, node: Call) -> None:
        self.node = node
        if node.name not in self.trees:
            raise self.fail(f"template {quote_go(node.name)} not defined")
        value = self.pipeline(dot, node.pipe) if node.pipe else MISSING
        outer = self.variables, self.name
        self.variables, self.name = [("$", value)], node.name
        try:
            self.walk(value, self.trees[node.name])
        except RecursionError:
            self.deepest = self.deepest or (node, self.name)
            raise
        self.variables, self.name = outer

    # -- variables

    def variable(self, name: str) -> Any:
        for known, value in reversed(self.variables):
            if known == name:
                return value
        raise self.fail(f"undefined variable: {name}")

    def assign(self, name: str, value: Any) -> None:
        for i in range(len(self.variables) - 1, -1, -1):
            if self.variables[i][0] == name:
                self.variables[i] = (name, value)
                return
        raise self.fail(f"undefined variable: {name}")

    # -- expressions

    def pipeline(self, dot: Any, pipe: Pipe) -> Any:
        self.node = pipe
        value: Any = _ABSENT
        for command in pipe.commands:
            value = unboxed(self.command(dot, command, value))
        for variable in pipe.variables:
            if pipe.assigns:
                self.assign(variable.names[0], value)
            else:
                self.variables.append((variable.names[0], value))
        return value

    def command(self, dot: Any, command: Command, final: Any) -> Any:
        first = command.args[0]
        arguments = command.args[1:]
        if isinstance(first, Identifier):
            return self.function(dot, first, command, arguments, final)
        if isinstance(first, (Field, Chain, Variable)):
            return self.path(dot, first, bool(arguments) or final is not _ABSENT)
        if not isinstance(first, Pipe):
            self.node = first
        if arguments or final is not _ABSENT:
            raise self.fail(f"can't give argument to non-function {first}")
        if isinstance(first, Nil):
            raise self.fail("nil is not a command")
        return self.argument(dot, first)

    def path(self, dot: Any, node: Field | Chain | Variable, has_arguments: bool) -> Any:
        """Fields of the dot, of a variable or of a pipeline."""
        self.node = node
        names = node.names
        receiver = dot
        if isinstance(node, Variable):
            receiver = self.variable(names[0])
            names = names[1:]
            if not names and has_arguments:
                raise self.fail(f"can't give argument to non-function {node}")
        elif isinstance(node, Chain):
            if isinstance(node.node, Nil):
                raise self.fail(f"indirection through explicit nil in {node}")
            receiver = self.argument(dot, node.node)
        for i, name in enumerate(names):
            receiver = self.field(receiver, name, has_arguments and i == len(names) - 1)
        return receiver

    def field(self, receiver: Any, name: str, has_arguments: bool) -> Any:
        if receiver is MISSING:
            if not self.allow_missing:
                raise self.fail(f"nil data; no entry for key {quote_go(name)}")
            return MISSING
        kind = "interface {}" if isinstance(receiver, Boxed) else type_name(receiver)
        value = receiver.value if isinstance(receiver, Boxed) else receiver
        if value is None:
            raise self.fail(f"nil pointer evaluating {kind}.{name}")
        if not isinstance(value, dict):
            raise self.fail(f"can't evaluate field {name} in type {kind}")
        if has_arguments:
            raise self.fail(f"{name} is not a method but has arguments")
        if name in value:
            return Boxed(value[name])
        if not self.allow_missing:
            raise self.fail(f"map has no entry for key {quote_go(name)}")
        return MISSING

    def argument(self, dot: Any, node: Any) -> Any:
        """The value of one operand."""
        self.node = node
        if isinstance(node, Constant):
            if isinstance(node.value, Unsigned):
                raise self.fail(f"{node} overflows int")
            return node.value
        if isinstance(node, Dot):
            return dot
        if isinstance(node, (Field, Chain, Variable)):
            return self.path(dot, node, False)
        if isinstance(node, Pipe):
            return self.pipeline(dot, node)
        if isinstance(node, Identifier):
            return self.function(dot, node, node, [], _ABSENT)
        return MISSING  # nil

    def function(self, dot: Any, node: Identifier, place: Any, arguments: list[Any], final: Any) -> Any:
        self.node = node
        name, function = node.name, FUNCTIONS[node.name]
        count = len(arguments) + (final is not _ABSENT)
        wanted = len(function.fixed)
        if function.more and count < wanted:
            raise self.fail(f"wrong number of args for {name}: want at least {wanted} got {len(arguments)}")
        if not function.more and count != wanted:
            raise self.fail(f"wrong number of args for {name}: want {wanted} got {count}")
        if name in ("and", "or"):
            return self.logic(dot, name == "or", arguments, final)
        values = []
        for i, argument in enumerate(arguments):
            if i < wanted and function.fixed[i] == STRING:
                values.append(self.string(dot, argument))
            else:
                values.append(self.argument(dot, argument))
        if final is not _ABSENT:
            as_string = count <= wanted and function.fixed[count - 1] == STRING
            values.append(self.checked_string(final) if as_string else final)
        try:
            return function.call(*values)
        except FunctionError as error:
            self.node = place
            text = str(error)
            if name == "call" and text.startswith("of type"):
                text = f"non-function {arguments[0] if arguments else sprint(final)} {text}"
            raise self.fail(f"error calling {name}: {text}") from None

    def logic(self, dot: Any, wanted: bool, arguments: list[Any], final: Any) -> Any:
        """and, or: the first argument that decides, or the last one."""
        value: Any = MISSING
        for argument in arguments:
            value = unboxed(self.argument(dot, argument))
            if true(value) == wanted:
                return value
        return value if final is _ABSENT else final

    def string(self, dot: Any, node: Any) -> str:
        """An argument that must be a string."""
        self.node = node
        if isinstance(node, Constant):
            if not isinstance(node.value, str):
                raise self.fail(f"expected string; found {node}")
            return node.value
        if isinstance(node, Nil):
            raise self.fail("cannot assign nil to string")
        return self.checked_string(self.argument(dot, node))

    def checked_string(self, value: Any) -> str:
        if value is MISSING:
            raise self.fail("invalid value; expected string")
        inner = value.value if isinstance(value, Boxed) else value
        if not isinstance(inner, str):
            kind = "interface {}" if inner is None else type_name(inner)
            raise self.fail(f"wrong type for value; expected string; got {kind}")
        return inner
