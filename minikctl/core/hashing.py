"""The hashes that name things: ReplicaSets after their pod template, ControllerRevisions after their data.

They are Kubernetes' own, so that a name recorded on a real cluster is the name here. The text that is hashed for a
template is made by `spew`.
"""

from __future__ import annotations

from minikctl.core.spew import CURRENT
from minikctl.core.typed import Any

Obj = dict[str, Any]

_PRIME = 16777619
_BASIS = 2166136261
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"  # no vowels, nothing that looks like another: no bad words
_SAFE = {ord(char): _ALPHABET[ord(char) % 27] for char in "0123456789"}


def fnv32a(data: bytes, state: int = _BASIS) -> int:
    """FNV-1a: exclusive or, then multiply. `state` continues an earlier sum."""
    for byte in data:
        state = (state ^ byte) * _PRIME & 0xFFFFFFFF
    return state


def fnv32(data: bytes, state: int = _BASIS) -> int:
    """FNV-1: multiply, then exclusive or."""
    for byte in data:
        state = state * _PRIME & 0xFFFFFFFF ^ byte
    return state


def safe_encode(text: str) -> str:
    """Digits as the letters that generated names are made of."""
    return text.translate(_SAFE)


def pod_template_hash(template: Obj, collision_count: int | None = None) -> str:
    """The pod-template-hash of a defaulted PodTemplateSpec: `7445b75b9d`. DaemonSets name their revisions by it too."""
    state = _template_state(CURRENT.dump(template, "core/v1.PodTemplateSpec"))
    if collision_count is not None:
        state = fnv32a(collision_count.to_bytes(8, "little"), state)
    return safe_encode(str(state))


_known: dict[str, int] = {}  # controllers ask for the same few templates again and again


def _template_state(text: str) -> int:
    state = _known.get(text)
    if state is None:
        if len(_known) >= 256:
            _known.clear()
        state = _known[text] = fnv32a(text.encode())
    return state


def revision_hash(data: bytes, collision_count: int | None = None) -> str:
    """The hash that names the ControllerRevision of a StatefulSet: over its data as compact JSON, keys sorted.

    A StatefulSet always passes its collision count, 0 at first.
    """
    state = fnv32(data)
    if collision_count is not None:
        state = fnv32(str(collision_count).encode(), state)
    return safe_encode(str(state))
