"""--append-hash: the suffix that tells one content of a config map or secret from another.

source: kubectl pkg/util/hash
"""

from __future__ import annotations

from minikctl.core.typed import Any


def suffixed(name: str, content: dict[str, Any]) -> str:
    """`NAME-HASH` for what identifies the object: kind, name, data and so on."""
    from hashlib import sha256

    from minikctl.core.go_marshal import compact

    digits = sha256(compact(content).encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return f"{name}-{digits.translate(_SAFE)}"


# letters and digits that cannot spell anything
_SAFE = str.maketrans({"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"})
