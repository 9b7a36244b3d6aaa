"""JSON as Go's encoding/json reads it, with its words for what is malformed. The fast path is Python's own reader."""

from __future__ import annotations

import json
from typing import Any

_SPACE = " \t\r\n"


class GoJsonError(ValueError):
    """The message is encoding/json's. # source: encoding/json scanner, observed on v1.36"""


def loads(text: str | bytes) -> Any:
    """The value; GoJsonError for malformed text."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _Scan(text).document()
        raise GoJsonError("exceeded max depth") from None


def _no_constant(word: str) -> Any:
    raise ValueError(word)


class _Scan:
    """Finds the place where Go's scanner gives up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> None:
        self.value("looking for beginning of value")
        self.space()
        if self.at < len(self.text):
            self.wrong("after top-level value")

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def peek(self) -> str:
        if self.at >= len(self.text):
            raise GoJsonError("unexpected end of JSON input")
        return self.text[self.at]

    def wrong(self, where: str) -> None:
        c = self.peek()
        shown = {"'": r"'\''", '"': "'\"'"}.get(c) or (f"'{c}'" if c.isprintable() else f"'{_escaped(c)}'")
        raise GoJsonError(f"invalid character {shown} {where}")

    def value(self, where: str) -> None:
        self.space()
        c = self.peek()
        if c == "{":
            self.object()
        elif c == "[":
            self.array()
        elif c == '"':
            self.string()
        elif c == "-" or c.isdigit():
            self.number()
        elif c in "tfn":
            self.word({"t": "true", "f": "false", "n": "null"}[c])
        else:
            self.wrong(where)

    def object(self) -> None:
        self.at += 1
        self.space()
        if self.peek() == "}":
            self.at += 1
            return
        while True:
            self.space()
            if self.peek() != '"':
                self.wrong("looking for beginning of object key string")
            self.string()
            self.space()
            if self.peek() != ":":
                self.wrong("after object key")
            self.at += 1
            self.value("looking for beginning of value")
            self.space()
            if self.peek() not in ",}":
                self.wrong("after object key:value pair")
            self.at += 1
            if self.text[self.at - 1] == "}":
                return

    def array(self) -> None:
        self.at += 1
        self.space()
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            self.value("looking for beginning of value")
            self.space()
            if self.peek() not in ",]":
                self.wrong("after array element")
            self.at += 1
            if self.text[self.at - 1] == "]":
                return

    def string(self) -> None:
        self.at += 1
        while (c := self.peek()) != '"':
            if c == "\\":
                self.at += 1
                e = self.peek()
                if e == "u":
                    for _ in range(4):
                        self.at += 1
                        if self.peek() not in "0123456789abcdefABCDEF":
                            self.wrong("in \\u hexadecimal character escape")
                elif e not in '"\\/bfnrt':
                    self.wrong("in string escape code")
            elif c < " ":
                self.wrong("in string literal")
            self.at += 1
        self.at += 1

    def number(self) -> None:
        if self.peek() == "-":
            self.at += 1
            if not self.peek().isdigit():
                self.wrong("in numeric literal")
        if self.peek() == "0":
            self.at += 1
        else:
            self.digits()
        if self.text[self.at : self.at + 1] == ".":
            self.at += 1
            if not self.peek().isdigit():
                self.wrong("after decimal point in numeric literal")
            self.digits()
        if self.text[self.at : self.at + 1] in ("e", "E"):
            self.at += 1
            if self.peek() in "+-":
                self.at += 1
            if not self.peek().isdigit():
                self.wrong("in exponent of numeric literal")
            self.digits()

    def digits(self) -> None:
        while self.text[self.at : self.at + 1].isdigit():
            self.at += 1

    def word(self, word: str) -> None:
        for expected in word:
            if self.peek() != expected:
                self.wrong(f"in literal {word} (expecting {expected!r})")
            self.at += 1


def _escaped(c: str) -> str:
    known = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\b": r"\b", "\f": r"\f"}
    return known.get(c) or (f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}")
