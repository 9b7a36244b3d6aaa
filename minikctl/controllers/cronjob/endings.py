"""How a Job ended. Pure."""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.core.typed import Any

Obj = dict[str, Any]


def ended_as(job: Obj) -> str:
    """Complete, Failed, or "" while it runs."""
    conditions = (job.get("status") or {}).get("conditions")
    for type_ in ("Complete", "Failed"):
        found = _conditions.find(conditions, type_)
        if found and found["status"] == "True":
            return type_
    return ""
