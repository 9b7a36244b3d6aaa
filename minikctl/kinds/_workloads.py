"""What the old API versions of the apps kinds have in common: what they defaulted, and what only they had. Pure.

source: the API references of Kubernetes v1.2 to v1.15
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]
MAX_INT32 = 2147483647


def selector_from_template(obj: Obj) -> None:
    """Once, a workload without a selector selected the labels of its template (and took them over itself)."""
    spec: Obj = obj.setdefault("spec", {})
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if not labels:
        return
    if spec.get("selector") is None:
        spec["selector"] = {"matchLabels": dict(labels)}
    meta: Obj = obj.setdefault("metadata", {})
    if not meta.get("labels"):
        meta["labels"] = dict(labels)
