"""Words become fields: variables, `$(...)`, arithmetic, braces, splitting."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.tokens import EMPTY, QUOTED, UNKNOWN, closing, plain
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minikctl.controllers.kubelet.shell.machine import Machine

_SPECIAL = "?#@*$!-0123456789"


def fields(machine: Machine, words: Iterable[str]) -> list[str]:
    """The words of a command as its arguments, plain."""
    out: list[str] = []
    for word in words:
        if "$" not in word and "{" not in word:
            out.append(plain(word) if word else word)
            continue
        for alternative in _braces(word):
            out += [plain(field) for field in _split(machine, alternative)]
    return out


def text(machine: Machine, word: str) -> str:
    """A word that stays one: the value of an assignment, the name of a file."""
    return plain("".join(part for part, _ in _parts(machine, word)))


def _split(machine: Machine, word: str) -> list[str]:
    """Unquoted expansions are split at blanks; what is empty and unquoted vanishes."""
    out: list[str] = []
    current: str | None = None
    for part, whole in _parts(machine, word):
        if whole:
            current = (current or "") + part
            continue
        pieces = part.split()
        if part[:1].isspace() and current is not None:
            out.append(current)
            current = None
        for position, piece in enumerate(pieces):
            if position:
                out.append(current or "")
                current = None
            current = (current or "") + piece
        if pieces and part[-1:].isspace() and current is not None:
            out.append(current)
            current = None
    if current is not None:
        out.append(current)
    return out


def _parts(machine: Machine, word: str) -> list[tuple[str, bool]]:
    """(text, whether it is not to be split) of each stretch of a word."""
    out: list[tuple[str, bool]] = []
    at = 0
    while at < len(word):
        start = word.find("$", at)
        if start < 0:
            out.append((word[at:], True))
            break
        quoted = start > 0 and word[start - 1] == QUOTED
        if start - quoted > at:
            out.append((word[at : start - quoted], True))
        value, at = _dollar(machine, word, start)
        out.append((value, quoted))
    return out


def _dollar(machine: Machine, word: str, at: int) -> tuple[str, int]:
    """The value of the expansion that begins at `at`, and where it ends."""
    following = word[at + 1 : at + 2]
    if word.startswith("$((", at):
        end = closing(word, at + 1)
        if word[end - 1] == ")":
            from minikctl.controllers.kubelet.shell.arithmetic import reckon

            return reckon(machine, text(machine, word[at + 3 : end - 1])), end + 1
    if following == "(":
        end = closing(word, at + 1)
        return machine.substitute(word[at + 2 : end]), end + 1
    if following == "{":
        end = closing(word, at + 1)
        return _parameter(machine, word[at + 2 : end]), end + 1
    if following in _SPECIAL and following:
        return machine.variable(following), at + 2
    end = at + 1
    while end < len(word) and (word[end].isalnum() or word[end] == "_") and word[end].isascii():
        end += 1
    return (machine.variable(word[at + 1 : end]), end) if end > at + 1 else ("", at + 1)


def _parameter(machine: Machine, inner: str) -> str:
    """What stands in `${...}`: name, :-default, :=default, #prefix, %suffix, #length."""
    if inner.endswith("]") and "[" in inner:
        return _item(machine, inner)
    if inner[:1] == "#" and len(inner) > 1:
        return str(len(machine.variable(inner[1:])))
    end = 0
    while end < len(inner) and (inner[end].isalnum() or inner[end] == "_"):
        end += 1
    name, rest = inner[: end or 1], inner[end or 1 :]
    value = machine.variable(name)
    if not rest:
        return value
    operator = rest[:2] if rest[:2] in (":-", ":=", ":+", ":?", "##", "%%") else rest[:1]
    other = text(machine, rest[len(operator) :])
    if operator in (":-", ":=", "-", "="):
        if value == UNKNOWN or not value:
            value = other
        if operator in (":=", "="):
            machine.assign(name, value)
        return value
    if operator in (":+", "+"):
        return other if value else ""
    if operator in ("#", "##") and "*" not in other:
        return value.removeprefix(other)
    if operator in ("%", "%%") and "*" not in other:
        return value.removesuffix(other)
    return value


def _item(machine: Machine, inner: str) -> str:
    """`name[2]`, `name[$i]`, `name[@]`, `#name[@]`: of an array that the script has made; "" beyond its end."""
    name, _, index = inner[:-1].partition("[")
    if index in ("@", "*"):
        return machine.variables.get(f"{name}[@]", UNKNOWN)
    from minikctl.controllers.kubelet.shell.arithmetic import reckon

    index = reckon(machine, text(machine, index))
    if UNKNOWN in index or f"{name}[@]" not in machine.variables:
        return UNKNOWN
    return machine.variables.get(f"{name}[{index}]", "")


def _braces(word: str) -> list[str]:
    """`{1..3}` as three words; `{a,b}` is left alone when it has a blank in it."""
    start = word.find("{")
    while start > 0 and word[start - 1] == "$":
        start = word.find("{", start + 1)
    if start < 0:
        return [word]
    end = word.find("}", start)
    inner = word[start + 1 : end] if end > 0 else ""
    low, dots, high = inner.partition("..")
    if dots and low.lstrip("-").isdigit() and high.lstrip("-").isdigit():
        first, last = int(low), int(high)
        step = 1 if last >= first else -1
        count = min(abs(last - first) + 1, 10_000)
        items = [str(first + step * i) for i in range(count)]
    elif "," in inner and "$" not in inner:
        items = inner.split(",")
    else:
        return [word]
    return [word[:start] + (item or EMPTY) + word[end + 1 :] for item in items]
