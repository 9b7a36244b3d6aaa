"""Programs that print: what each writes to stdout, as text. Pure."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.commands import Complaint
from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers.kubelet.shell.machine import Machine

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_MOST = 10_000  # lines of seq and the like


def _echo(_machine: Machine, args: list[str]) -> str:
    end, escapes, at = "\n", False, 0
    while at < len(args) and len(args[at]) > 1 and args[at][0] == "-" and not args[at].strip("-neE"):
        end = "" if "n" in args[at] else end
        escapes = escapes or "e" in args[at]
        at += 1
    text = " ".join(args[at:])
    return (_unescaped(text) if escapes else text) + end


def _unescaped(text: str) -> str:
    out = ""
    at = 0
    while at < len(text):
        char = text[at]
        following = text[at + 1 : at + 2]
        if char != "\\" or not following:
            out, at = out + char, at + 1
        elif following == "c":
            return out
        elif following in "0x":
            digits = text[at + 2 : at + (5 if following == "0" else 4)]
            base = 8 if following == "0" else 16
            while digits.strip("01234567" if base == 8 else "0123456789abcdefABCDEF"):
                digits = digits[:-1]
            try:
                out += chr(int(digits or "0", base))
            except ValueError:
                out += char + following + digits
            at += 2 + len(digits)
        else:
            out += _ESCAPES.get(following, char + following)
            at += 2
    return out


def _printf(_machine: Machine, args: list[str]) -> str:
    if not args:
        raise Complaint("printf: usage: printf format [arguments]", 2)
    if args[0] == "--":
        args = args[1:]
    layout, rest = _unescaped(args[0]), args[1:]
    out = ""
    for _ in range(_MOST):
        text, used = _filled(layout, rest)
        out += text
        rest = rest[used:]
        if not rest or not used:
            break
    return out


def _filled(layout: str, args: list[str]) -> tuple[str, int]:
    """The format once through, and how many arguments that took."""
    out, used, at = "", 0, 0
    while at < len(layout):
        if layout[at] != "%":
            out, at = out + layout[at], at + 1
            continue
        end = at + 1
        while end < len(layout) and layout[end] in "-+ #0123456789.":
            end += 1
        kind, shape = layout[end : end + 1], layout[at + 1 : end]
        at = end + 1
        if kind == "%":
            out += "%"
            continue
        value = args[used] if used < len(args) else ""
        used += 1
        try:
            out += _formatted(shape[:8], kind, value)
        except (ValueError, OverflowError):
            out += value
    return out, used


def _formatted(shape: str, kind: str, value: str) -> str:
    if kind in "dixXoc":
        number: object = int(value or 0) if kind != "c" else value[:1]
        return f"%{shape}{'d' if kind == 'i' else 's' if kind == 'c' else kind}" % number
    if kind in "feEgG":
        return f"%{shape}{kind}" % float(value or 0)
    return f"%{shape}s" % (_unescaped(value) if kind == "b" else value)


def _date(machine: Machine, args: list[str]) -> str:
    if machine.around is None:
        return UNKNOWN + "\n"
    from minikctl.controllers.kubelet.shell.dates import shown

    at = machine.around.start + machine.at
    layout = next((a[1:] for a in args if a.startswith("+")), "")
    for position, arg in enumerate(args):
        if arg in ("-d", "--date") and args[position + 1 : position + 2] and args[position + 1][:1] == "@":
            seconds = args[position + 1][1:]
            at = int(seconds[:12]) * SECOND if seconds.isdecimal() else at
        elif arg.startswith(("-I", "--iso-8601")):
            layout = "%Y-%m-%dT%H:%M:%S+00:00" if "s" in arg[2:] else "%Y-%m-%d"
        elif arg in ("-R", "--rfc-2822", "--rfc-email"):
            layout = "%a, %d %b %Y %H:%M:%S +0000"
    return shown(at, layout or "%a %b %e %H:%M:%S UTC %Y") + "\n"


def _seq(_machine: Machine, args: list[str]) -> str:
    separator = "\n"
    words = []
    at = 0
    while at < len(args):
        if args[at] == "-s" and at + 1 < len(args):
            separator = args[at + 1]
            at += 1
        elif args[at] != "-w":
            words.append(args[at])
        at += 1
    try:
        numbers = [int(w) for w in words]
    except ValueError:
        raise Complaint(f"seq: invalid number '{' '.join(words)}'") from None
    if not numbers:
        raise Complaint("seq: missing operand")
    first = numbers[0] if len(numbers) > 1 else 1
    step = numbers[1] if len(numbers) > 2 else 1
    if step == 0:
        raise Complaint("seq: increment is 0")
    count = max((numbers[-1] - first) // step + 1, 0)
    found = [str(first + step * i) for i in range(min(count, _MOST))]
    return separator.join(found) + "\n" if found else ""


def _expr(machine: Machine, args: list[str]) -> str:
    from minikctl.controllers.kubelet.shell.arithmetic import reckon

    value = reckon(machine, " ".join("==" if a == "=" else a for a in args))
    machine.code = int(value == "0")
    return value + "\n"


def _environment(machine: Machine, args: list[str]) -> str:
    """`env`, `printenv`: all that is exported, or the variables that are named."""
    names = [a for a in args if not a.startswith("-") and "=" not in a]
    if names:
        found = [machine.variables[n] for n in names if n in machine.variables]
        machine.code = int(len(found) < len(names) and machine.around is not None)
        return "".join(value + "\n" for value in found)
    return "".join(f"{n}={v}\n" for n, v in machine.variables.items() if n in machine.exported)


def _cat(machine: Machine, args: list[str]) -> str:
    paths = [a for a in args if not a.startswith("-") or a == "-"]
    if not paths:
        return machine.stdin or ""
    out = ""
    for path in paths:
        if path == "-":
            out += machine.stdin or ""
            continue
        for one in _matching(machine, path):
            whole = machine.path(one)
            if not machine.there(whole):
                raise Complaint(f"cat: {one}: No such file or directory")
            if whole not in machine.texts:
                machine.not_known(whole)
            out += machine.texts.get(whole, "")
    return out


def _matching(machine: Machine, path: str) -> list[str]:
    """The files that a pattern with `*` stands for."""
    if "*" not in path:
        return [path]
    from minikctl.core.images import glob

    path = machine.path(path)
    if not machine.is_whole(path.rpartition("/")[0]):
        machine.not_known(path)
    found = sorted(p for p in machine.texts if glob(path, p) and p.count("/") == path.count("/"))
    return found or [path]


def _ls(machine: Machine, args: list[str]) -> str:
    paths = [a for a in args if not a.startswith("-")] or [machine.folder]
    if machine.exact and any(a.startswith("-") and a != "-1" for a in args):
        machine.not_known("ls " + next(a for a in args if a.startswith("-") and a != "-1"))
    names: list[str] = []
    for path in paths:
        whole = machine.path(path)
        if whole in machine.texts:
            names.append(path)
            continue
        found = _inside(machine, whole)
        if not found:
            if not machine.there(whole):
                raise Complaint(f"ls: {path}: No such file or directory")
            if not machine.is_whole(whole):
                machine.not_known(whole)
        names += found
    return "".join(n + "\n" for n in names)


def _inside(machine: Machine, folder: str) -> list[str]:
    """The names in a folder; [] where not all of them are known."""
    if machine.exact and not machine.is_whole(folder):
        return []
    inside = folder.rstrip("/") + "/"
    lone = machine.around.lone if machine.around else ()
    below = {p[len(inside) :].partition("/")[0] for p in machine.texts if p.startswith(inside) and p not in lone}
    return sorted(n for n in below if not n.startswith("."))


def _input(machine: Machine, args: list[str]) -> tuple[str, list[str]]:
    """(the text of the files or of the input, the other arguments) of a filter."""
    files = [a for a in args if machine.path(a) in machine.texts]
    rest = [a for a in args if machine.path(a) not in machine.texts]
    for path in rest:
        if path.startswith("/") and machine.exact and not machine.there(path):
            raise Complaint(f"{path}: No such file or directory")
    return ("".join(machine.texts[machine.path(f)] for f in files) if files else machine.stdin or ""), rest


def _count(args: list[str], default: int = 10) -> int:
    for position, arg in enumerate(args):
        digits = arg.removeprefix("-n") if arg.startswith("-n") else arg[1:] if arg[:1] == "-" else ""
        if arg == "-n" and position + 1 < len(args):
            digits = args[position + 1]
        if digits.lstrip("+-").isdecimal():
            return int(digits.lstrip("+-")[:9])
    return default


def _head(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    return "".join(text.splitlines(True)[: _count(rest)])


def _tail(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    lines = text.splitlines(True)
    return "".join(lines[max(len(lines) - _count(rest), 0) :])


def _wc(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    if "-l" in rest:
        return f"{text.count(chr(10))}\n"
    if "-w" in rest:
        return f"{len(text.split())}\n"
    if "-c" in rest:
        return f"{len(text.encode('utf-8', 'replace'))}\n"
    return f"{text.count(chr(10)):9d} {len(text.split()):8d} {len(text.encode('utf-8', 'replace')):8d}\n"


def _sort(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    flags = "".join(a[1:] for a in rest if a.startswith("-"))
    lines = text.splitlines()
    if "n" in flags:
        lines.sort(key=lambda line: (_leading(line), line))
    else:
        lines.sort()
    if "u" in flags:
        lines = list(dict.fromkeys(lines))
    if "r" in flags:
        lines.reverse()
    return "".join(line + "\n" for line in lines)


def _leading(line: str) -> int:
    digits = line.lstrip()
    end = 1 if digits[:1] == "-" else 0
    while end < len(digits) and digits[end].isdecimal() and end < 18:
        end += 1
    return int(digits[:end]) if digits[:end].lstrip("-") else 0


def _uniq(machine: Machine, args: list[str]) -> str:
    lines = _input(machine, args)[0].splitlines()
    return "".join(line + "\n" for i, line in enumerate(lines) if not i or line != lines[i - 1])


def _grep(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    flags = "".join(a[1:] for a in rest if a.startswith("-"))
    words = [a for a in rest if not a.startswith("-")]
    if UNKNOWN in text or (machine.stdin is None and not text) or not words:
        machine.not_known("grep")
        return ""
    found = [line for line in text.splitlines() if matches(line, words[0], flags)]
    machine.code = int(not found)
    if "q" in flags:
        return ""
    return f"{len(found)}\n" if "c" in flags else "".join(line + "\n" for line in found)


def matches(line: str, pattern: str, flags: str) -> bool:
    """Plain text, with ^ and $ at its ends; other patterns are taken to match."""
    if "i" in flags:
        line, pattern = line.lower(), pattern.lower()
    bare = pattern.removeprefix("^").removesuffix("$")
    if "F" not in flags and any(c in bare for c in "[]*+?()|\\{}."):
        import re

        try:
            return bool(re.search(pattern[:200], line[:1000])) != ("v" in flags)
        except (re.error, RecursionError):
            return True
    if pattern.startswith("^") and pattern.endswith("$"):
        hit = line == bare
    elif pattern.startswith("^"):
        hit = line.startswith(bare)
    else:
        hit = line.endswith(bare) if pattern.endswith("$") else bare in line
    return hit != ("v" in flags)


def _cut(machine: Machine, args: list[str]) -> str:
    text, rest = _input(machine, args)
    delimiter = next((a[2:] or " " for a in rest if a.startswith("-d")), "\t")
    field = next((a[2:] for a in rest if a.startswith("-f")), "")
    if not field.isdecimal() or not int(field[:4]):
        machine.not_known("cut")
        return ""
    rows = [line.split(delimiter[:1]) for line in text.splitlines()]
    return "".join((row[int(field[:4]) - 1] if len(row) >= int(field[:4]) else "") + "\n" for row in rows)


def _tr(machine: Machine, args: list[str]) -> str:
    sets = {"[:lower:]": "a-z", "[:upper:]": "A-Z", "\\n": "\n", "[a-z]": "a-z", "[A-Z]": "A-Z", "\\t": "\t"}
    words = [sets.get(a, a) for a in args]
    text = machine.stdin or ""
    if words == ["a-z", "A-Z"]:
        return text.upper()
    if words == ["A-Z", "a-z"]:
        return text.lower()
    if len(words) == 2 and words[0] == "-d":
        return text.translate({ord(c): None for c in words[1]})
    if len(words) == 2 and len(words[0]) == len(words[1]) == 1:
        return text.replace(words[0], words[1])
    machine.not_known("tr")
    return ""


def _tee(machine: Machine, args: list[str]) -> str:
    text = machine.stdin or ""
    for path in args:
        if not path.startswith("-"):
            machine.write(path, text, "-a" in args)
    return text


def _base64(machine: Machine, args: list[str]) -> str:
    import binascii

    text, rest = _input(machine, args)
    try:
        if "-d" in rest or "--decode" in rest:
            return binascii.a2b_base64(text).decode("utf-8", "replace")
    except binascii.Error:
        raise Complaint("base64: invalid input") from None
    return binascii.b2a_base64(text.encode("utf-8", "replace")).decode()


def _bc(machine: Machine, args: list[str]) -> str:
    from minikctl.controllers.kubelet.shell.arithmetic import reckon

    lines = (machine.stdin or "").replace(";", "\n").splitlines()
    values = [reckon(machine, line) for line in lines if line.strip()]
    if UNKNOWN in values:
        machine.not_known("bc")
    return "".join(v + "\n" for v in values if v != UNKNOWN)


def _hostname(machine: Machine, args: list[str]) -> str:
    """The name; with -i and -f what /etc/hosts has with it."""
    host = machine.around.host if machine.around else UNKNOWN
    for line in machine.texts.get("/etc/hosts", "").splitlines() if args else ():
        address, *names = line.split()
        if names[-1:] == [host]:
            return (address if args[0] in ("-i", "-I") else names[0]) + "\n"
    return host + "\n"


def _uname(machine: Machine, args: list[str]) -> str:
    known = {"s": "Linux", "n": _hostname(machine, []).strip(), "r": "6.12.48", "m": "x86_64", "o": "Linux"}
    flags = "".join(a[1:] for a in args) or "s"
    return " ".join(v for f, v in known.items() if f in flags or "a" in flags) + "\n"


def _perl(machine: Machine, args: list[str]) -> str:
    """The program that jobs of tutorials run: pi to so many digits."""
    source = next((args[i + 1] for i, a in enumerate(args[:-1]) if a[:1] == "-" and a[-1:] in "eE"), "")
    word, _, rest = source.strip().rstrip(";").partition("bpi(")
    if word.strip() in ("print", "say") and rest[:-1].isdecimal() and rest.endswith(")"):
        if machine.around is None:
            return UNKNOWN
        from minikctl.controllers.kubelet.shell.pi import pi

        flags = "".join(a for a in args if a[:1] == "-" and not a.startswith("-M"))
        return pi(min(int(rest[:-1][:5]), 10_000)) + ("\n" if "l" in flags or word.strip() == "say" else "")
    text = source.strip().rstrip(";").removeprefix("print").strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and source.startswith("print"):
        return text[1:-1].replace("\\n", "\n")
    machine.not_known("perl")
    return ""


def _name_of(_machine: Machine, args: list[str]) -> str:
    return (args[0].rstrip("/").rpartition("/")[2] if args else "") + "\n"


def _folder_of(_machine: Machine, args: list[str]) -> str:
    return (args[0].rstrip("/").rpartition("/")[0] or "." if args else "") + "\n"


def _id(machine: Machine, args: list[str]) -> str:
    uid, gid, groups = machine.around.user if machine.around else (0, 0, (0,))
    if args:
        shown = {"-u": uid, "-g": gid, "-G": " ".join(str(g) for g in groups)}.get(args[0])
        if shown is None:
            machine.not_known(f"id {args[0]}")
        return f"{shown}\n"
    names = {0: "0(root)"}
    every = ",".join(names.get(g, str(g)) for g in groups)
    return f"uid={names.get(uid, uid)} gid={names.get(gid, gid)} groups={every}\n"


def _who(machine: Machine, _args: list[str]) -> str:
    uid = machine.around.user[0] if machine.around else 0
    if uid:
        raise Complaint(f"whoami: unknown uid {uid}")
    return "root\n"


def _says(text: str) -> Callable[[Machine, list[str]], str]:
    return lambda _machine, _args: text


PROGRAMS: dict[str, Callable[[Machine, list[str]], str]] = {
    "echo": _echo,
    "printf": _printf,
    "date": _date,
    "seq": _seq,
    "expr": _expr,
    "env": _environment,
    "printenv": _environment,
    "cat": _cat,
    "ls": _ls,
    "head": _head,
    "tail": _tail,
    "wc": _wc,
    "sort": _sort,
    "uniq": _uniq,
    "grep": _grep,
    "egrep": _grep,
    "cut": _cut,
    "tr": _tr,
    "tee": _tee,
    "rev": lambda machine, args: "".join(line[::-1] + "\n" for line in _input(machine, args)[0].splitlines()),
    "base64": _base64,
    "bc": _bc,
    "hostname": _hostname,
    "uname": _uname,
    "perl": _perl,
    "basename": _name_of,
    "dirname": _folder_of,
    "whoami": _who,
    "id": _id,
    "pwd": lambda machine, _args: machine.folder + "\n",
    "nproc": _says("4\n"),
    "arch": _says("x86_64\n"),
    "tty": _says("not a tty\n"),
}
