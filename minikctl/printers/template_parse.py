"""Go's text/template, second step: tokens into trees, with the errors of text/template/parse."""

from __future__ import annotations

from minikctl.core.go_fmt import Int
from minikctl.core.go_text import quote_go, unquote
from minikctl.core.typed import Any
from minikctl.printers.template_lex import Token, tokens
from minikctl.printers.template_nodes import (
    Action,
    Branch,
    Call,
    Chain,
    Command,
    Constant,
    Dot,
    End,
    Field,
    Identifier,
    Jump,
    Nil,
    Node,
    Pipe,
    Text,
    Trees,
    Unsigned,
    Variable,
)

NAME = "output"  # what kubectl calls its template


class TemplateError(Exception):
    """The message, as Go has it after `error parsing template ...,` or `error executing template ...:`."""


_OPERANDS = frozenset("bool character complex . field identifier number nil string variable (".split()) | {"raw string"}


def parse(text: str, functions: frozenset[str]) -> Trees:
    """The named trees of a template; its own is NAME. TemplateError."""
    parser = _Parser(text, functions)
    parser.trees[NAME] = []
    root = parser.root()
    parser.add(NAME, root)
    return parser.trees


class _Parser:
    def __init__(self, text: str, functions: frozenset[str]) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.functions = functions
        self.trees: Trees = {}
        self.variables = ["$"]
        self.range_depth = 0
        self.action_line = 0
        self.line = 1

    # -- tokens

    def peek(self) -> Token:
        token = self.tokens[min(self.at, len(self.tokens) - 1)]
        self.line = token.line
        return token

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def peek_on(self) -> Token:
        """The next token that is no blank; blanks before it are gone."""
        while self.peek().kind == "space":
            self.at += 1
        return self.peek()

    def next_on(self) -> Token:
        self.peek_on()
        return self.next()

    def fail(self, message: str) -> TemplateError:
        return TemplateError(f"template: {NAME}:{self.line}: {message}")

    def unexpected(self, token: Token, context: str) -> TemplateError:
        if token.kind != "error":
            return self.fail(f"unexpected {token} in {context}")
        extra = ""
        if self.action_line not in (0, token.line):
            extra = f" in action started at {NAME}:{self.action_line}"
            if token.text.endswith(" action"):
                extra = extra.removeprefix(" in action")
        return self.fail(f"{token}{extra}")

    def expect(self, kind: str, context: str) -> Token:
        token = self.next_on()
        if token.kind != kind:
            raise self.unexpected(token, context)
        return token

    # -- lists of nodes

    def root(self) -> list[Any]:
        out: list[Any] = []
        while self.peek().kind != "EOF":
            if self.peek().kind == "{{":
                before = self.at
                self.next()
                if self.next_on().kind == "define":
                    self.definition()
                    continue
                self.at = before
            node = self.text_or_action()
            if isinstance(node, End):
                raise self.fail(f"unexpected {node}")
            out.append(node)
        return out

    def definition(self) -> None:
        context = "define clause"
        name = self.template_name(self.next_on(), context)
        self.expect("}}", context)
        self.subtree(name, context)

    def subtree(self, name: str, context: str) -> None:
        """The body of a define or block: variables of its own."""
        outer, self.variables = self.variables, ["$"]
        depth, self.range_depth = self.range_depth, 0
        body, end = self.nodes()
        if end.kind != "end":
            raise self.fail(f"unexpected {end} in {context}")
        self.add(name, body)
        self.variables, self.range_depth = outer, depth

    def add(self, name: str, body: list[Any]) -> None:
        """An empty tree gives way; two that are not empty cannot have one name."""
        if name not in self.trees or _empty(self.trees[name]):
            self.trees[name] = body
        elif not _empty(body):
            raise self.fail(f"template: multiple definition of template {quote_go(name)}")

    def nodes(self) -> tuple[list[Any], End]:
        out: list[Any] = []
        while self.peek_on().kind != "EOF":
            node = self.text_or_action()
            if isinstance(node, End):
                return out, node
            out.append(node)
        raise self.fail("unexpected EOF")

    def text_or_action(self) -> Any:
        token = self.next_on()
        if token.kind == "text":
            return Text(token.text)
        if token.kind != "{{":
            raise self.unexpected(token, "input")
        self.action_line = token.line
        node = self.action()
        self.action_line = 0
        return node

    def action(self) -> Any:
        token = self.next_on()
        kind = token.kind
        if kind in ("if", "with", "range"):
            return self.branch(token.at, kind)
        if kind == "end":
            self.expect("}}", "end")
            return End("end")
        if kind == "else":
            if self.peek_on().kind not in ("if", "with"):
                self.expect("}}", "else")
            return End("else")
        if kind in ("break", "continue"):
            return self.jump(token)
        if kind == "template":
            return self.call()
        if kind == "block":
            return self.block()
        self.at -= 1
        return Action(self.peek().at, self.pipeline("command", "}}"))

    def jump(self, token: Token) -> Jump:
        after = self.next_on()
        if after.kind != "}}":
            raise self.unexpected(after, "{{" + token.kind + "}}")
        if not self.range_depth:
            raise self.fail("{{" + token.kind + "}} outside {{range}}")
        return Jump(token.at, token.kind)

    def branch(self, at: int, kind: str) -> Branch:
        known = len(self.variables)
        pipe = self.pipeline(kind, "}}")
        self.range_depth += kind == "range"
        body, end = self.nodes()
        self.range_depth -= kind == "range"
        otherwise = None
        if end.kind == "else":
            if kind != "range" and self.peek().kind == kind:
                again = self.next()
                otherwise = [self.branch(again.at, kind)]
            else:
                otherwise, end = self.nodes()
                if end.kind != "end":
                    raise self.fail(f"expected end; found {end}")
        del self.variables[known:]
        return Branch(at, kind, pipe, body, otherwise)

    def call(self) -> Call:
        context = "template clause"
        token = self.next_on()
        name = self.template_name(token, context)
        pipe = None
        if self.next_on().kind != "}}":
            self.at -= 1
            pipe = self.pipeline(context, "}}")
        return Call(token.at, name, pipe)

    def block(self) -> Call:
        context = "block clause"
        token = self.next_on()
        name = self.template_name(token, context)
        pipe = self.pipeline(context, "}}")
        self.subtree(name, context)
        return Call(token.at, name, pipe)

    def template_name(self, token: Token, context: str) -> str:
        if token.kind not in ("string", "raw string"):
            raise self.unexpected(token, context)
        return self.unquoted(token)

    def unquoted(self, token: Token) -> str:
        if token.kind == "raw string":
            return token.text[1:-1].replace("\r", "")
        value = unquote(token.text)
        if value is None:
            raise self.fail("invalid syntax")
        return value

    # -- pipelines

    def pipeline(self, context: str, end: str) -> Pipe:
        at = self.peek_on().at
        variables, assigns = self.declarations(context)
        commands: list[Command] = []
        while (token := self.next_on()).kind != end:
            if token.kind not in _OPERANDS:
                raise self.unexpected(token, context)
            self.at -= 1
            commands.append(self.command())
        if not commands:
            raise self.fail(f"missing value for {context}")
        for stage, command in enumerate(commands[1:], 2):
            if isinstance(command.args[0], (Constant, Dot, Nil)):
                raise self.fail(f"non executable command in pipeline stage {stage}")
        return Pipe(at, variables, assigns, commands)

    def declarations(self, context: str) -> tuple[list[Variable], bool]:
        """`$x :=`, `$x =`, and `$i, $x :=` of a range."""
        variables: list[Variable] = []
        while self.peek_on().kind == "variable":
            before = self.at
            token = self.next()
            after = self.peek_on()
            if after.kind in ("=", ":="):
                self.next()
                self.variables.append(token.text)
                return [*variables, Variable(token.at, (token.text,))], after.kind == "="
            if after.text != "," or after.kind != "char":
                self.at = before
                break
            self.next()
            variables.append(Variable(token.at, (token.text,)))
            self.variables.append(token.text)
            if context != "range" or len(variables) > 1:
                raise self.fail(f"too many declarations in {context}")
            if self.peek_on().kind not in ("variable", "}}", ")"):
                raise self.fail("range can only initialize variables")
        return variables, False

    def command(self) -> Command:
        at = self.peek_on().at
        args: list[Node] = []
        while True:
            self.peek_on()
            operand = self.operand()
            if operand is not None:
                args.append(operand)
            token = self.next()
            if token.kind == "space":
                continue
            if token.kind in ("}}", ")"):
                self.at -= 1
            elif token.kind != "|":
                raise self.unexpected(token, "operand")
            break
        if not args:
            raise self.fail("empty command")
        return Command(at, args)

    def operand(self) -> Node | None:
        node = self.term()
        if node is None or self.peek().kind != "field":
            return node
        at = self.peek().at
        names: tuple[str, ...] = ()
        while self.peek().kind == "field":
            names += (self.next().text[1:],)
        if isinstance(node, (Constant, Dot, Nil)):
            raise self.fail(f"unexpected . after term {quote_go(str(node))}")
        if isinstance(node, Field):
            return Field(at, node.names + names)
        if isinstance(node, Variable):
            return Variable(at, node.names + names)
        return Chain(at, node, names)

    def term(self) -> Node | None:
        token = self.next_on()
        kind, at, text = token.kind, token.at, token.text
        if kind == "identifier":
            if text not in self.functions:
                raise self.fail(f'function "{text}" not defined')
            return Identifier(at, text)
        if kind == ".":
            return Dot(at)
        if kind == "nil":
            return Nil(at)
        if kind == "variable":
            if text not in self.variables:
                raise self.fail(f'undefined variable "{text}"')
            return Variable(at, (text,))
        if kind == "field":
            return Field(at, (text[1:],))
        if kind == "bool":
            return Constant(at, text == "true", text)
        if kind in ("character", "complex", "number"):
            return Constant(at, self.number(token), text)
        if kind == "(":
            return self.pipeline("parenthesized pipeline", ")")
        if kind in ("string", "raw string"):
            return Constant(at, self.unquoted(token), text)
        self.at -= 1
        return None

    def number(self, token: Token) -> Int | float:
        text = token.text
        if token.kind == "character":
            value = unquote(text)
            if value is None:
                raise self.fail("invalid syntax")
            if not value:
                raise self.fail("invalid syntax")
            if len(value) != 1:
                raise self.fail(f"malformed character constant: {text}")
            return Int(ord(value))
        number = _number(text)
        if isinstance(number, str):
            raise self.fail(f"{number}: {quote_go(text)}")
        return number


def _number(text: str) -> Int | float | str:
    """A numeric constant, or why it is none. Imaginary ones are none here."""
    digits = text.replace("_", "") if "__" not in text and not text.endswith("_") else text
    bare = digits.lstrip("+-")
    try:
        value = int(digits, 8) if len(bare) > 1 and bare[0] == "0" and bare.isdecimal() else int(digits, 0)
        if -(1 << 63) <= value < 1 << 63:
            return Int(value)
        return Unsigned(value) if 0 <= value < 1 << 64 else "integer overflow"
    except ValueError:
        pass
    try:
        number = float.fromhex(digits) if "p" in digits.lower() else float(digits)
    except (ValueError, OverflowError):
        return "illegal number syntax"
    if number in (float("inf"), float("-inf")):
        return "illegal number syntax"
    return number if any(c in text for c in ".eEpP") else "integer overflow"


def _empty(body: list[Any]) -> bool:
    """Nothing but blanks and definitions."""
    return all(isinstance(node, Text) and not node.text.strip() for node in body)
