"""Warning headers of answers. Pure. source: RFC 7234 5.5, apimachinery net.ParseWarningHeaders"""

from __future__ import annotations


def messages(header: str) -> list[str]:
    """The texts of code 299; several headers come joined by line ends, several warnings in one by commas."""
    out = []
    for line in header.split("\n"):
        rest = line
        while rest:
            code, _, rest = rest.lstrip(" ,").partition(" ")
            _agent, _, rest = rest.partition(" ")
            if not rest.startswith('"'):
                break
            text, rest = _quoted(rest)
            if code == "299" and text:
                out.append(text)
            if rest.lstrip().startswith('"'):  # a date
                rest = _quoted(rest.lstrip())[1]
    return out


def _quoted(text: str) -> tuple[str, str]:
    """The string that begins here, and what follows it."""
    out = []
    at = 1
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
            out.append(text[at : at + 1])
        elif char == '"':
            return "".join(out), text[at + 1 :]
        else:
            out.append(char)
        at += 1
    return "".join(out), ""
