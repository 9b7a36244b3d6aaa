"""What the descriptions of everything that keeps pods have in common: the count of its pods by phase."""

from __future__ import annotations

from minikctl.core.objects import is_controlled_by
from minikctl.core.selectors import from_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_PHASES = {"Running": "Running", "Pending": "Waiting", "Succeeded": "Succeeded", "Failed": "Failed"}


def pods_status(obj: Obj, related: Related, selector: str) -> str:
    """`3 Running / 0 Waiting / 0 Succeeded / 0 Failed`, of the pods that it controls."""
    counts = dict.fromkeys(_PHASES, 0)
    for pod in related.list("pods", obj["metadata"].get("namespace", ""), selector):
        phase = (pod.get("status") or {}).get("phase", "")
        if phase in counts and is_controlled_by(pod, obj):
            counts[phase] += 1
    return " / ".join(f"{counts[phase]} {word}" for phase, word in _PHASES.items())


def selector_text(obj: Obj) -> str:
    """The label selector of the spec as text; "" selects everything or nothing."""
    return str(from_label_selector((obj.get("spec") or {}).get("selector")))
