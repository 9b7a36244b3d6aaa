"""JSON as Go's encoding/json reads it, with its words for what is malformed. The fast path is Python's own reader."""

from __future__ import annotations

import json

from minikctl.core.typed import Any


class GoJsonError(ValueError):
    """The message is encoding/json's. # source: encoding/json scanner, observed on v1.36"""


def loads(text: str | bytes) -> Any:
    """The value; GoJsonError for malformed text."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        from minikctl.core.json_syntax import problem

        found = problem(text.encode("utf-8", "replace"))
        raise GoJsonError(found.message if found else "exceeded max depth") from None


def _no_constant(word: str) -> Any:
    raise ValueError(word)
