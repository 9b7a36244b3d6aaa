"""Shell text as tokens: words with their quotes taken off, and operators. Pure.

What quotes have said about a word is kept in it as private characters, so that expansion can go by them.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.shell._process import Unheard

QUOTED = "\ue001"  # before a `$` that stands in double quotes: what it becomes is not split
EMPTY = "\ue002"  # an empty pair of quotes: the word is there though nothing is in it
UNKNOWN = "\ue003"  # in what an expansion gives: nobody knows what would stand here
_LITERAL = {"$": "\ue010", "`": "\ue011", "{": "\ue012", "~": "\ue013"}
_PLAIN = {ord(mark): char for char, mark in _LITERAL.items()} | {ord(QUOTED): "", ord(EMPTY): ""}
_OPERATORS = (
    *("&>>", "<<<", "<<-", "&&", "||", ";;", "&>", "<<", ">>", ">&", "<&", ">|"),
    *(">", "<", ";", "|", "&", "(", ")", "\n"),
)


class Odd(Unheard):
    """Text that is no shell script, or one beyond this shell: what it does is taken to be without end."""


class Operator(str):
    """A token that is no word; a redirection carries its file descriptor in front: `2>`."""

    __slots__ = ()


def plain(word: str) -> str:
    """The word as a program gets it."""
    return word.translate(_PLAIN)


def literal(text: str) -> str:
    """Text that no expansion touches."""
    for char, mark in _LITERAL.items():
        text = text.replace(char, mark)
    return text


def tokens(text: str) -> list[str]:
    """Words and Operators, in order; here-documents follow their operator as a word. Raises Odd for open quotes."""
    scanner = _Scanner(text)
    while scanner.at < len(text):
        scanner.step()
    scanner.end_word()
    return scanner.out


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.word: str | None = None
        self.documents: list[tuple[int, str, bool]] = []  # (where its body goes, its delimiter, tabs are cut off)

    def add(self, part: str) -> None:
        self.word = (self.word or "") + part

    def end_word(self) -> None:
        if self.word is not None:
            self.out.append(self.word)
            self.word = None

    def step(self) -> None:
        text, at = self.text, self.at
        char = text[at]
        if char == "'":
            end = self.find("'", at + 1)
            self.add(literal(text[at + 1 : end]) or EMPTY)
            self.at = end + 1
        elif char == '"':
            self.double()
        elif char == "\\":
            self.add("" if text[at + 1 : at + 2] == "\n" else literal(text[at + 1 : at + 2]))
            self.at = at + 2
        elif char in "$`":
            self.add(self.expansion())
        elif char == "#" and self.word is None:
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
        elif text.startswith("((", at) and self.word is None and "))" in text[at:]:
            end = text.index("))", at)
            self.out += ["((", literal(text[at + 2 : end])]
            self.at = end + 2
        elif char in "&|;<>()\n":
            self.operator()
        elif char.isspace():
            self.end_word()
            self.at += 1
        else:
            self.add(char)
            self.at += 1

    def find(self, char: str, start: int) -> int:
        end = self.text.find(char, start)
        if end < 0:
            raise Odd("unterminated quoted string")
        return end

    def double(self) -> None:
        """A part in double quotes."""
        text = self.text
        self.at += 1
        begun = False
        while self.at < len(text) and text[self.at] != '"':
            char = text[self.at]
            begun = True
            if char == "\\" and text[self.at + 1 : self.at + 2] in ("$", "`", '"', "\\", "\n"):
                self.add("" if text[self.at + 1] == "\n" else literal(text[self.at + 1]))
                self.at += 2
            elif char in "$`":
                self.add(QUOTED + self.expansion())
            else:
                self.add(literal(char))
                self.at += 1
        if self.at >= len(text):
            raise Odd("unterminated quoted string")
        self.at += 1
        if not begun:
            self.add(EMPTY)

    def expansion(self) -> str:
        """`$...` as it is written, a backquoted command as `$(...)`; a lone `$` is itself."""
        text, at = self.text, self.at
        if text[at] == "`":
            end = self.find("`", at + 1)
            self.at = end + 1
            return f"$({text[at + 1 : end]})"
        following = text[at + 1 : at + 2]
        if following in ("(", "{"):
            self.at = closing(text, at + 1) + 1
            return text[at : self.at]
        self.at = at + 1
        return "$" if following and (following.isalnum() or following in "_?#@*$!-") else literal("$")

    def operator(self) -> None:
        operator = next(o for o in _OPERATORS if self.text.startswith(o, self.at))
        self.at += len(operator)
        redirects = operator[0] in "<>"
        if redirects and self.word is not None and self.word.isdigit():
            operator = self.word + operator
            self.word = None
        self.end_word()
        self.out.append(Operator(operator))
        if operator.endswith(("<<", "<<-")) and not operator.endswith("<<<"):
            self.document(operator.endswith("-"))
        elif operator == "\n":
            self.bodies()

    def document(self, strip: bool) -> None:
        """Reads the delimiter of a here-document; its body follows after the line."""
        text = self.text
        while text[self.at : self.at + 1] in (" ", "\t"):
            self.at += 1
        start = self.at
        while self.at < len(text) and not text[self.at].isspace() and text[self.at] not in ";|&":
            self.at += 1
        self.documents.append((len(self.out), text[start : self.at], strip))
        self.out.append("")

    def bodies(self) -> None:
        for place, delimiter, strip in self.documents:
            end = delimiter.strip("'\"").lstrip("\\")
            lines = []
            while self.at < len(self.text):
                line, _, _ = self.text[self.at :].partition("\n")
                self.at += len(line) + 1
                line = line.lstrip("\t") if strip else line
                if line == end:
                    break
                lines.append(line + "\n")
            body = "".join(lines)
            self.out[place] = literal(body) if end != delimiter else _quoted(body)
        self.documents.clear()


def _quoted(body: str) -> str:
    """A here-document whose variables are expanded: like text in double quotes, but for the quotes."""
    scanner = _Scanner('"' + body.replace('"', '\\"') + '"')
    scanner.double()
    return scanner.word or ""


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes. Raises Odd."""
    opening = text[at]
    ending = ")" if opening == "(" else "}"
    depth = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "'" and opening == "(":
            at = text.find("'", at + 1)
            if at < 0:
                break
        elif char == opening:
            depth += 1
        elif char == ending:
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise Odd("unterminated expansion")
