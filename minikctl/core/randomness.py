"""Deterministic randomness: bytes and numbers that depend on the state's seed and on what they are for, nothing
else.
"""

from __future__ import annotations

from _blake2 import blake2b  # hashlib would import OpenSSL


def digest(seed: str, *parts: str) -> bytes:
    """Sixteen bytes for a seed and a purpose."""
    return blake2b("\0".join((seed, *parts)).encode(), digest_size=16).digest()


def fraction(seed: str, *parts: str) -> float:
    """A number in [0, 1)."""
    return int.from_bytes(digest(seed, *parts)[:7], "big") / (1 << 56)
