"""JSON read and written by the C parts of the json package, without the package: importing it costs 4 ms, for its
patterns.

What is not read is given to the json package, which words the error.
"""

from __future__ import annotations

from _json import encode_basestring as quoted
from _json import encode_basestring_ascii as _quoted_ascii
from _json import make_encoder, make_scanner

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["compact", "compact_sorted", "loads", "loads_strictly", "quoted"]

_BLANKS = " \t\r\n"


class _Python:
    """How the json package reads: NaN and Infinity, too."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}.__getitem__
    memo: dict[str, str] = {}  # noqa: RUF012


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)


class _Strict(_Python):
    """How the standard reads."""

    parse_constant = staticmethod(_no_constant)


def _refuse(value: object) -> NoReturn:
    raise TypeError(f"{type(value).__name__} is not JSON")


_scan = make_scanner(_Python)  # type: ignore[arg-type]
_scan_strictly = make_scanner(_Strict)  # type: ignore[arg-type]
_encode = make_encoder(None, _refuse, _quoted_ascii, None, ":", ",", False, False, True)
_encode_sorted = make_encoder(None, _refuse, _quoted_ascii, None, ":", ",", True, False, True)


def loads(data: bytes | str) -> Any:
    """As json.loads, errors too."""
    try:
        text = data if isinstance(data, str) else data.decode()
        value, end = _scan(text, 0)
        if not text[end:].strip(_BLANKS):
            return value
    except (StopIteration, ValueError, SystemError):
        pass  # blanks before it, another encoding, or an error, which the scanner cannot word without the json package
    import json

    return json.loads(data)


def loads_strictly(text: str) -> Any:
    """The value of standard JSON; ValueError for anything else."""
    text = text.strip(_BLANKS)
    try:
        value, end = _scan_strictly(text, 0)
    except StopIteration:
        raise ValueError("a value is expected") from None
    except SystemError:  # the json package words its errors, and is not imported
        raise ValueError("it is broken") from None
    if end != len(text):
        raise ValueError("there is more after the value")
    return value


def compact(value: Any) -> str:
    """ASCII on one line."""
    return "".join(_encode(value, 0))


def compact_sorted(value: Any) -> str:
    """The same with the keys of every map in order."""
    return "".join(_encode_sorted(value, 0))
