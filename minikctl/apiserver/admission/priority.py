"""Priority: spec.priority and preemptionPolicy from the priority class."""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

_CLASSES = "priorityclasses.scheduling.k8s.io"


def mutate(
    api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 403 for a class that does not exist or a number that is not the class's."""
    spec = obj["spec"]
    name = spec.get("priorityClassName")
    priority, policy = 0, "PreemptLowerPriority"
    found: Obj | None
    if name:
        found = api.tx.get(Key(_CLASSES, "", name))
        if found is None:
            raise forbidden("pods", "", obj["metadata"].get("name", ""), f"no PriorityClass with name {name} was found")
    else:
        found = next((c for c in api.tx.list(_CLASSES, "") if c.get("globalDefault")), None)
        if found is not None:
            spec["priorityClassName"] = found["metadata"]["name"]
    if found is not None:
        priority = found.get("value", 0)
        policy = found.get("preemptionPolicy") or policy
    given = spec.get("priority")
    if given is not None and given != priority:
        why = (
            f"the integer value of priority ({given}) must not be provided in pod spec; "
            "priority admission controller computed {priority} from the given PriorityClass name"
        ).replace("{priority}", str(priority))
        raise forbidden("pods", "", obj["metadata"].get("name", ""), why)
    spec["priority"] = priority
    spec.setdefault("preemptionPolicy", policy)


def validate(
    api: ApiServer, target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 403 for a second default class."""
    name = obj["metadata"].get("name", "")
    if not obj.get("globalDefault"):
        return
    for other in api.tx.list(_CLASSES, ""):
        taken = other["metadata"]["name"]
        if other.get("globalDefault") and taken != name:
            why = f"PriorityClass {taken} is already marked as default. Only one default can exist"
            raise forbidden("priorityclasses", target.group, name, why)
