"""Lists of status conditions, with the rules by which Kubernetes' controllers change them. Pure: lists in, new lists
out.
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]


def find(conditions: list[Obj] | None, type_: str) -> Obj | None:
    for condition in conditions or ():
        if condition["type"] == type_:
            return condition
    return None


def without(conditions: list[Obj] | None, type_: str) -> list[Obj]:
    return [c for c in conditions or () if c["type"] != type_]


def replaced(conditions: list[Obj] | None, condition: Obj) -> list[Obj]:
    """The new condition goes to the end; nothing happens while status and reason stay the same.

    lastTransitionTime is kept while the status does not change. So do deployments, replica sets, jobs of every kind
    but pods.
    """
    current = find(conditions, condition["type"])
    if current is not None and current["status"] == condition["status"]:
        if current.get("reason") == condition.get("reason"):
            return list(conditions or ())
        if "lastTransitionTime" in current:
            condition = {**condition, "lastTransitionTime": current["lastTransitionTime"]}
    return [*without(conditions, condition["type"]), condition]
