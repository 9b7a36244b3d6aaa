"""Text in lines of limited length, broken and indented as kubectl's templates do it."""

from __future__ import annotations


def wrap(text: str, limit: int) -> str:
    """Breaks between words; line ends and runs of blanks inside a line are kept. source: go-wordwrap's rules"""
    return "\n".join(_line(line, limit) for line in text.split("\n"))


def _line(text: str, limit: int) -> str:
    out = ""
    width = 0
    for blanks, word in _words(text):
        if not word:  # blanks at the end stay only where they fit
            return out + blanks if width + len(blanks) <= limit else out
        if width + len(blanks) + len(word) > limit and (width or blanks):  # longer words than a line stay whole
            out += "\n" + word
            width = len(word)
        else:
            out += blanks + word
            width += len(blanks) + len(word)
    return out


def _words(text: str) -> list[tuple[str, str]]:
    """Pairs of blanks and the word after them; the last word may be empty."""
    out: list[tuple[str, str]] = []
    blanks = word = ""
    for char in text:
        if char.isspace() and char != "\xa0":
            if word:
                out.append((blanks, word))
                blanks = word = ""
            blanks += char
        else:
            word += char
    return [*out, (blanks, word)] if blanks or word else out


def indent(text: str, blanks: int) -> str:
    """Every line, empty ones too."""
    pad = " " * blanks
    return pad + text.replace("\n", "\n" + pad)
