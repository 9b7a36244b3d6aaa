"""Go's text/template, first step: a template into tokens."""

from __future__ import annotations

from minikctl.core.typed import NamedTuple


class Token(NamedTuple):
    """`kind` names what it is, or is the keyword itself; `at` and `line` tell where it begins."""

    kind: str
    text: str
    at: int
    line: int

    def __str__(self) -> str:
        from minikctl.core.go_text import quote_go

        if self.kind == "EOF":
            return "EOF"
        if self.kind == "error":
            return self.text
        if self.kind in KEYWORDS or self.kind == ".":
            return f"<{self.text}>"
        return quote_go(self.text[:10]) + "..." if len(self.text.encode()) > 10 else quote_go(self.text)


KEYWORDS = frozenset("block break continue define else end if nil range template with".split())
SPACE = " \t\r\n"
_TERMINATORS = " \t\r\n.,|:)("


class _Fault(Exception):
    pass


def tokens(text: str) -> list[Token]:
    """All tokens; the last one is EOF or an error."""
    lexer = _Lexer(text)
    try:
        lexer.text_and_actions()
    except _Fault as fault:
        lexer.out.append(Token("error", str(fault), lexer.start, lexer.line_of(lexer.start)))
    return lexer.out


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.start = 0
        self.parens = 0
        self.out: list[Token] = []
        self._known = (0, 1)

    def line_of(self, at: int) -> int:
        known, line = self._known
        line += self.text.count("\n", known, at) if at >= known else -self.text.count("\n", at, known)
        self._known = (at, line)
        return line

    def emit(self, kind: str) -> None:
        self.out.append(Token(kind, self.text[self.start : self.at], self.start, self.line_of(self.start)))
        self.start = self.at

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def accept(self, chars: str) -> bool:
        if self.peek() and self.peek() in chars:
            self.at += 1
            return True
        return False

    def run(self, chars: str) -> None:
        while self.accept(chars):
            pass

    def text_and_actions(self) -> None:
        while True:
            opening = self.text.find("{{", self.at)
            if opening < 0:
                if self.start < len(self.text):
                    self.at = len(self.text)
                    self.emit("text")
                self.start = self.at = len(self.text)
                self.emit("EOF")
                return
            end = opening
            trimmed = self.text[opening + 2 : opening + 3] == "-" and self.text[opening + 3 : opening + 4] in tuple(
                SPACE
            )
            if trimmed:
                end = self.start + len(self.text[self.start : opening].rstrip(SPACE))
            self.at = end
            if end > self.start:
                self.emit("text")
            self.start = self.at = opening
            self.left_delimiter(2 if trimmed else 0)

    def left_delimiter(self, marker: int) -> None:
        self.at += 2
        if self.text.startswith("/*", self.at + marker):
            self.start = self.at = self.at + marker
            self.comment()
            return
        self.emit("{{")
        self.start = self.at = self.at + marker
        self.parens = 0
        while not self.right_delimiter():
            self.inside()

    def comment(self) -> None:
        end = self.text.find("*/", self.at + 2)
        if end < 0:
            raise _Fault("unclosed comment")
        self.at = end + 2
        closes, trims = self.at_right_delimiter()
        if not closes:
            raise _Fault("comment ends before closing delimiter")
        self.at += 4 if trims else 2
        if trims:
            self.run(SPACE)
        self.start = self.at

    def at_right_delimiter(self) -> tuple[bool, bool]:
        """Whether the action ends here, and whether it trims what follows (` -}}`)."""
        if self.peek() in tuple(SPACE) and self.text.startswith("-}}", self.at + 1):
            return True, True
        return self.text.startswith("}}", self.at), False

    def right_delimiter(self) -> bool:
        closes, trims = self.at_right_delimiter()
        if not closes:
            return False
        if self.parens:
            raise _Fault("unclosed left paren")
        if trims:
            self.start = self.at = self.at + 2
        self.at += 2
        self.emit("}}")
        if trims:
            self.run(SPACE)
        self.start = self.at
        return True

    def inside(self) -> None:
        """One token of an action."""
        char = self.peek()
        if not char:
            raise _Fault("unclosed action")
        self.at += 1
        if char in SPACE:
            self.spaces()
        elif char in "=|":
            self.emit(char)
        elif char == ":":
            if not self.accept("="):
                raise _Fault("expected :=")
            self.emit(":=")
        elif char in "\"`'":
            self.quoted(char)
        elif char == "$" or (char == "." and not ("0" <= self.peek() <= "9")):
            self.name(char)
        elif char in ".+-" or "0" <= char <= "9":
            self.at -= 1
            self.number()
        elif _alphanumeric(char):
            self.identifier()
        elif char in "()":
            self.paren(char)
        elif char.isascii() and char.isprintable():
            self.emit("char")
        else:
            raise _Fault(f"unrecognized character in action: {_unicode(char)}")

    def spaces(self) -> None:
        self.run(SPACE)
        # the last blank may belong to ` -}}`
        if self.text.startswith("-}}", self.at):
            self.at -= 1
            if self.at == self.start:
                return
        self.emit("space")

    def paren(self, char: str) -> None:
        self.parens += 1 if char == "(" else -1
        if self.parens < 0:
            raise _Fault("unexpected right paren")
        self.emit(char)

    def terminated(self) -> bool:
        char = self.peek()
        return not char or char in _TERMINATORS or self.text.startswith("}}", self.at)

    def name(self, first: str) -> None:
        """A field, a variable, or the dot or dollar alone."""
        if self.terminated():
            self.emit("variable" if first == "$" else ".")
            return
        self.word()
        self.emit("variable" if first == "$" else "field")

    def word(self) -> None:
        while _alphanumeric(self.peek()):
            self.at += 1
        if not self.terminated():
            raise _Fault(f"bad character {_unicode(self.peek())}")

    def identifier(self) -> None:
        self.word()
        word = self.text[self.start : self.at]
        if word in KEYWORDS:
            self.emit(word)
        else:
            self.emit("bool" if word in ("true", "false") else "identifier")

    def quoted(self, mark: str) -> None:
        kinds = {'"': "string", "`": "raw string", "'": "character"}
        names = {'"': "quoted string", "`": "raw quoted string", "'": "character constant"}
        while (char := self.peek()) != mark:
            if char == "\\" and mark != "`":
                self.at += 1
                char = self.peek()
                if char == "\n":
                    char = ""
            if not char or (char == "\n" and mark != "`"):
                raise _Fault(f"unterminated {names[mark]}")
            self.at += 1
        self.at += 1
        self.emit(kinds[mark])

    def number(self) -> None:
        if not self.scan_number():
            raise _Fault(f'bad number syntax: "{self.text[self.start : self.at]}"')
        if self.peek() in ("+", "-"):
            if not self.scan_number() or self.text[self.at - 1] != "i":
                raise _Fault(f'bad number syntax: "{self.text[self.start : self.at]}"')
            self.emit("complex")
            return
        self.emit("number")

    def scan_number(self) -> bool:
        self.accept("+-")
        digits = "0123456789_"
        if self.accept("0"):
            if self.accept("xX"):
                digits = "0123456789abcdefABCDEF_"
            elif self.accept("oO"):
                digits = "01234567_"
            elif self.accept("bB"):
                digits = "01_"
        self.run(digits)
        if self.accept("."):
            self.run(digits)
        if (len(digits) == 11 and self.accept("eE")) or (len(digits) == 23 and self.accept("pP")):
            self.accept("+-")
            self.run("0123456789_")
        self.accept("i")
        if _alphanumeric(self.peek()):
            self.at += 1
            return False
        return True


def _alphanumeric(char: str) -> bool:
    return char == "_" or char.isalpha() or char.isdecimal()


def _unicode(char: str) -> str:
    """fmt's %#U; the end of the text counts as -1."""
    if not char:
        return "U+FFFFFFFFFFFFFFFF"
    return f"U+{ord(char):04X} '{char}'" if char.isprintable() else f"U+{ord(char):04X}"
