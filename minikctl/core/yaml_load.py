"""One YAML document to the JSON-shaped value kubectl makes of it. Imports PyYAML (by _libyaml): load it when there
is YAML.

PyYAML (libyaml, whose Go port kubectl uses) scans and parses; what the events mean is decided here: scalars by
yaml_scalars, merge keys and duplicate keys as go-yaml v2 treats them, keys turned to strings, aliases and depth
bounded.
"""

from __future__ import annotations

from minikctl.core._libyaml import binding, errors, parser
from minikctl.core.objects import MAX_DEPTH
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.core.yaml_scalars import resolve

if TYPE_CHECKING:
    from yaml import (
        AliasEvent,
        DocumentStartEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
        YAMLError,
    )
    from yaml.error import MarkedYAMLError
    from yaml.scanner import ScannerError
else:
    AliasEvent, ScalarEvent, StreamEndEvent = binding.AliasEvent, binding.ScalarEvent, binding.StreamEndEvent
    DocumentStartEvent, ScannerError = binding.DocumentStartEvent, binding.ScannerError
    MappingStartEvent, MappingEndEvent = binding.MappingStartEvent, binding.MappingEndEvent
    SequenceStartEvent, SequenceEndEvent = binding.SequenceStartEvent, binding.SequenceEndEvent
    YAMLError, MarkedYAMLError = errors.YAMLError, errors.MarkedYAMLError

_PREFIX = "tag:yaml.org,2002:"


class YamlError(Exception):
    """The whole message after `error converting YAML to JSON: `, in the words of go-yaml and of kubectl's JSON step."""


def load(text: str) -> Any:
    """The first document of the text, None when it is empty."""
    _check_characters(text)
    builder = _Builder(parser(text).get_event)
    try:
        builder.next()  # stream start
        if not isinstance(builder.next(), DocumentStartEvent):
            return None
        try:
            value = builder.value(builder.next(), 0)
        except _TooDeep:
            raise
        except YamlError:
            builder.drain()  # a fault of syntax further down is told first
            raise
        builder.next()  # document end, or what should not be there
        return value
    except YAMLError as error:
        raise YamlError("yaml: " + _message(error)) from None


def _check_characters(text: str) -> None:
    if text.isprintable():
        return
    for char in text:
        if (
            (char < " " and char not in "\t\n\r")
            or ("\x7f" <= char <= "\x9f" and char != "\x85")
            or char in "\ufffe\uffff"
        ):
            raise YamlError("yaml: control characters are not allowed")


def _message(error: YAMLError) -> str:
    """`line 3: ...` as go-yaml counts lines: the scanner's from one, the parser's from zero, the first one without a
    number.
    """
    if not isinstance(error, MarkedYAMLError):
        return str(error.args[-1])  # the reader's reason
    line = error.problem_mark.line if error.problem_mark is not None else 0
    if line and isinstance(error, ScannerError):
        line += 1
    problem = error.problem or "unknown problem parsing YAML content"
    return f"line {line}: {problem}" if line else str(problem)


class _TooDeep(YamlError):
    """Reading on is of no use: the scanner's work grows with the square of the depth."""


class _Anchor:
    """A named value. `weight` is the number of nodes in it, aliases expanded; None while it is being read."""

    __slots__ = ("value", "weight")

    def __init__(self) -> None:
        self.value: Any = None
        self.weight: int | None = None


class _Builder:
    """Events to values. Nodes are counted, so that a few lines of aliases cannot make a huge value."""

    def __init__(self, get_event: Any) -> None:
        self.next = get_event
        self._anchors: dict[str, _Anchor] = {}
        self._count = 0
        self._alias_count = 0

    def value(self, event: Any, depth: int) -> Any:
        self._count += 1
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event.anchor)
        if event.anchor is None:
            if kind is ScalarEvent:
                return _json_value(_scalar(event))
            return self._collection(kind, depth)
        anchor = self._anchors[event.anchor] = _Anchor()
        before = self._count - 1
        anchor.value = _json_value(_scalar(event)) if kind is ScalarEvent else self._collection(kind, depth)
        anchor.weight = self._count - before
        return anchor.value

    def _collection(self, kind: type, depth: int) -> Any:
        if depth >= MAX_DEPTH:
            raise _TooDeep(f"yaml: exceeded max depth of {MAX_DEPTH}")
        if kind is MappingStartEvent:
            return self._mapping(depth + 1)
        out = []
        while type(event := self.next()) is not SequenceEndEvent:
            out.append(self.value(event, depth + 1))
        return out

    def _mapping(self, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while type(event := self.next()) is not MappingEndEvent:
            if _merges(event):
                self._merge(out, depth)
                continue
            name = self._key(event, depth)
            out[name] = self.value(self.next(), depth)
        return out

    def _alias(self, name: str) -> Any:
        anchor = self._anchors.get(name)
        if anchor is None:
            raise YamlError(f"yaml: unknown anchor '{name}' referenced")
        if anchor.weight is None:
            raise YamlError(f"yaml: anchor '{name}' value contains itself")
        self._count += anchor.weight
        self._alias_count += anchor.weight
        if self._alias_count > 100 and self._count > 1000:
            # go-yaml's bound on the share of values that come from aliases: 99 % of small documents, 10 % of huge ones
            over = min(max(self._count - 400_000, 0) / 3_600_000, 1.0)
            if self._alias_count / self._count > 0.99 - 0.89 * over:
                raise YamlError("yaml: document contains excessive aliasing")
        return _copied(anchor.value)

    def _merge(self, out: dict[str, Any], depth: int) -> None:
        """`<<`: a mapping, or a sequence of them of which the first wins. Keys before the merge are overwritten (go-
        yaml v2).
        """
        value = self.value(self.next(), depth)
        maps = [value] if isinstance(value, dict) else value
        if not isinstance(maps, list) or not all(isinstance(item, dict) for item in maps):
            raise YamlError("yaml: map merge requires map or sequence of maps as the value")
        for item in reversed(maps):
            out.update(item)

    def _key(self, event: Any, depth: int) -> str:
        if type(event) is ScalarEvent and event.anchor is None:
            self._count += 1
            value = _scalar(event)
        else:
            value = self.value(event, depth)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return _float_key(value)
        if isinstance(value, int) and value < 1 << 63:
            return str(value)
        if isinstance(value, (dict, list)):
            raise YamlError(f"yaml: invalid map key: {_go_syntax(value)}")
        shown = _go_syntax(self.value(self.next(), depth))
        kind, key = ("%!s(<nil>)", "<nil>") if value is None else ("uint64", hex(value))
        raise YamlError(f"unsupported map key of type: {kind}, key: {key}, value: {shown}")

    def drain(self) -> None:
        """Read on to the end for the parser's own errors; aliases of nothing are among them."""
        while type(event := self.next()) is not StreamEndEvent and event is not None:
            if type(event) is AliasEvent and event.anchor not in self._anchors:
                raise YamlError(f"yaml: unknown anchor '{event.anchor}' referenced")
            if isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)) and event.anchor is not None:
                self._anchors.setdefault(event.anchor, _Anchor())


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _merges(event: Any) -> bool:
    if type(event) is not ScalarEvent or event.value != "<<":
        return False
    return bool(event.implicit[0]) or event.tag == _PREFIX + "merge"


def _scalar(event: Any) -> Any:
    if event.implicit[0]:
        return resolve(event.value)
    if event.tag is None or event.tag == "!":
        return event.value
    return _tagged(event.tag.removeprefix(_PREFIX), event.value)


def _json_value(value: Any) -> Any:
    """Whole floats come out of kubectl's JSON step as integers; integers beyond int64 as floats."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    from minikctl.core.go_text import MAX_INT64, MIN_INT64, float_json

    if isinstance(value, int):
        return value if MIN_INT64 <= value <= MAX_INT64 else float(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise YamlError(f"json: unsupported value: {float_json(value)}")
    if value.is_integer() and MIN_INT64 <= value <= MAX_INT64:
        return int(value)
    return value


def _tagged(tag: str, text: str) -> Any:
    """An explicit tag: `!!str 5`. Tags that go-yaml does not know leave the text as it is."""
    if tag == "binary":
        import base64

        try:
            return base64.b64decode(text, validate=True).decode("utf-8", "replace")
        except ValueError:
            raise YamlError("yaml: !!binary value contains invalid base64 data") from None
    if tag not in ("bool", "int", "float", "null"):
        return text
    value = resolve(text)
    found = _kind(value)
    if tag != found and not (tag == "float" and found == "int"):
        raise YamlError(f"yaml: cannot decode !!{found} `{text}` as a !!{tag}")
    return value


def _kind(value: object) -> str:
    if value is None:
        return "null"
    for kind, name in ((bool, "bool"), (int, "int"), (float, "float")):
        if isinstance(value, kind):
            return name
    return "str"


def _float_key(value: float) -> str:
    """A float as key, with the precision of a float32 (as kubectl's YAML library writes it)."""
    import struct

    from minikctl.core.go_text import float_g

    if value != value:
        return ".nan"
    if abs(value) > 3.4028235e38:
        return ".inf" if value > 0 else "-.inf"
    single = struct.unpack("f", struct.pack("f", value))[0]
    for digits in range(1, 10):
        short = float(f"{single:.{digits}g}")
        if struct.unpack("f", struct.pack("f", short))[0] == single:
            break
    return float_g(short)


def _go_syntax(value: Any) -> str:
    from minikctl.core.go_text import sharp

    return sharp(value, "map[interface {}]interface {}")
