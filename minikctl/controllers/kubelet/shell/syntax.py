"""Tokens as a tree of commands. Pure; raises Odd for what is beyond this shell (it is then taken for a server)."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.tokens import Odd, Operator, tokens
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS = frozenset(("do", "done", "then", "else", "elif", "fi", "}", "esac"))


class Redirect(NamedTuple):
    """`2> FILE`: descriptor, operator, word."""

    fd: int
    operator: str
    target: str


class Simple(NamedTuple):
    words: tuple[str, ...]
    redirects: tuple[Redirect, ...] = ()


class Pipe(NamedTuple):
    parts: tuple[Node, ...]
    negated: bool


class Both(NamedTuple):
    """`left && right`, or `left || right`."""

    left: Node
    right: Node
    success: bool


class Block(NamedTuple):
    """Commands one after the other; `(node, True)` goes into the background."""

    nodes: tuple[tuple[Node, bool], ...]


class Loop(NamedTuple):
    until: bool
    condition: Node
    body: Node
    step: str = ""  # of `for ((...))`: what is reckoned after each turn


class Each(NamedTuple):
    variable: str
    words: tuple[str, ...] | None
    body: Node


class Choice(NamedTuple):
    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None


class Case(NamedTuple):
    word: str
    branches: tuple[tuple[tuple[str, ...], Node], ...]


class Define(NamedTuple):
    name: str
    body: Node


class Items(NamedTuple):
    """bash's `name=(one two)`."""

    name: str
    words: tuple[str, ...]


class Subshell(NamedTuple):
    node: Node


class Redirected(NamedTuple):
    node: Node
    redirects: tuple[Redirect, ...]


Node = Simple | Pipe | Both | Block | Loop | Each | Choice | Case | Define | Items | Subshell | Redirected


_parsed: dict[str, Node] = {}  # few different scripts occur in one process, each of them often


def parse(text: str) -> Node:
    """The whole script as one node."""
    tree = _parsed.get(text)
    if tree is None:
        if len(_parsed) > 200:
            _parsed.clear()
        tree = _parsed[text] = _parse(text)
    return tree


def _parse(text: str) -> Node:
    parser = _Parser(tokens(text))
    tree = parser.block()
    if parser.peek() is not None:
        raise Odd(f"unexpected {parser.peek()!r}")
    return tree


class _Parser:
    def __init__(self, found: Sequence[str]) -> None:
        self.found = found
        self.at = 0
        self.depth = 0

    def peek(self) -> str | None:
        return self.found[self.at] if self.at < len(self.found) else None

    def operator(self) -> str:
        """The next token if it is an operator, else ""."""
        token = self.peek()
        return token if isinstance(token, Operator) else ""

    def next(self) -> str:
        token = self.peek()
        if token is None:
            raise Odd("unexpected end of the script")
        self.at += 1
        return token

    def word(self) -> str:
        token = self.next()
        if isinstance(token, Operator):
            raise Odd(f"unexpected {token!r}")
        return token

    def keyword(self, *wanted: str) -> str:
        token = self.word()
        if token not in wanted:
            raise Odd(f"unexpected {token!r}")
        return token

    def skip(self, *operators: str) -> None:
        while self.operator() in operators and self.operator():
            self.at += 1

    def block(self) -> Node:
        """Commands up to a word or bracket that ends them."""
        self.depth += 1
        if self.depth > 50:
            raise Odd("nested too deep")
        nodes: list[tuple[Node, bool]] = []
        self.skip(";", "\n")
        while (token := self.peek()) is not None and not self.ends(token):
            node = self.chain()
            behind = self.operator() == "&"
            token = self.peek()
            if not (behind or token is None or self.ends(token) or self.operator() in (";", "\n")):
                raise Odd(f"unexpected {token!r}")
            nodes.append((node, behind))
            self.skip(";", "\n", "&")
        self.depth -= 1
        return nodes[0][0] if len(nodes) == 1 and not nodes[0][1] else Block(tuple(nodes))

    def ends(self, token: str) -> bool:
        return token in (")", ";;") if isinstance(token, Operator) else token in _ENDS

    def chain(self) -> Node:
        node = self.pipe()
        while self.operator() in ("&&", "||"):
            success = self.next() == "&&"
            self.skip("\n")
            node = Both(node, self.pipe(), success)
        return node

    def pipe(self) -> Node:
        negated = False
        while self.peek() == "!":
            self.at += 1
            negated = not negated
        parts = [self.command()]
        while self.operator() == "|":
            self.at += 1
            self.skip("\n")
            parts.append(self.command())
        return parts[0] if len(parts) == 1 and not negated else Pipe(tuple(parts), negated)

    def command(self) -> Node:
        token = self.peek()
        node: Node
        if token is None:
            raise Odd("a command is missing")
        if isinstance(token, Operator):
            if token != "(":
                return self.simple()
            self.at += 1
            node = Subshell(self.block())
            if self.next() != ")":
                raise Odd("unexpected end of a subshell")
        elif token in _COMPOUND:
            self.at += 1
            node = _COMPOUND[token](self)
        elif token.isidentifier() and self.found[self.at + 1 : self.at + 3] == ["(", ")"]:
            self.at += 3
            self.skip("\n")
            return Define(token, self.command())
        elif token[-1:] == "=" and token[:-1].isidentifier() and self.found[self.at + 1 : self.at + 2] == ["("]:
            return self.items(token[:-1])
        else:
            return self.simple()
        redirects = self.redirects()
        return Redirected(node, redirects) if redirects else node

    def simple(self) -> Node:
        words: list[str] = []
        redirects: list[Redirect] = []
        test = self.peek() == "[["
        while (token := self.peek()) is not None:
            if isinstance(token, Operator) and not (test and token in ("&&", "||", "(", ")", "<", ">")):
                found = self.redirects()
                if not found:
                    break
                redirects += found
                continue
            self.at += 1
            words.append(str(token))
            if token == "]]":
                test = False
        if not words and not redirects:
            raise Odd(f"unexpected {self.peek()!r}")
        return Simple(tuple(words), tuple(redirects))

    def items(self, name: str) -> Node:
        self.at += 2
        words = []
        while self.operator() != ")":
            words.append(self.word())
            self.skip("\n")
        self.at += 1
        return Items(name, tuple(words))

    def redirects(self) -> tuple[Redirect, ...]:
        out = []
        while (operator := self.operator()) and ("<" in operator or ">" in operator):
            self.at += 1
            bare = operator.lstrip("0123456789")
            digits = operator[: len(operator) - len(bare)]
            out.append(Redirect(int(digits) if digits else int(bare[0] == ">"), bare, self.word()))
        return tuple(out)

    def group(self) -> Node:
        node = self.block()
        self.keyword("}")
        return node

    def loop(self) -> Node:
        until = self.found[self.at - 1] == "until"
        condition = self.block()
        return Loop(until, condition, self.body())

    def body(self) -> Node:
        self.skip(";", "\n")
        self.keyword("do")
        node = self.block()
        self.keyword("done")
        return node

    def each(self) -> Node:
        name = self.word()
        if name == "((":
            parts = self.word().split(";")
            if len(parts) != 3:
                raise Odd("a for loop without its three parts")
            first, condition = Simple(("((", parts[0])), Simple(("((", parts[1] or "1"))
            loop = Loop(False, condition, self.body(), parts[2])
            return Block(((first, False), (loop, False)))
        self.skip("\n")
        words: tuple[str, ...] | None = None
        if self.peek() == "in":
            self.at += 1
            listed: list[str] = []
            while self.peek() is not None and not self.operator():
                listed.append(self.word())
            words = tuple(listed)
        return Each(name, words, self.body())

    def choice(self) -> Node:
        branches = []
        otherwise = None
        word = "if"
        while word in ("if", "elif"):
            condition = self.block()
            self.keyword("then")
            branches.append((condition, self.block()))
            word = self.keyword("elif", "else", "fi")
        if word == "else":
            otherwise = self.block()
            self.keyword("fi")
        return Choice(tuple(branches), otherwise)

    def case(self) -> Node:
        word = self.word()
        self.skip("\n")
        self.keyword("in")
        self.skip("\n")
        branches = []
        while self.peek() != "esac":
            if self.operator() == "(":
                self.at += 1
            patterns = [self.word()]
            while self.operator() == "|":
                self.at += 1
                patterns.append(self.word())
            if self.next() != ")":
                raise Odd("a pattern without its bracket")
            branches.append((tuple(patterns), self.block()))
            self.skip(";;", "\n")
        self.at += 1
        return Case(word, tuple(branches))

    def function(self) -> Node:
        name = self.word()
        if self.operator() == "(":
            self.at += 2
        self.skip("\n")
        return Define(name, self.command())


_COMPOUND = {
    "{": _Parser.group,
    "while": _Parser.loop,
    "until": _Parser.loop,
    "for": _Parser.each,
    "if": _Parser.choice,
    "case": _Parser.case,
    "function": _Parser.function,
}
