"""Runs a tree of commands: moves a time on, keeps variables and files, gives what is printed. Nothing is ever executed.

Two questions are asked of it. How a process ends: nobody knows then when it starts or what its environment is, values
that depend on it are UNKNOWN, and a loop that comes to nothing new is for ever. What it prints: `around` says all
that, and loops are gone through turn by turn, for as long as somebody reads on.

What is not known is left out, and taken to be well; where `exact`, it is NotKnown. Pure.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.shell._process import Exit, Forever, NotKnown
from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from minikctl.controllers.kubelet.shell import syntax
    from minikctl.controllers.kubelet.shell._process import Chunk, Surroundings

TURNS = 2000  # of a loop that nobody reads: after that it is taken to be for ever
KEPT = 5000  # turns of a loop whose output is kept: what was printed before them has been rotated away
BUSY = 10_000  # a turn that takes no time takes this long
CHUNKS = 20_000  # what one program can read of another


class Break(Exit):
    """`break` and `continue`: out of so many loops."""

    def __init__(self, loops: int, again: bool) -> None:
        super().__init__()
        self.loops = loops
        self.again = again


class Return(Exit):
    """`return`: out of a function."""


class Machine:
    """One shell process (or one program without a shell)."""

    def __init__(
        self, files: tuple[tuple[int, str, bool], ...] = (), around: Surroundings | None = None, exact: bool = False
    ) -> None:
        self.around = around
        self.exact = exact
        self.finite = around is not None and around.finite  # it is there to end: what is not known is no server
        self.folder = "/"
        self.keeping = not exact  # whether what is written can be read later
        self.limit: int | None = None  # it is not played beyond this time
        self.watched = ""  # a file; what is written to it is `heard`: (when, text)
        self.heard: list[tuple[int, str]] = []
        self.at = 0
        self.code = 0
        self.said = ""
        self.variables: dict[str, str] = dict(around.environ) if around else {}
        self.exported = set(self.variables)
        self.arguments: list[str] = []
        self.name = "sh"
        self.functions: dict[str, syntax.Node] = {}
        self.files = list(files)
        self.texts: dict[str, str] = dict(around.files) if around else {}
        self.stdin: str | None = None
        self.asked: list[tuple[str, str]] = []
        self.waits: list[tuple[str, str]] = []
        self.last_child: int | None = 0  # when the last process in the background ends, None: never
        self.spawned: list[Iterator[Chunk]] = []
        self.depth = 0

    # --- what expansions ask

    def variable(self, name: str) -> str:
        """A variable's value, "" if it is not set; UNKNOWN if it may come from an environment that is not known."""
        if name in self.variables:
            return self.variables[name]
        if name == "?":
            return str(self.code)
        if name == "#":
            return str(len(self.arguments))
        if name in "@*":
            return " ".join(self.arguments)
        if name == "0":
            return self.name
        if name.isdigit():
            return self.arguments[int(name) - 1] if 0 < int(name) <= len(self.arguments) else ""
        if name in ("$", "!"):
            return "1" if name == "$" else str(6 + len(self.spawned))
        if name == "RANDOM":
            from minikctl.core.randomness import fraction

            return str(int(fraction(self.variable("HOSTNAME"), str(self.at), str(self.code)) * 32768))
        return "" if self.around else UNKNOWN

    def assign(self, name: str, value: str) -> None:
        self.variables[name] = value

    def substitute(self, script: str) -> str:
        """What a command prints, less the ends of lines behind it; UNKNOWN where that cannot be known."""
        from minikctl.controllers.kubelet.shell.syntax import parse

        inner = self.copy()
        known = True
        try:
            text = inner.captured(inner.node(parse(script)))
        except Exit:
            text = ""
        except Forever:
            known, text = False, ""
        self.join(inner)
        self.substituted = True
        return text.rstrip("\n") if known and not (inner.silent and not text) else UNKNOWN

    silent = False  # whether something ran of whose output nothing is known
    substituted = False  # whether the command at hand had a `$(...)`, whose code is then its own

    def not_known(self, what: str) -> None:
        """`what`: a program of whose output nothing is known, or a path of which nothing is."""
        if self.exact:
            raise NotKnown(f"what is in {what} is not known" if "/" in what else f"what {what} prints is not known")
        self.silent = True

    def copy(self) -> Machine:
        """A subshell."""
        other = Machine(tuple(self.files), self.around, self.exact)
        other.watched, other.heard = self.watched, self.heard
        other.folder, other.keeping, other.limit = self.folder, self.keeping, self.limit
        other.at, other.code, other.name, other.depth = self.at, self.code, self.name, self.depth + 1
        other.variables, other.exported = dict(self.variables), set(self.exported)
        other.finite = self.finite
        other.arguments, other.functions = list(self.arguments), dict(self.functions)
        other.texts, other.stdin = self.texts, self.stdin
        if other.depth > 20:
            raise Forever
        return other

    def join(self, other: Machine) -> None:
        """A subshell has ended."""
        self.at, self.code, self.said, self.files = other.at, other.code, other.said, other.files
        self.asked += other.asked
        self.waits += other.waits
        self.spawned += other.spawned

    def captured(self, chunks: Iterator[Chunk]) -> str:
        """All that is printed, as one text. Forever where there is no end of it."""
        out: list[str] = []
        for count, (_, fd, text) in enumerate(chunks):
            if count > CHUNKS:
                raise Forever
            if fd == 1:
                out.append(text)
        return "".join(out)

    # --- files

    def path(self, path: str) -> str:
        """From the root on."""
        from posixpath import normpath

        return normpath(path if path.startswith("/") else f"{self.folder}/{path}").replace("//", "/")

    def is_whole(self, path: str) -> bool:
        """Whether all that is below is known."""
        return self.around is not None and any(f"{path}/".startswith(f"{f}/") for f in self.around.folders)

    def there(self, path: str) -> bool:
        """Files below /tmp are there only if the process made them; others are taken to be in the image."""
        path = self.path(path)
        known = None
        for when, name, present in self.files:
            if name == path and when <= self.at:
                known = present
        if known is not None:
            return known
        if path in self.texts or self.is_folder(path):
            return True
        if path.startswith("/tmp/") or self.is_whole(path):
            return False
        self.not_known(path)
        return True

    def is_folder(self, path: str) -> bool:
        inside = f"{path.rstrip('/')}/"
        return any(p.startswith(inside) for p in self.texts) or (
            self.around is not None and any(f"{f}/".startswith(inside) for f in self.around.folders)
        )

    def touch(self, path: str, there: bool) -> None:
        path = self.path(path)
        self.keeps(path)
        known = next((present for _, name, present in reversed(self.files) if name == path), None)
        if known is not there:
            self.files.append((self.at, path, there))
        if not there:
            self.texts.pop(path, None)

    def keeps(self, path: str) -> None:
        if not self.keeping:
            raise NotKnown(f"nothing would keep {path}")

    def write(self, path: str, text: str, append: bool) -> None:
        path = self.path(path)
        self.touch(path, True)
        if text and path == self.watched:
            self.heard.append((self.at, text))
        if self.around or len(self.texts.get(path, "")) < 10_000:
            self.texts[path] = self.texts.get(path, "") + text if append else text

    # --- commands

    def node(self, node: syntax.Node) -> Iterator[Chunk]:
        """Runs it; what it prints, as it prints it."""
        from minikctl.controllers.kubelet.shell import syntax

        handlers: dict[type, Callable[[Machine, syntax.Node], Iterator[Chunk]]] = _HANDLERS
        if not handlers:
            handlers.update(_handlers(syntax))
        return handlers[type(node)](self, node)

    def block(self, node: syntax.Block) -> Iterator[Chunk]:
        for one, behind in node.nodes:
            if behind:
                self.background(one)
            else:
                yield from self.node(one)

    def background(self, node: syntax.Node) -> None:
        ends: int | None
        child = self.copy()
        child.around = None
        try:
            for _ in child.node(node):
                pass
            ends = child.at
        except Exit:
            ends = child.at
        except Forever:
            ends = None
        self.last_child = None if ends is None or self.last_child is None else max(self.last_child, ends)
        if self.around:
            self.spawned.append(_until_it_ends(self.copy(), node))

    def pipe(self, node: syntax.Pipe) -> Iterator[Chunk]:
        *feeding, last = node.parts
        before = self.stdin
        if feeding and self.around and (stream := self._streaming(last)) is not None:
            inner = self.copy()
            head = feeding[0] if len(feeding) == 1 else node._replace(parts=tuple(feeding), negated=False)
            chunks = inner.node(head)
            yield from stream(self, chunks)
            code = self.code
            self.join(inner)
            self.code = code
        else:
            for part in feeding:
                self.stdin = self.captured(self.node(part))
            yield from self.node(last)
        self.stdin = before
        if node.negated:
            self.code = int(self.code == 0)

    def _streaming(self, node: syntax.Node) -> Callable[[Machine, Iterator[Chunk]], Iterator[Chunk]] | None:
        """The last program of a pipe, where it passes lines on as they come."""
        from minikctl.controllers.kubelet.shell.syntax import Simple

        if not isinstance(node, Simple):
            return None
        from minikctl.controllers.kubelet.shell.streams import stream_of

        return stream_of(self, node)

    def subshell(self, node: syntax.Subshell) -> Iterator[Chunk]:
        inner = self.copy()
        try:
            yield from inner.node(node.node)
        except Exit:
            pass
        finally:
            self.join(inner)

    def both(self, node: syntax.Both) -> Iterator[Chunk]:
        yield from self.node(node.left)
        if (self.code == 0) == node.success:
            yield from self.node(node.right)

    def choice(self, node: syntax.Choice) -> Iterator[Chunk]:
        for condition, body in node.branches:
            yield from self.node(condition)
            if self.code == 0:
                self.code = 0
                yield from self.node(body)
                return
        self.code = 0
        if node.otherwise is not None:
            yield from self.node(node.otherwise)

    def case(self, node: syntax.Case) -> Iterator[Chunk]:
        from minikctl.controllers.kubelet.shell.expansion import text
        from minikctl.core.images import glob

        value = text(self, node.word)
        for patterns, body in node.branches:
            if any(glob(text(self, pattern), value) for pattern in patterns):
                yield from self.node(body)
                return

    def define(self, node: syntax.Define) -> Iterator[Chunk]:
        self.functions[node.name] = node.body
        yield from ()

    # --- loops

    def each(self, node: syntax.Each) -> Iterator[Chunk]:
        from minikctl.controllers.kubelet.shell.expansion import fields

        items = list(self.arguments) if node.words is None else fields(self, node.words)
        for item in items[:10_000]:
            self.variables[node.variable] = item
            if not (yield from self.turn(node.body)):
                break

    def turn(self, body: syntax.Node) -> Generator[Chunk, None, bool]:
        """Once through a loop; whether it goes on."""
        try:
            yield from self.node(body)
        except Break as found:
            if found.loops > 1:
                raise Break(found.loops - 1, found.again) from None
            return found.again
        return True

    def loop(self, node: syntax.Loop) -> Iterator[Chunk]:
        """Turn by turn; one that asks for a Service ends when that is there."""
        turns = 0
        before: list[tuple[int, dict[str, str]]] = []
        while True:
            begun = self.at
            known = (dict(self.variables), len(self.files), self.stdin)
            self.asked = []
            yield from self.node(node.condition)
            if (self.code == 0) == node.until:
                self.waits += self.asked
                self.code = 0
                return
            if not (yield from self.turn(node.body)):
                return
            if node.step:
                from minikctl.controllers.kubelet.shell.arithmetic import reckon

                reckon(self, node.step)
            if self.at == begun:
                self.at += BUSY
            turns += 1
            if self.around is None:
                if turns >= TURNS or known == (self.variables, len(self.files), self.stdin):
                    raise Forever
                continue
            yield (self.at, 1, "")
            before = [*before[-1:], (self.at, dict(self.variables))]
            if turns == 3:
                self.leap(begun, before)

    def leap(self, begun: int, before: list[tuple[int, dict[str, str]]]) -> None:
        """A loop that has run for long: on to its last turns. Numbers that it counts up go with it."""
        assert self.around is not None
        (_, old), (_, new) = before
        pace = self.at - begun
        over = self.around.now - self.around.start - self.at
        turns = over // pace - KEPT
        if turns <= 0:
            return
        for name, value in new.items():
            earlier = old.get(name, "")
            if value != earlier and _whole(value) and _whole(earlier):
                self.variables[name] = str(int(value) + turns * (int(value) - int(earlier)))
        self.at += turns * pace

    # --- one command

    def redirected(self, node: syntax.Redirected) -> Iterator[Chunk]:
        before = self.stdin
        yield from self.redirect(node.redirects, self.node(node.node))
        self.stdin = before

    def redirect(self, redirects: tuple[syntax.Redirect, ...], chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """What is printed, by where it goes: on, into a file, or nowhere."""
        from minikctl.controllers.kubelet.shell.expansion import text

        targets: dict[int, tuple[str, bool]] = {}  # descriptor -> (path, or the descriptor it is joined to; append)
        for fd, operator, word in redirects:
            target = text(self, word)
            if operator in ("<<", "<<-", "<<<"):
                self.stdin = target + ("\n" if operator == "<<<" else "")
            elif operator == "<":
                target = self.path(target)
                if target not in self.texts:
                    self.not_known(target)
                self.stdin = self.texts.get(target, "")
            elif operator == ">&":
                targets[fd] = targets.get(int(target) if target.isdigit() else 1, (f"&{target}", True))
            elif operator in ("&>", "&>>"):
                targets[1] = targets[2] = (target, operator == "&>>")
            else:
                targets[fd] = (target, operator == ">>")
        for path, append in {*targets.values()}:
            if _is_file(path):
                self.write(path, "", append)
        for at, fd, said in chunks:
            path, _ = targets.get(fd, ("", False))
            if not path or _is_output(path):
                yield (at, 2 if path in ("&2", "/dev/stderr") else 1 if path else fd, said)
            elif _is_file(path):
                self.write(path, said, True)

    def items(self, node: syntax.Items) -> Iterator[Chunk]:
        """An array is kept as one variable for each item, `name[0]`, and one for all, `name[@]`."""
        from minikctl.controllers.kubelet.shell.expansion import fields

        found = fields(self, node.words)
        self.variables = {name: value for name, value in self.variables.items() if not name.startswith(f"{node.name}[")}
        self.variables.update({f"{node.name}[{at}]": item for at, item in enumerate(found)})
        self.variables.update({node.name: "".join(found[:1]), f"{node.name}[@]": " ".join(found)})
        self.variables[f"#{node.name}[@]"] = str(len(found))
        self.code = 0
        yield from ()

    def simple(self, node: syntax.Simple) -> Iterator[Chunk]:
        from minikctl.controllers.kubelet.shell.expansion import fields, text

        words = list(node.words)
        own: list[tuple[str, str]] = []
        while words and _is_assignment(words[0]):
            name, _, value = words.pop(0).partition("=")
            own.append((name, value))
        before = self.stdin
        self.substituted = False
        argv = fields(self, words)
        kept = {name: self.variables.get(name) for name, _ in own} if argv else {}
        for name, value in own:
            added = name.endswith("+")
            name = name.rstrip("+")
            value = text(self, value)
            self.variables[name] = self.variable(name) + value if added else value
        if not self.substituted:
            self.code = 0
        chunks = self.execute(argv)
        if node.redirects:
            yield from self.redirect(node.redirects, chunks)
            self.stdin = before
        else:
            yield from chunks
        for name, old in kept.items():
            if old is None:
                self.variables.pop(name, None)
            else:
                self.variables[name] = old

    def execute(self, argv: list[str]) -> Iterator[Chunk]:
        """One program or builtin with its arguments."""
        if not argv:
            return
        body = self.functions.get(argv[0])
        if body is not None:
            self.code = 0
            yield from self.call(body, argv[1:])
            return
        from minikctl.controllers.kubelet.shell.commands import execute

        self.code = 0
        yield from execute(self, argv)

    def call(self, body: syntax.Node, arguments: list[str]) -> Iterator[Chunk]:
        before, self.arguments = self.arguments, arguments
        self.depth += 1
        if self.depth > 20:
            raise Forever
        try:
            yield from self.node(body)
        except Return:
            pass
        self.depth -= 1
        self.arguments = before

    def script(self, text: str, arguments: list[str]) -> Iterator[Chunk]:
        """`sh -c TEXT NAME ARGUMENT...`: a shell of its own."""
        from minikctl.controllers.kubelet.shell.syntax import parse

        tree = parse(text)
        if arguments:
            self.name, self.arguments = arguments[0], arguments[1:]
        yield from self.node(tree)


_HANDLERS: dict[type, Callable[[Machine, syntax.Node], Iterator[Chunk]]] = {}


def _handlers(syntax: object) -> dict[type, Callable[..., Iterator[Chunk]]]:
    names = "Simple Pipe Both Block Loop Each Choice Case Define Items Subshell Redirected"
    return {getattr(syntax, name): getattr(Machine, name.lower()) for name in names.split()}


def _until_it_ends(machine: Machine, node: syntax.Node) -> Iterator[Chunk]:
    try:
        yield from machine.node(node)
    except (Exit, Forever):
        return


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.rstrip("+").isidentifier() and name.isascii()


def _is_output(path: str) -> bool:
    return path in ("&1", "&2", "/dev/stdout", "/dev/stderr", "/proc/1/fd/1", "/proc/1/fd/2", "/dev/console")


def _is_file(path: str) -> bool:
    return bool(path) and not path.startswith("&") and not path.startswith("/dev/") and not _is_output(path)


def _whole(text: str) -> bool:
    return text.lstrip("-").isdecimal() and len(text) < 16
