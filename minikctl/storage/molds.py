"""Objects that differ in a few strings only, as the replicas of one template do: texts are made of one another's.

A mold is what two such objects have in common, with slots for the strings in which they differ. It turns an object into
its texts, and a text into an object, without looking at what is common but by comparing bytes. What does not fit a mold
exactly is made and read the long way (encoding.py), so that a mold never decides what a text is. Pure.
"""

from __future__ import annotations

import marshal
from _json import scanstring

from minikctl.core.json_text import compact
from minikctl.core.json_text import quoted as _quote
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Obj = dict[str, Any]

MOST_SLOTS = 80
MOST_MOLDS = 12  # of one kind of object
_PRICE, _CREDIT = 20, 100  # of a try to make a mold, counted in objects that fitted one; to begin with
_VERSION = 2  # of marshal: no references, so equal values give equal bytes
_HEAD = 5  # bytes before the content of a string: its type and its length


class _String(NamedTuple):
    """A string in an object: where its content lies in the marshalled bytes, and whether it is a key."""

    text: str
    start: int
    end: int
    key: bool


class _Node(NamedTuple):
    """A part of an object: its value, and the numbers of the strings in it. parts: of a map (number of the key, part)
    by key, of a list (-1, part); number: of a string, else -1.
    """

    value: Any
    number: int
    parts: list[tuple[int, _Node]]


class _Anatomy:
    """Where the strings of an object are, in the order in which marshal writes them; skeleton: what is between them."""

    def __init__(self, obj: Obj) -> None:
        self.strings: list[_String] = []
        self._at = 0
        self.root = self._node(obj)
        self.data = marshal.dumps(obj, _VERSION)
        self.skeleton = self.without(range(len(self.strings)))

    def _node(self, value: Any) -> _Node:
        kind = type(value)
        if kind is str:
            return _Node(value, self._string(value, False), [])
        if kind is dict:
            self._at += 1
            parts = [(self._string(key, True), self._node(one)) for key, one in value.items()]
            self._at += 1
            return _Node(value, -1, parts)
        if kind is list:
            self._at += _HEAD
            return _Node(value, -1, [(-1, self._node(one)) for one in value])
        self._at += len(marshal.dumps(value, _VERSION))
        return _Node(value, -1, [])

    def _string(self, text: str, key: bool) -> int:
        start = self._at + _HEAD
        self._at = start + len(text.encode("utf-8", "surrogatepass"))
        self.strings.append(_String(text, start, self._at, key))
        return len(self.strings) - 1

    def without(self, numbers: Iterable[int]) -> list[bytes]:
        """The bytes before, between and after some strings and their lengths."""
        chosen = [self.strings[n] for n in numbers]
        ends = [0, *(s.end for s in chosen)]
        starts = [*(s.start - 4 for s in chosen), len(self.data)]
        return [self.data[a:b] for a, b in zip(ends, starts)]


class _Writer:
    """The text of an object in pieces; those with the numbers in `slots` are left empty."""

    def __init__(self, strings: list[_String], slots: set[int]) -> None:
        self._strings, self._slots = strings, slots
        self._begin = True
        self.pieces: list[str] = []
        self.places: dict[int, int] = {}  # slot: number of its piece
        self.limits: dict[int, tuple[str, str | None]] = {}  # slot of a key: the keys between which it has to stay
        self.loose = False  # there is a key in a slot beside another: where they stand is not known

    def write(self, node: _Node, newline: str) -> None:
        """Append a part; newline: with the indentation that it has, "" for a compact text."""
        if node.number >= 0:
            self._string(node.number, bool(newline))
            return
        kind = type(node.value)
        if kind not in (dict, list) or not node.value:
            self.text(compact(node.value))
            return
        inner = newline and newline + "    "
        parts = sorted(node.parts, key=lambda part: self._strings[part[0]].text) if kind is dict else node.parts
        lead = "{" if kind is dict else "["
        for number, part in parts:
            self.text(lead + inner)
            lead = ","
            if number >= 0:
                self._string(number, bool(newline))
                self.text(": " if newline else ":")
            self.write(part, inner)
        self.text(newline + ("}" if kind is dict else "]"))
        if kind is dict:
            self._limit([number for number, _ in parts])

    def text(self, text: str) -> None:
        if self._begin:
            self.pieces.append(text)
        else:
            self.pieces[-1] += text
        self._begin = False

    def _string(self, number: int, whole: bool) -> None:
        if number in self._slots:
            self.places[number] = len(self.pieces)
            self.pieces.append("")
            self._begin = True
        else:
            text = self._strings[number].text
            self.text(_quote(text) if whole else compact(text))

    def _limit(self, keys: list[int]) -> None:
        for position, number in enumerate(keys):
            if number in self._slots:
                before = self._strings[keys[position - 1]].text if position else ""
                after = self._strings[keys[position + 1]].text if position + 1 < len(keys) else None
                self.limits[number] = (before, after)
                beside = {*keys[max(position - 1, 0) : position], *keys[position + 1 : position + 2]}
                self.loose = self.loose or bool(beside & self._slots)


class Mold:
    """What objects have in common. source: one of them; slots: numbers of the strings that differ."""

    def __init__(self, source: _Anatomy, slots: set[int]) -> None:
        self.source, self.slots = source, slots
        numbers = sorted(slots)
        self._segments = source.without(numbers)
        whole, brief = _Writer(source.strings, slots), _Writer(source.strings, slots)
        whole.write(source.root, "\n")
        whole.text("\n")
        brief.write(source.root, "")
        self.is_loose = whole.loose
        self._whole, self._brief = whole.pieces, brief.pieces
        self._places = [(whole.places[n], brief.places[n]) for n in numbers]
        self._limits = {numbers.index(n): limits for n, limits in whole.limits.items()}
        self._read_order = sorted(range(len(numbers)), key=lambda i: self._places[i][0])
        self._make = _maker(source.root, {n: i for i, n in enumerate(numbers)}, source.strings)

    # --- an object to its texts

    def texts(self, data: bytes) -> tuple[list[str], str] | None:
        """(pretty, in pieces that the mold's objects share, compact) of a marshalled object; None where it does not
        fit.
        """
        found = self._strings(data)
        if found is None:
            return None
        whole, brief = self._whole.copy(), self._brief.copy()
        for text, (place, brief_place) in zip(found, self._places):
            written = whole[place] = _quote(text)
            brief[brief_place] = written if text.isascii() and "\x7f" not in text else compact(text)
        return whole, "".join(brief)

    def _strings(self, data: bytes) -> list[str] | None:
        """What is in the slots."""
        segments = self._segments
        first = segments[0]
        if not data.startswith(first):
            return None
        at = len(first)
        found = []
        for segment in segments[1:]:
            start = at + 4
            end = start + int.from_bytes(data[at:start], "little")
            at = end + len(segment)
            if data[end:at] != segment:
                return None
            found.append(data[start:end].decode("utf-8", "surrogatepass"))
        return found if at == len(data) and self._in_order(found) else None

    def _in_order(self, found: list[str]) -> bool:
        """Whether keys in slots are sorted where the mold has them."""
        for slot, (low, high) in self._limits.items():
            if not low < found[slot] or (high is not None and not found[slot] < high):
                return False
        return True

    # --- a text to its object

    def object(self, text: str, brief: bool) -> Obj | None:
        """The object of a pretty or compact text, sharing what is common; None where it does not fit."""
        pieces, at = self._brief if brief else self._whole, 0
        found = [""] * len(self._places)
        for slot in self._read_order:
            lead = pieces[self._places[slot][brief] - 1]
            if not text.startswith(lead, at):
                return None
            start = at + len(lead)
            if text[start : start + 1] != '"':
                return None
            try:
                found[slot], at = scanstring(text, start + 1, True)
            except ValueError:
                return None
        if text[at:] != pieces[-1] or not self._in_order(found):
            return None
        made: Obj = self._make(found)
        return made


def _maker(node: _Node, slots: dict[int, int], strings: list[_String]) -> Callable[[list[str]], Any]:
    """What makes a part of an object of the strings in its slots; a part without slots is made of itself."""
    if node.number in slots:
        slot = slots[node.number]
        return lambda found: found[slot]
    value = node.value
    if type(value) is list:
        items = [(i, _maker(part, slots, strings)) for i, (_, part) in enumerate(node.parts) if _has(part, slots)]

        def make_list(found: list[str]) -> Any:
            made = value.copy()
            for position, make in items:
                made[position] = make(found)
            return made

        return make_list if items else lambda found: value
    if any(number in slots for number, _ in node.parts):
        pairs = [(slots.get(n, -1), strings[n].text, _maker(part, slots, strings)) for n, part in node.parts if n >= 0]
        return lambda found: {found[slot] if slot >= 0 else key: make(found) for slot, key, make in pairs}
    parts = [(strings[n].text, part) for n, part in node.parts if _has(part, slots)]
    plain = [(key, slots[part.number]) for key, part in parts if part.number >= 0]
    deep = [(key, _maker(part, slots, strings)) for key, part in parts if part.number < 0]
    if not parts:
        return lambda found: value

    def make_map(found: list[str]) -> Any:
        made = value.copy()
        for key, slot in plain:
            made[key] = found[slot]
        for key, make in deep:
            made[key] = make(found)
        return made

    return make_map


def _has(node: _Node, slots: dict[int, int]) -> bool:
    return node.number in slots or any(number in slots or _has(part, slots) for number, part in node.parts)


def between(one: _Anatomy, other: _Anatomy, slots: set[int]) -> Mold | None:
    """A mold for both, with these slots besides; None where they differ in more than strings, or in too many."""
    if one.skeleton != other.skeleton:
        return None
    differ = slots | {n for n, (a, b) in enumerate(zip(one.strings, other.strings)) if a.text != b.text}
    if not differ or len(differ) > MOST_SLOTS:
        return None
    mold = Mold(one, differ)
    return None if mold.is_loose else mold


class Molds:
    """The molds of one kind of object, the last used first; it learns from what does not fit."""

    def __init__(self) -> None:
        self._molds: list[Mold] = []
        self._samples: list[_Anatomy] = []  # of objects that no other has been like yet
        self._credit = _CREDIT

    def texts(self, obj: Obj) -> tuple[list[str], str] | None:
        """(pretty in pieces, compact), None where there is no mold."""
        data = marshal.dumps(obj, _VERSION)
        found: tuple[list[str], str] | None = self._first(lambda mold: mold.texts(data))
        return found

    def object(self, text: str, brief: bool = False) -> Obj | None:
        """The object of a pretty text (with a line's end) or of a compact one, None where there is no mold."""
        found: Obj | None = self._first(lambda mold: mold.object(text, brief))
        return found

    def _first(self, what: Callable[[Mold], Any]) -> Any:
        for position, mold in enumerate(self._molds):
            made = what(mold)
            if made is not None:
                if position:
                    self._molds.insert(0, self._molds.pop(position))
                self._credit += 1
                return made
        return None

    def learn(self, obj: Obj) -> None:
        """Make a mold of an object that fitted none, if there is one like it; not more often than it pays."""
        if self._credit < _PRICE:
            return
        self._credit -= _PRICE
        new = _Anatomy(obj)
        for mold in self._molds:
            wider = between(mold.source, new, mold.slots)
            if wider is not None:
                self._molds.remove(mold)
                self._molds.insert(0, wider)
                return
        for sample in self._samples:
            first = between(sample, new, set())
            if first is not None:
                self._samples.remove(sample)
                self._molds.insert(0, first)
                del self._molds[MOST_MOLDS:]
                return
        self._samples.insert(0, new)
        del self._samples[MOST_MOLDS:]
