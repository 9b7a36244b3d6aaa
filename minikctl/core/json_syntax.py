"""Where and why a text is no JSON, in the words of Go's encoding/json, which users see in many messages.

Only called when a real parser has failed already: slow and small.
"""

from __future__ import annotations

from minikctl.core.typed import NamedTuple


class SyntaxProblem(NamedTuple):
    """`offset` counts bytes up to and with the offending one. `eof`: the text ends too early, so there is no such
    byte.
    """

    offset: int
    message: str
    eof: bool = False


class _Stop(Exception):
    def __init__(self, at: int, why: str) -> None:
        self.at = at
        self.why = why


def problem(data: bytes, start: int = 0, *, single: bool = True) -> SyntaxProblem | None:
    """The first fault of the value at `start`; `single`: nothing but blanks may follow it."""
    try:
        at = _Scanner(data).value(start)
        if single:
            at = _blanks(data, at)
            if at < len(data):
                raise _Stop(at, "after top-level value")
    except _Stop as stop:
        if stop.at >= len(data):
            return SyntaxProblem(len(data), "unexpected end of JSON input", eof=True)
        return SyntaxProblem(stop.at + 1, f"invalid character {_quote(data[stop.at])} {stop.why}")
    return None


def _quote(byte: int) -> str:
    if byte == 0x27:
        return "'\\''"
    if byte == 0x22:
        return "'\"'"
    named = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 0x5C: "\\"}
    if byte in named:
        return f"'\\{named[byte]}'"
    if byte < 0x20 or byte == 0x7F:
        return f"'\\x{byte:02x}'"
    if 0x80 <= byte <= 0xA0 or byte == 0xAD:
        return f"'\\u{byte:04x}'"
    return f"'{chr(byte)}'"


def _blanks(data: bytes, at: int) -> int:
    while at < len(data) and data[at] in b" \t\r\n":
        at += 1
    return at


class _Scanner:
    """Walks over one value; nesting is kept in a list, so that depth costs no stack."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def at(self, at: int) -> int:
        return self.data[at] if at < len(self.data) else -1

    def value(self, at: int) -> int:
        nesting: list[int] = []
        while True:
            at = _blanks(self.data, at)
            opening = self.at(at)
            if opening in (0x7B, 0x5B):
                nesting.append(opening)
                at = _blanks(self.data, at + 1)
                closing = b"}" if opening == 0x7B else b"]"
                if self.at(at) != closing[0]:
                    at = self.key(at) if opening == 0x7B else at
                    continue
                nesting.pop()
                at += 1
            else:
                at = self.scalar(at)
            at, more = self.after(at, nesting)
            if not more:
                return at

    def after(self, at: int, nesting: list[int]) -> tuple[int, bool]:
        """What follows a value: closing brackets, or a comma and another value (True)."""
        while nesting:
            at = _blanks(self.data, at)
            char = self.at(at)
            in_object = nesting[-1] == 0x7B
            if char == 0x2C:
                return (self.key(_blanks(self.data, at + 1)) if in_object else at + 1), True
            if char != (0x7D if in_object else 0x5D):
                raise _Stop(at, "after object key:value pair" if in_object else "after array element")
            nesting.pop()
            at += 1
        return at, False

    def key(self, at: int) -> int:
        if self.at(at) != 0x22:
            raise _Stop(at, "looking for beginning of object key string")
        at = _blanks(self.data, self.string(at))
        if self.at(at) != 0x3A:
            raise _Stop(at, "after object key")
        return at + 1

    def scalar(self, at: int) -> int:
        char = self.at(at)
        if char == 0x22:
            return self.string(at)
        if char >= 0 and char in b"-0123456789":
            return self.number(at)
        for word in (b"true", b"false", b"null"):
            if char == word[0]:
                return self.word(at, word)
        raise _Stop(at, "looking for beginning of value")

    def word(self, at: int, word: bytes) -> int:
        for i, expected in enumerate(word):
            if self.at(at + i) != expected:
                raise _Stop(at + i, f"in literal {word.decode()} (expecting '{chr(expected)}')")
        return at + len(word)

    def string(self, at: int) -> int:
        at += 1
        while self.at(at) != 0x22:
            char = self.at(at)
            if char == 0x5C:
                at = self.escape(at + 1)
                continue
            if char < 0x20:
                raise _Stop(at, "in string literal")
            at += 1
        return at + 1

    def escape(self, at: int) -> int:
        char = self.at(at)
        if char == 0x75:
            for i in range(1, 5):
                if self.at(at + i) < 0 or self.at(at + i) not in b"0123456789abcdefABCDEF":
                    raise _Stop(at + i, "in \\u hexadecimal character escape")
            return at + 5
        if char < 0 or char not in b'bfnrt\\/"':
            raise _Stop(at, "in string escape code")
        return at + 1

    def digits(self, at: int, why: str) -> int:
        start = at
        while 0x30 <= self.at(at) <= 0x39:
            at += 1
        if at == start:
            raise _Stop(at, why)
        return at

    def number(self, at: int) -> int:
        if self.at(at) == 0x2D:
            at += 1
        at = at + 1 if self.at(at) == 0x30 else self.digits(at, "in numeric literal")
        if self.at(at) == 0x2E:
            at = self.digits(at + 1, "after decimal point in numeric literal")
        if self.at(at) in (0x65, 0x45):
            at += 1
            if self.at(at) in (0x2B, 0x2D):
                at += 1
            at = self.digits(at, "in exponent of numeric literal")
        return at
