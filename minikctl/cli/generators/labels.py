"""`app=web,tier=front`: labels and selectors of `run` and `expose`, in kubectl's words."""

from __future__ import annotations

from minikctl.core.errors import CliError


def parse(text: str) -> dict[str, str]:
    """CliError for what is not key=value."""
    out: dict[str, str] = {}
    for part in text.split(","):
        words = part.split("=")
        if len(words) != 2:
            raise CliError(f"unexpected label spec: {part}")
        if not words[0]:
            raise CliError("unexpected empty label key")
        out[words[0]] = words[1]
    return out
