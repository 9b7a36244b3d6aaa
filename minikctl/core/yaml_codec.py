"""Manifests in and YAML out, in kubectl's dialect. Files that are JSON never import a YAML library, nor does writing.

Knows bytes, documents and values; what an object must have is for others to say.
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.objects import MAX_DEPTH, too_deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from minikctl.core.errors import Obj

MAX_BYTES = 64 << 20


def dump(obj: Any) -> str:
    """One YAML document, as `-o yaml` prints it."""
    from minikctl.core.yaml_emit import emit

    return emit(obj)


def load_all(text: str | bytes, source: str) -> list[Obj]:
    """All documents of a manifest, null ones left out. CliError `error parsing <source>: ...`."""
    return list(documents(text, source))


def documents(text: str | bytes, source: str) -> Iterator[Any]:
    """The documents one by one: those before a broken one are delivered before CliError is raised, as kubectl applies
    them.
    """
    if len(text) > MAX_BYTES:
        raise CliError(f"error parsing {source}: the file has more than {MAX_BYTES} bytes")
    content = decode(text) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    if content.lstrip().startswith("{"):
        yield from _json_first(content, source)
    else:
        yield from _yaml_documents(content, source)


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 with a byte order mark; what is not valid becomes U+FFFD."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _json_first(text: str, source: str) -> Iterator[Any]:
    """A stream that begins like JSON: values one after the other, and YAML from where JSON fails on, if that works."""
    at = _skip_blanks(text, 0)
    count = 0
    while at < len(text):
        try:
            value, end = _json_value(text, at)
        except (ValueError, RecursionError):
            yield from _yaml_rest(text, at, count, source)
            return
        except OverflowError as number:
            why = f"json: cannot unmarshal number {number} into Go value of type float64"
            raise CliError(f'unable to decode "{source}": {why}') from None
        if too_deep(value, text):
            raise CliError(f"error parsing {source}: json: exceeded max depth of {MAX_DEPTH}")
        if value is not None:
            yield value
        count += 1
        at = _skip_blanks(text, end)


def _json_value(text: str, at: int) -> tuple[Any, int]:
    import json

    decoder = json.JSONDecoder(parse_int=_int, parse_float=_float, parse_constant=_no_constant)
    value, end = decoder.raw_decode(text, at)
    if "\\u" in text:
        value = _without_surrogates(value)
    return value, end


def _int(digits: str) -> float:
    """Beyond int64 Go keeps a float64."""
    if len(digits) > 400:
        return _float(digits)
    value = int(digits)
    return value if -(1 << 63) <= value < 1 << 63 else float(value)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise OverflowError(digits)
    return value


def _no_constant(word: str) -> float:
    raise ValueError(word)


def _without_surrogates(value: Any) -> Any:
    """A lone half of a surrogate pair becomes U+FFFD, as in Go."""
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def _yaml_rest(text: str, at: int, count: int, source: str) -> Iterator[Any]:
    """JSON failed at a value: a text that ends early is a fault; else it may be YAML, and if not, JSON's fault is
    told.
    """
    from minikctl.core.json_syntax import problem

    data = text.encode("utf-8", "replace")
    found = problem(data, len(text[:at].encode("utf-8", "replace")), single=False)
    if found is None:
        raise CliError(f"error parsing {source}: json: exceeded max depth of {MAX_DEPTH}")
    if found.eof:
        raise CliError(f"error parsing {source}: unexpected EOF")
    fault = CliError(f"error parsing {source}: json: offset {found.offset}: {found.message}")
    start = _end_of_previous(text, at) if count else 0
    if count and "\n" not in text[start:]:
        raise fault
    rest = _yaml_documents(text[start:], source)
    try:
        first = next(rest, None)
    except CliError:
        raise fault from None
    if first is not None:
        yield first
    yield from rest


def _end_of_previous(text: str, at: int) -> int:
    while at and text[at - 1] in " \t\r\n":
        at -= 1
    return at


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _yaml_documents(text: str, source: str) -> Iterator[Any]:
    for document in _split(text, source):
        if not document.strip():
            continue
        from minikctl.core.yaml_load import YamlError, load

        try:
            value = load(document)
        except YamlError as error:
            raise CliError(f"error parsing {source}: error converting YAML to JSON: {error}") from None
        if value is not None:
            yield value


def _split(text: str, source: str) -> Iterator[str]:
    """Cut at lines of `---`, blanks and comments after them allowed; line ends stay as they are."""
    lines: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("---"):
            rest = line[3:].strip()
            if rest and rest[0] != "#":
                raise CliError(f"error parsing {source}: invalid Yaml document separator: {rest}")
            yield "\n".join(lines) + "\n"
            lines = []
        else:
            lines.append(line)
    yield "\n".join(lines) + "\n"
