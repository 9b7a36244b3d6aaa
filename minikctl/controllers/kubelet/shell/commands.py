"""Programs and builtins that take time, end the shell or change it. What prints something is in `programs`."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell._process import Exit, Forever, Unheard
from minikctl.controllers.kubelet.shell.hosts import ASKING, host_of
from minikctl.controllers.kubelet.shell.machine import Break, Return
from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.controllers.kubelet.shell._process import Chunk
    from minikctl.controllers.kubelet.shell.machine import Machine

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# Programs that end at once and of whose output nothing is known.
_QUICK = """
: apk apt apt-get awk cd chmod chown clear cp dd df diff du find free git gzip help ifconfig ip kubectl less ln
md5sum mkdir mktemp mount mv mysqldump netstat npm openssl pg_dump pip ps readlink rmdir sed sha256sum stat stty sync
tar time trap true tty ulimit umask uptime xargs yes
"""
QUICK = frozenset(_QUICK.split())
_SHELLS = frozenset(("sh", "bash", "ash", "dash"))
_WRAPPERS = frozenset(("nohup", "sudo", "command", "tini", "dumb-init", "--", "time", "stdbuf", "builtin", "unbuffer"))
# Programs that are known to go on.
_SERVERS = """
nginx httpd apache2 caddy haproxy traefik redis-server valkey-server mysqld mariadbd postgres mongod etcd memcached
catalina.sh rabbitmq-server nats-server prometheus grafana fluentd fluent-bit pause registry whoami http-echo agnhost
"""
SERVERS = frozenset(_SERVERS.split())
_INTERPRETERS = frozenset(("python", "python3", "python2", "node", "ruby", "php", "java"))


class Complaint(Exception):
    """What a program writes to stderr before it exits with a code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def execute(machine: Machine, argv: list[str]) -> Iterator[Chunk]:
    """Runs one command: moves the time on, sets the code; raises Exit or Forever."""
    name = argv[0].rpartition("/")[2] or argv[0]
    args = argv[1:]
    if name in _SHELLS:
        yield from _shell(machine, args)
    elif name in _WRAPPERS:
        yield from machine.execute(args)
    elif name == "exec":
        yield from machine.execute(args)
        if args:
            raise Exit
    elif name == "eval":
        yield from machine.script(" ".join(args), [])
    elif name == "timeout" and len(args) > 1:
        yield from _timeout(machine, args)
    elif (builtin := _BUILTINS.get(name)) is not None:
        builtin(machine, args)
    elif name in ASKING:
        yield from _ask(machine, name, args)
    elif name == "tail" and any(a in ("-f", "-F") or (a[:1] == "-" and a[-1:] in "fF") for a in args):
        yield from _follow(machine, args)
    else:
        yield from _program(machine, name, args)


def _program(machine: Machine, name: str, args: list[str]) -> Iterator[Chunk]:
    from minikctl.controllers.kubelet.shell.programs import PROGRAMS

    program = PROGRAMS.get(name)
    if program is not None:
        try:
            text = program(machine, args)
        except Complaint as e:
            machine.code, machine.said = e.code, e.text
            if e.text:
                yield (machine.at, 2, e.text + "\n")
            return
        if text:
            yield (machine.at, 1, text)
    elif name in _INTERPRETERS and args[:1] and args[0] in ("-c", "-e", "-r", "--version", "-V", "-version"):
        text = _literal(args[1:])
        if not text:
            machine.not_known(name)
        if text:
            yield (machine.at, 1, text)
    elif name in QUICK or machine.exact:
        machine.not_known(name)
    else:
        if machine.around is not None:
            from minikctl.controllers.kubelet.shell.servers import greeting

            yield (machine.at, 1, greeting(name, machine.around, machine.at, args))
        if not machine.finite or name in SERVERS:
            raise Forever if name in SERVERS else Unheard
        machine.at += SECOND
        machine.not_known(name)


def _shell(machine: Machine, args: list[str]) -> Iterator[Chunk]:
    """`sh -c SCRIPT`; a shell without a script has no terminal and ends at once, one with a file may be known."""
    at = 0
    runs = False
    while at < len(args) and args[at][:1] in "-+" and args[at]:
        runs = runs or (args[at][0] == "-" and args[at][1:2] != "-" and "c" in args[at])
        at += 2 if args[at] in ("-o", "+o") else 1
    rest = args[at:]
    try:
        if runs:
            if rest:
                yield from machine.script(rest[0], rest[1:])
        elif rest:
            path = machine.path(rest[0])
            text = machine.texts.get(path)
            if text is None:
                machine.not_known(path)
                if not machine.finite:
                    raise Unheard
                machine.at += SECOND
                return
            yield from machine.script(text, rest)
        elif machine.stdin:
            yield from machine.script(machine.stdin, [])
    except Exit:
        return


def _timeout(machine: Machine, args: list[str]) -> Iterator[Chunk]:
    """A command that is stopped after a while."""
    words = list(args)
    while words and words[0].startswith("-"):
        words.pop(0)
    if not words:
        return
    limit = machine.at + (_span(words[0]) or 0)
    try:
        for chunk in machine.execute(words[1:]):
            if chunk[0] > limit:
                break
            yield chunk
        late = machine.at > limit
    except Forever:
        late = True
    if late:
        machine.at, machine.code = limit, 143


def _follow(machine: Machine, args: list[str]) -> Iterator[Chunk]:
    """`tail -f`: what is in the files, and then nothing for ever."""
    for path in (machine.path(arg) for arg in args if not arg.startswith("-") and not arg.isdecimal()):
        if path not in machine.texts:
            machine.not_known(path)
        text = machine.texts.get(path, "")
        if text:
            yield (machine.at, 1, text)
        for at, text in machine.around.appended(path) if machine.around else ():
            machine.at = max(machine.at, at)
            yield (machine.at, 1, text)
    raise Forever


def _ask(machine: Machine, name: str, args: list[str]) -> Iterator[Chunk]:
    if "-l" in args or "-lp" in args:
        raise Forever
    host = host_of(name, args)
    if machine.exact and machine.around is not None:
        from minikctl.controllers.kubelet.shell.servers import answer

        text = answer(machine.around.program, name, args)
        if text:
            yield (machine.at, 1, text)
            return
    machine.not_known(name)
    if host is None:
        return
    machine.asked.append(host)
    if machine.around is None:
        return
    since = machine.around.service(*host)
    if since is None or since > machine.at:
        machine.code = 1
        if name == "nslookup":
            yield (machine.at, 1, f"** server can't find {host[0]}: NXDOMAIN\n\n")


def _literal(args: list[str]) -> str:
    """What `print("...")` prints, with one text and nothing else."""
    source = args[0].strip().rstrip(";") if args else ""
    for call in ("print", "console.log", "puts"):
        inner = source.removeprefix(call).strip() if source.startswith(call) else ""
        if inner[:1] == "(" and inner[-1:] == ")":
            inner = inner[1:-1].strip()
        quote = inner[:1]
        if len(inner) > 1 and quote in "'\"" and inner.find(quote, 1) == len(inner) - 1:
            return inner[1:-1].replace("\\n", "\n") + "\n"
    return ""


def _span(text: str) -> int | None:
    """Microseconds of `5`, `1.5`, `2m`, `infinity`; None for what is none of these."""
    unit = _UNITS.get(text[-1:], 0)
    try:
        return int(float(text[:-1] if unit else text) * (unit or 1) * SECOND)
    except (ValueError, OverflowError):
        return None


# --- builtins


def _sleep(machine: Machine, args: list[str]) -> None:
    for arg in args:
        span = _span(arg)
        if span is None:
            raise Forever
        machine.at += max(span, 0)
        if machine.limit is not None and machine.at > machine.limit:
            raise Forever


def _exit(machine: Machine, args: list[str]) -> None:
    if args and args[0].isdecimal():
        machine.code = int(args[0][-9:]) & 255
    raise Exit


def _fail(machine: Machine, _args: list[str]) -> None:
    machine.code = 1


def _nothing(_machine: Machine, _args: list[str]) -> None:
    return


def _change(machine: Machine, args: list[str]) -> None:
    """What changes files in a way that nothing here depends on."""
    for path in args[-1:]:
        machine.keeps(machine.path(path))


def _cd(machine: Machine, args: list[str]) -> None:
    path = machine.path(args[0]) if args and args[0] != "~" else machine.variables.get("HOME", "/")
    if machine.exact and not machine.there(path):
        machine.code = 1
        return
    machine.folder = path


def _wait(machine: Machine, _args: list[str]) -> None:
    if machine.last_child is None:
        raise Forever
    machine.at = max(machine.at, machine.last_child)


def _break(machine: Machine, args: list[str]) -> None:
    raise Break(int(args[0]) if args and args[0].isdecimal() else 1, False)


def _continue(machine: Machine, args: list[str]) -> None:
    raise Break(int(args[0]) if args and args[0].isdecimal() else 1, True)


def _return(machine: Machine, args: list[str]) -> None:
    if args and args[0].isdecimal():
        machine.code = int(args[0][-9:]) & 255
    raise Return


def _rm(machine: Machine, args: list[str]) -> None:
    for path in args:
        if not path.startswith("-"):
            machine.touch(path, False)


def _touch(machine: Machine, args: list[str]) -> None:
    for path in args:
        if not path.startswith("-"):
            machine.touch(path, True)


def _export(machine: Machine, args: list[str]) -> None:
    for arg in args:
        name, equals, value = arg.partition("=")
        if name.isidentifier():
            machine.exported.add(name)
            if equals:
                machine.assign(name, value)


def _unset(machine: Machine, args: list[str]) -> None:
    for name in args:
        machine.variables.pop(name, None)
        machine.exported.discard(name)


def _set(machine: Machine, args: list[str]) -> None:
    if "--" in args:
        machine.arguments = args[args.index("--") + 1 :]


def _shift(machine: Machine, args: list[str]) -> None:
    del machine.arguments[: int(args[0]) if args and args[0].isdecimal() else 1]


def _read(machine: Machine, args: list[str]) -> None:
    """One line of the input into variables; at its end, as without any, it fails."""
    names = [a for a in args if not a.startswith("-")] or ["REPLY"]
    if not machine.stdin:
        machine.code = 1
        return
    line, _, machine.stdin = machine.stdin.partition("\n")
    words = line.split(None, len(names) - 1) if len(names) > 1 else [line.strip()]
    for position, name in enumerate(names):
        machine.assign(name, words[position] if position < len(words) else "")


def _let(machine: Machine, args: list[str]) -> None:
    from minikctl.controllers.kubelet.shell.arithmetic import reckon

    value = UNKNOWN
    for arg in args:
        value = reckon(machine, arg)
    machine.code = int(value == "0")


def _test(machine: Machine, args: list[str]) -> None:
    """What depends on something unknown is taken to hold."""
    words = [a for a in args if a not in ("]", "]]")]
    for either in _divided(words, ("-o", "||")):
        if all(_holds(machine, each) for each in _divided(either, ("-a", "&&"))):
            machine.code = 0
            return
    machine.code = 1


def _divided(words: list[str], marks: tuple[str, ...]) -> list[list[str]]:
    out: list[list[str]] = [[]]
    for word in words:
        if word in marks:
            out.append([])
        else:
            out[-1].append(word)
    return out


def _holds(machine: Machine, words: list[str]) -> bool:
    if words[:1] == ["!"]:
        return not _holds(machine, words[1:]) or any(UNKNOWN in w for w in words)
    if any(UNKNOWN in word for word in words):
        return True
    if len(words) == 1:
        return bool(words[0])
    if len(words) == 2:
        if words[0] in ("-n", "-z"):
            return bool(words[1]) == (words[0] == "-n")
        if words[0] in ("-f", "-e", "-s", "-r", "-d", "-x", "-w"):
            return machine.there(words[1])
        return True
    if len(words) != 3:
        return bool(words)
    left, sign, right = words
    if sign in ("=", "==", "!="):
        from minikctl.core.images import glob

        return glob(right, left) == (sign != "!=")
    compare = _COMPARISONS.get(sign)
    if compare is None:
        return True
    try:
        return compare(int(left or 0), int(right or 0))
    except ValueError:
        return False


_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}

_BUILTINS: dict[str, Callable[[Machine, list[str]], None]] = {
    "sleep": _sleep,
    "exit": _exit,
    "false": _fail,
    "true": _nothing,
    ":": _nothing,
    "cd": _cd,
    "wait": _wait,
    "break": _break,
    "continue": _continue,
    "return": _return,
    "rm": _rm,
    "touch": _touch,
    "export": _export,
    "local": _export,
    "declare": _export,
    "readonly": _export,
    "unset": _unset,
    "set": _set,
    "shift": _shift,
    "read": _read,
    "let": _let,
    "((": _let,
    "test": _test,
    "[": _test,
    "[[": _test,
    "mkdir": _change,
    "chmod": _change,
    "trap": _nothing,
    "ulimit": _nothing,
    "umask": _nothing,
}
