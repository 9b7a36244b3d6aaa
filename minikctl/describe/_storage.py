"""What volumes and the claims on them have in common."""

from __future__ import annotations

from minikctl.core.duration import age
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Obj = dict[str, Any]

_OLD_CLASS = "volume.beta.kubernetes.io/storage-class"
_SHORT = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}


def access_modes(modes: Sequence[str] | None) -> str:
    """`RWO,RWX`, in a fixed order."""
    return ",".join(short for mode, short in _SHORT.items() if mode in (modes or ()))


def claim_class(obj: Obj) -> str:
    """The storage class of a claim or a volume: that of the old annotation before the field."""
    notes = obj["metadata"].get("annotations") or {}
    if _OLD_CLASS in notes:
        return str(notes[_OLD_CLASS])
    return str((obj.get("spec") or {}).get("storageClassName") or "")


def phase(obj: Obj, now: int) -> str:
    """The phase, or since when the object is being deleted."""
    going = obj["metadata"].get("deletionTimestamp")
    if going:
        return f"Terminating (lasts {age(going, now)})"
    return str((obj.get("status") or {}).get("phase", ""))


def finalizers(obj: Obj) -> str:
    return f"[{' '.join(obj['metadata'].get('finalizers') or ())}]"
