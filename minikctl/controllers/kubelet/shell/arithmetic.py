"""`$((...))`: whole numbers, variables, the operators of C. Pure but for the variables it sets."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.shell.machine import Machine

_LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))
_SIGNS = ("**", "||", "&&", "==", "!=", "<=", ">=", "++", "--", "+=", "-=", "*=", "/=", "%=", *"+-*/%<>=!()?:,")


class _Wrong(Exception):
    pass


def reckon(machine: Machine, expression: str) -> str:
    """The value as text; UNKNOWN where a part of it is, or where it is nothing that can be reckoned."""
    if UNKNOWN in expression:
        return UNKNOWN
    try:
        reckoner = _Reckoner(machine, _split(expression))
        value = reckoner.comma() if reckoner.rest else 0
        return str(value) if not reckoner.rest else UNKNOWN
    except (_Wrong, ZeroDivisionError, OverflowError, RecursionError):
        return UNKNOWN


def _split(expression: str) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(expression):
        char = expression[at]
        if char.isspace() or char == "$":
            at += 1
            continue
        sign = next((s for s in _SIGNS if expression.startswith(s, at)), "")
        end = at + len(sign)
        if not sign:
            while end < len(expression) and (expression[end].isalnum() or expression[end] == "_"):
                end += 1
            if end == at:
                raise _Wrong
        out.append(expression[at:end])
        at = end
    out.reverse()
    return out


class _Reckoner:
    """Reads tokens from the end of a reversed list."""

    def __init__(self, machine: Machine, rest: list[str]) -> None:
        self.machine = machine
        self.rest = rest

    def take(self, *wanted: str) -> str:
        if self.rest and self.rest[-1] in wanted:
            return self.rest.pop()
        return ""

    def comma(self) -> int:
        value = self.assignment()
        while self.take(","):
            value = self.assignment()
        return value

    def assignment(self) -> int:
        if len(self.rest) > 1 and self.rest[-1].isidentifier():
            sign = self.rest[-2]
            if sign in ("=", "+=", "-=", "*=", "/=", "%="):
                name = self.rest.pop()
                self.rest.pop()
                value = self.assignment()
                return self.set(name, _do(sign[0], self.value(name), value) if sign != "=" else value)
        value = self.level(0)
        if self.take("?"):
            yes = self.assignment()
            if not self.take(":"):
                raise _Wrong
            no = self.assignment()
            return yes if value else no
        return value

    def level(self, depth: int) -> int:
        if depth == len(_LEVELS):
            return self.unary()
        value = self.level(depth + 1)
        while sign := self.take(*_LEVELS[depth]):
            value = _do(sign, value, self.level(depth + 1))
        return value

    def unary(self) -> int:
        if self.take("-"):
            return -self.unary()
        if self.take("+"):
            return self.unary()
        if self.take("!"):
            return int(not self.unary())
        if sign := self.take("++", "--"):
            name = self.name()
            return self.set(name, self.value(name) + (1 if sign == "++" else -1))
        value = self.atom()
        if self.take("**"):
            power = self.unary()
            if not 0 <= power <= 64:
                raise _Wrong
            value = value**power
        return value

    def atom(self) -> int:
        if self.take("("):
            value = self.comma()
            if not self.take(")"):
                raise _Wrong
            return value
        if not self.rest:
            raise _Wrong
        if not self.rest[-1][0].isdigit():
            name = self.name()
            value = self.value(name)
            if sign := self.take("++", "--"):
                self.set(name, value + (1 if sign == "++" else -1))
            return value
        return _number(self.rest.pop())

    def name(self) -> str:
        if not self.rest or not self.rest[-1].isidentifier():
            raise _Wrong
        return self.rest.pop()

    def value(self, name: str) -> int:
        text = self.machine.variable(name)
        return _number(text) if text.strip() else 0

    def set(self, name: str, value: int) -> int:
        self.machine.assign(name, str(value))
        return value


def _number(text: str) -> int:
    text = text.strip()
    if len(text) > 30:
        raise _Wrong
    try:
        return int(text, 16 if text[:2] in ("0x", "0X") else 8 if text[:1] == "0" and len(text) > 1 else 10)
    except ValueError:
        raise _Wrong from None


def _do(sign: str, left: int, right: int) -> int:
    if sign in ("/", "%"):
        whole = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return whole if sign == "/" else left - whole * right
    if sign in ("+", "-", "*"):
        value = left + right if sign == "+" else left - right if sign == "-" else left * right
        if abs(value) > 1 << 100:
            raise _Wrong
        return value
    if sign in ("&&", "||"):
        return int(bool(left) and bool(right)) if sign == "&&" else int(bool(left) or bool(right))
    return int(
        {"==": left == right, "!=": left != right, "<": left < right}.get(
            sign, {">": left > right, "<=": left <= right, ">=": left >= right}.get(sign, False)
        )
    )
