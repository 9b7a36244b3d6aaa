"""Any object of any kind: its fields as they are, with names a person reads."""

from __future__ import annotations

from minikctl.core.go_text import sprint
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_SHOWN_ABOVE = frozenset(
    f".metadata.{name}" for name in ("managedFields", "name", "namespace", "labels", "annotations")
)
_ACRONYMS = frozenset(("API", "URL", "UID", "GUID"))


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    _fields(page, obj, 0, "")
    events.write(page, obj, related)
    return page.text()


def _fields(page: Page, content: Obj, level: int, path: str) -> None:
    for name in sorted(content):
        value, where = content[name], f"{path}.{name}"
        if where in _SHOWN_ABOVE:
            continue
        if isinstance(value, dict):
            page.line(f"{readable(name)}:", level)
            _fields(page, value, level + 1, where)
        elif isinstance(value, list):
            page.line(f"{readable(name)}:", level)
            for each in value:
                if isinstance(each, dict):
                    _fields(page, each, level + 1, where)
                else:
                    page.line(sprint(each), level + 1)
        else:
            page.field(readable(name), sprint(value), level)


def readable(name: str) -> str:
    """`apiVersion` -> `API Version`, `podCIDRs` -> `Pod CIDRs`; a name with other signs than letters and `-` stays."""
    if not all(char.isalpha() or char == "-" for char in name):
        return name
    return " ".join(_titled(word) for word in _rejoined(_words(name)))


def _titled(word: str) -> str:
    if word.upper() in _ACRONYMS:
        return word.upper()
    return word.capitalize() if word == word.lower() else word


def _rejoined(words: list[str]) -> list[str]:
    """Capitals and the capitalised word after them are one word: `CID`, `Rs`."""
    out: list[str] = []
    after_capitals = False
    for word in words:
        if after_capitals and word[0].isupper():
            out[-1] += word
            after_capitals = False
            continue
        out.append(word)
        after_capitals = len(word) >= 2 and all(char.isupper() for char in word if char.isalpha())
    return out


def _words(name: str) -> list[str]:
    """Camel case taken apart: runs of lower case, of capitals, of others; a capital before lower case begins a word."""
    runs: list[str] = []
    last = ""
    for char in name:
        kind = "lower" if char.islower() else "upper" if char.isupper() else "other"
        if kind == last:
            runs[-1] += char
        else:
            runs.append(char)
        last = kind
    for i in range(len(runs) - 1):
        if runs[i][0].isupper() and runs[i + 1][0].islower():
            runs[i + 1] = runs[i][-1] + runs[i + 1]
            runs[i] = runs[i][:-1]
    return [run for run in runs if run]
