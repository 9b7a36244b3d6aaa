"""What descriptions are written on: lines at levels of indentation, in cells that tabs part; what many of them share.

A page is made in pieces, and aligned as a whole at the end. Knows metadata, nothing of any kind.
"""

from __future__ import annotations

from minikctl.core.times import parse_rfc3339, rfc1123z
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Obj = dict[str, Any]

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
NONE = "<none>"
UNSET = "<unset>"
_LONGEST = 140  # of an annotation's line
_ZERO_TIME = "Mon, 01 Jan 0001 00:00:00 +0000"  # a time that was never set, as Go prints it


class Page:
    """Text under way. A nested page indents each of its pieces, those within a line too, as kubectl's does."""

    def __init__(self, parts: list[str | None] | None = None, indent: int = 0) -> None:
        self._parts: list[str | None] = [] if parts is None else parts  # None: what follows is aligned by itself
        self._indent = indent

    def write(self, text: str, level: int = 0) -> None:
        """A piece of a line, or whole lines."""
        self._parts.append("  " * (level + self._indent) + text)

    def line(self, text: str, level: int = 0) -> None:
        self.write(text + "\n", level)

    def field(self, name: str, value: object, level: int = 0) -> None:
        """`Name:` and a value in the next column."""
        self.write(f"{name}:\t{value}\n", level)

    def values(self, title: str, values: Sequence[str], indent: str = "") -> None:
        """`Title:` and one value a line below each other; `<none>` for none."""
        self.write(f"{indent}{title}:\t")
        if not values:
            self.write(NONE + "\n")
        for number, value in enumerate(values):
            if number:
                self.write(indent)
                self.write("\t")
            self.write(value + "\n")

    def end_columns(self) -> None:
        """What follows is aligned by itself."""
        self._parts.append(None)

    def nested(self, level: int) -> Page:
        return Page(self._parts, self._indent + level)

    def raw(self) -> str:
        """The text with its tabs."""
        return "".join(self._blocks())

    def text(self) -> str:
        """The whole description, its columns aligned."""
        from minikctl.printers.tabwriter import align

        return "".join(map(align, self._blocks()))

    def _blocks(self) -> list[str]:
        """What is aligned together."""
        blocks: list[list[str]] = [[]]
        for part in self._parts:
            if part is None:
                blocks.append([])
            else:
                blocks[-1].append(part)
        return [harmless("".join(block)) for block in blocks]


def head(page: Page, obj: Obj, namespaced: bool = True) -> None:
    """Name and namespace."""
    meta = obj["metadata"]
    page.field("Name", meta.get("name", ""))
    if namespaced:
        page.field("Namespace", meta.get("namespace", ""))


def label_lines(page: Page, obj: Obj, title: str = "Labels") -> None:
    """The labels of an object's metadata, one a line."""
    page.values(title, pairs(obj["metadata"].get("labels")))


def pairs(values: Mapping[str, str] | None) -> list[str]:
    """`key=value` by key."""
    return [f"{key}={value}" for key, value in sorted((values or {}).items())]


def joined(values: Mapping[str, str] | None) -> str:
    """A map on one line: `a=1,b=2`, or `<none>`."""
    return ",".join(pairs(values)) or NONE


def annotation_lines(page: Page, obj: Obj, title: str = "Annotations") -> None:
    """The annotations without kubectl's own memory of applied objects; long ones begin a line of their own."""
    notes = obj["metadata"].get("annotations") or {}
    page.write(f"{title}:\t")
    keys = sorted(key for key in notes if key != LAST_APPLIED)
    if not keys:
        page.write(NONE + "\n")
    for number, key in enumerate(keys):
        if number:
            page.write("\t")
        value = notes[key].removesuffix("\n")
        if _size(key) + _size(value) + 2 > _LONGEST or "\n" in value:
            page.write(f"{key}:\n")
            for line in value.split("\n"):
                page.write(f"\t  {_shortened(line, _LONGEST - 2)}\n")
        else:
            page.write(f"{key}: {value}\n")


def _size(text: str) -> int:
    return len(text.encode())


def _shortened(text: str, size: int) -> str:
    raw = text.encode()
    return raw[:size].decode(errors="replace") + "..." if len(raw) > size else text


def condition_lines(page: Page, obj: Obj) -> None:
    """Type, status and reason of each condition, as the workloads show them."""
    found = (obj.get("status") or {}).get("conditions") or ()
    if not found:
        return
    page.write("Conditions:\n  Type\tStatus\tReason\n")
    page.line("----\t------\t------", 1)
    for each in found:
        page.line(f"{each.get('type', '')} \t{each.get('status', '')}\t{each.get('reason', '')}", 1)


def timed_conditions(page: Page, obj: Obj, before: str = "") -> None:
    """Type, status, last transition, reason and message of each condition."""
    found = (obj.get("status") or {}).get("conditions") or ()
    if not found:
        return
    page.write(f"{before}Conditions:\n")
    page.line("Type\tStatus\tLastTransitionTime\tReason\tMessage", 1)
    page.line("----\t------\t------------------\t------\t-------", 1)
    for each in found:
        cells = [each.get("type", ""), each.get("status", ""), when(each.get("lastTransitionTime"))]
        page.line("\t".join([*cells, each.get("reason", ""), each.get("message", "")]), 1)


def when(time: str | None) -> str:
    """An RFC 3339 time in the form of describe."""
    return rfc1123z(parse_rfc3339(time)) if time else _ZERO_TIME


def created(obj: Obj) -> str:
    return when(obj["metadata"].get("creationTimestamp"))


def true_false(value: bool) -> str:
    return "True" if value else "False"


def controlled_by(page: Page, obj: Obj) -> None:
    from minikctl.core.objects import controller_of

    owner = controller_of(obj)
    if owner is not None:
        page.field("Controlled By", f"{owner['kind']}/{owner['name']}")


def decoded(text: str | None) -> bytes:
    """What base64 stands for; nothing where it stands for nothing."""
    from base64 import b64decode

    try:
        return b64decode(text or "")
    except ValueError:
        return b""


def decoded_size(text: str | None) -> int:
    return len(decoded(text))


def term(page: Page, number: int, expressions: list[str], level: int) -> None:
    """`Term 0:` with its expressions, one a line."""
    page.write(f"Term {number}:\t", level)
    for position, text in enumerate(expressions or [NONE]):
        if position:
            page.write("\t", level)
        page.line(text)
