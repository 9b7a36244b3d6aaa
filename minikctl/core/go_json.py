"""JSON as Go's encoding/json reads it, with its words for what is malformed. The fast path is Python's own reader."""

from __future__ import annotations

from minikctl.core.json_text import loads_strictly
from minikctl.core.objects import too_deep
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class GoJsonError(ValueError):
    """The message is encoding/json's. # source: encoding/json scanner, observed on v1.36"""


def loads(text: str | bytes) -> Any:
    """The value; GoJsonError for malformed text, and for what is nested too deep."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    try:
        value = loads_strictly(text)
    except (ValueError, RecursionError):
        from minikctl.core.json_syntax import problem

        found = problem(text.encode("utf-8", "replace"))
        raise GoJsonError(found.message if found else "exceeded max depth") from None
    if too_deep(value, text):
        raise GoJsonError("exceeded max depth")
    return value
