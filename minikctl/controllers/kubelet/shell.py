"""A very small shell: how long a command runs, how it exits, which files come and go. Nothing is ever executed.

Enough for what manifests of tutorials say: `sleep 30; rm /tmp/healthy; exit 1`, loops, conditions, redirections. What
is not known is taken for a server that runs until it is told to stop. Pure.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.words import ASKING, OPERATORS, count, host_of, split
from minikctl.core.times import SECOND
from minikctl.core.typed import NamedTuple

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_QUICK = """
: [ apk apt apt-get awk base64 basename bc break cat cd chmod chown clear continue cp cut date dd df diff
dirname du echo env expr export find free git grep gzip head help hostname id ifconfig ip kubectl less ln local ls
md5sum mkdir mktemp mount mv mysqldump netstat npm nproc perl pg_dump pip printenv printf ps pwd read readlink
rmdir sed seq set sha256sum shift shuf sort source stat stty sync tar tee test time touch tr trap true tty ulimit umask
uname uniq unset uptime wait wc which whoami xargs yes
"""
QUICK = frozenset(_QUICK.split())
_SHELLS = frozenset(("sh", "bash", "ash", "dash", "/bin/sh", "/bin/bash", "/bin/ash", "/usr/bin/bash", "/bin/dash"))
_INTERPRETERS = frozenset(("python", "python3", "python2", "node", "ruby", "php", "java"))
_ENDS = frozenset(("do", "done", "then", "else", "elif", "fi", ")", "}"))


class Run(NamedTuple):
    """A process from its start on. Times are microseconds after the start."""

    ends: int | None  # None: runs until it is stopped
    code: int
    files: tuple[tuple[int, str, bool], ...] = ()  # (when, path, whether it is there from then on)
    said: str = ""  # what it complained about
    waits: tuple[tuple[str, str], ...] = ()  # (Service, namespace or "") that have to be there before it goes on

    def has_file(self, path: str, at: int) -> bool | None:
        """Whether a file is there at a time; None where the process never touched it."""
        known = None
        for when, name, there in self.files:
            if name == path and when <= at:
                known = there
        return known


def run(argv: tuple[str, ...], files: tuple[tuple[int, str, bool], ...] = ()) -> Run:
    """What becomes of a command line; `files` says which files are there already."""
    shell = _Shell(files)
    try:
        shell.execute(list(argv))
    except _Forever:
        return Run(None, 0, tuple(shell.files), "", tuple(shell.waits))
    except _Exit:
        pass
    return Run(shell.at, shell.code, tuple(shell.files), shell.said, tuple(shell.waits))


class _Forever(Exception):
    pass


class _Exit(Exception):
    pass


class _Shell:
    def __init__(self, files: tuple[tuple[int, str, bool], ...]) -> None:
        self.at = 0
        self.code = 0
        self.files = list(files)
        self.said = ""
        self.asked: list[tuple[str, str]] = []
        self.waits: list[tuple[str, str]] = []
        self.last_child: int | None = 0  # when the last process in the background ends, None: never

    def script(self, text: str) -> None:
        words = split(text)
        while words:
            self.sequence(words)
            if words:
                words.pop(0)

    def sequence(self, words: list[str], live: bool = True) -> None:
        """Statements up to a word that ends the block; `live` False: only read them."""
        while words and words[0] not in _ENDS:
            self.statement(words, live)
            joint = words[0] if words else ""
            while joint in ("&&", "||"):
                words.pop(0)
                self.statement(words, live and (self.code == 0) == (joint == "&&"))
                joint = words[0] if words else ""
            while words and words[0] in (";", "&", "\n", "|"):
                words.pop(0)

    def statement(self, words: list[str], live: bool) -> None:
        """One command, pipeline or compound."""
        if not words:
            return
        head = words[0]
        if head in ("while", "until"):
            self.loop(words, live)
        elif head == "for":
            self.each(words, live)
        elif head == "if":
            self.choice(words, live)
        elif head in ("(", "{"):
            words.pop(0)
            self.sequence(words, live)
            _take(words)
        else:
            self.pipeline(words, live)

    def loop(self, words: list[str], live: bool) -> None:
        """A loop either ends at once or never; one that asks for a Service ends when that is there."""
        until = words.pop(0) == "until"
        self.asked = []
        self.sequence(words, live)
        if live and (self.code == 0) == until:
            self.waits += self.asked
        goes_on = live and (self.code == 0) != until
        _take(words)
        if goes_on:
            raise _Forever
        self.sequence(words, False)
        _take(words)
        self.code = 0 if live else self.code

    def each(self, words: list[str], live: bool) -> None:
        items = 0
        while words and words[0] != "do":
            items += count(words.pop(0))
        _take(words)
        body = list(words)
        turns = min(items - 3, 1000) if live else 0  # less `for`, the variable and `in`
        for _ in range(turns):
            words[:] = body
            self.sequence(words, True)
        if turns <= 0:
            self.sequence(words, False)
        _take(words)

    def choice(self, words: list[str], live: bool) -> None:
        done = False
        while words and words[0] in ("if", "elif"):
            words.pop(0)
            self.sequence(words, live and not done)
            chosen = live and not done and self.code == 0
            _take(words)
            self.sequence(words, chosen)
            done = done or chosen
        if words and words[0] == "else":
            words.pop(0)
            self.sequence(words, live and not done)
        _take(words)

    def pipeline(self, words: list[str], live: bool) -> None:
        negated = words[0] == "!"
        if negated:
            words.pop(0)
        while True:
            command: list[str] = []
            while words and words[0] not in OPERATORS and words[0] != "\n":
                command.append(words.pop(0))
            if live and command:
                if words and words[0] == "&":
                    self.background(command)
                else:
                    self.execute(command)
            if not words or words[0] != "|":
                if words and words[0] in ("(", "{"):  # a function or what this shell does not know
                    words.pop(0)
                if live and negated:
                    self.code = int(self.code == 0)
                return
            words.pop(0)

    def background(self, command: list[str]) -> None:
        ends = run(tuple(command), tuple(self.files)).ends
        self.last_child = None if ends is None or self.last_child is None else max(self.last_child, self.at + ends)

    def execute(self, argv: list[str]) -> None:
        """Runs one command: moves the time on, sets the code; raises _Exit or _Forever."""
        argv = self.redirect(argv)
        while argv and "=" in argv[0] and argv[0].split("=")[0].isidentifier():
            argv = argv[1:]
        self.code = 0
        if not argv:
            return
        name, args = argv[0], argv[1:]
        if name in _SHELLS:
            self.nested(args)
        elif name in ("exec", "nohup", "sudo", "command", "eval", "tini", "dumb-init", "--"):
            self.execute(args)
        else:
            self.simple(name.rpartition("/")[2] or name, args)

    def simple(self, name: str, args: list[str]) -> None:
        if name == "sleep":
            self.sleep(args)
        elif name == "exit":
            self.code = int(args[0]) & 255 if args and args[0].isdigit() else self.code
            raise _Exit
        elif name == "false":
            self.code = 1
        elif name == "wait":
            if self.last_child is None:
                raise _Forever
            self.at = max(self.at, self.last_child)
        elif name == "timeout" and len(args) > 1:
            self.sleep(args[:1])
            self.code = 143
        elif name in ("rm", "touch"):
            self.files += [(self.at, a, name == "touch") for a in args if not a.startswith("-")]
        elif name in ("cat", "ls"):
            self.read(name, [a for a in args if not a.startswith("-")])
        elif name in ("test", "["):
            self.test(args)
        elif (host := host_of(name, args)) is not None:
            self.asked.append(host)
        elif name in _INTERPRETERS and args[:1] and args[0] in ("-c", "-e", "--version", "-V", "-version"):
            return
        elif _serves(name, args):
            raise _Forever

    def sleep(self, args: list[str]) -> None:
        for arg in args:
            unit = _UNITS.get(arg[-1:], 0)
            number = arg[:-1] if unit else arg
            try:
                self.at += int(float(number) * (unit or 1) * SECOND)
            except (ValueError, OverflowError):
                raise _Forever from None

    def nested(self, args: list[str]) -> None:
        """`sh -c SCRIPT`; a shell without a script has no terminal and ends at once, one with a file is unknown."""
        flags = [a for a in args if a.startswith("-")]
        texts = [a for a in args if not a.startswith("-")]
        if any("c" in f for f in flags):
            if texts:
                self.script(texts[0])
        elif texts:
            raise _Forever

    def redirect(self, argv: list[str]) -> list[str]:
        """Notes the files that `> FILE` makes and drops the redirections."""
        out: list[str] = []
        skip = False
        for position, word in enumerate(argv):
            if skip:
                skip = False
            elif word.lstrip("012&") in (">", ">>", "<"):
                skip = True
                target = argv[position + 1] if position + 1 < len(argv) else ""
                if ">" in word and target:
                    self.files.append((self.at, target, True))
            elif word.lstrip("012&").startswith(">"):
                target = word.lstrip("012&").lstrip(">")
                if not target.startswith("&"):
                    self.files.append((self.at, target, True))
            else:
                out.append(word)
        return out

    def read(self, name: str, paths: list[str]) -> None:
        """Files below /tmp are there only if the process made them; others are taken to be in the image."""
        for path in paths:
            if not self.there(path):
                self.code = 1
                self.said = f"{name}: {path}: No such file or directory"

    def test(self, args: list[str]) -> None:
        wanted = [a for a in args if a != "]"]
        negated = wanted[:1] == ["!"]
        wanted = wanted[negated:]
        found = True
        if len(wanted) == 2 and wanted[0] in ("-f", "-e", "-s", "-r", "-d"):
            found = self.there(wanted[1])
        elif len(wanted) == 3 and wanted[1] in ("=", "==", "!=") and "$" not in wanted[0] + wanted[2]:
            found = (wanted[0] == wanted[2]) == (wanted[1] != "!=")
        self.code = int(found == negated)

    def there(self, path: str) -> bool:
        known = Run(None, 0, tuple(self.files)).has_file(path, self.at)
        return not path.startswith("/tmp/") if known is None else known


def _serves(name: str, args: list[str]) -> bool:
    """Whether a command goes on until it is stopped."""
    if name in ASKING:
        return "-l" in args or "-lp" in args
    return name not in QUICK or (name == "tail" and "-f" in args)


def _take(words: list[str]) -> None:
    if words:
        words.pop(0)
