"""What an autoscaler scales: an object with a scale subresource, found by spec.scaleTargetRef."""

from __future__ import annotations

from minikctl.core.errors import ApiError, no_such_resource, not_found
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]


class NoTarget(Exception):
    """There is nothing to scale; the message says why, in the server's words."""


def find(view: View, hpa: Obj) -> Obj:
    """The target. Raises NoTarget."""
    from minikctl.kinds.table import kind_for

    ref = hpa["spec"]["scaleTargetRef"]
    group = ref.get("apiVersion", "").rpartition("/")[0]
    entry = kind_for(ref.get("apiVersion", "v1"), ref["kind"])
    if entry is None:
        raise NoTarget(f'no matches for kind "{ref["kind"]}" in group "{group}"')
    found = view.get(entry.resource, hpa["metadata"]["namespace"], ref["name"])
    error: ApiError | None = None
    if "scale" not in entry.subresources:
        error = no_such_resource()
    elif found is None:
        error = not_found(entry.plural, entry.group, ref["name"])
    if error is not None or found is None:
        raise NoTarget(error.message if error else "")
    return found


def measures(view: View, hpa: Obj, labels: Obj) -> bool:
    """Whether a pod with these labels is one of those that an autoscaler's target selects."""
    from minikctl.controllers._selecting import matcher

    try:
        return matcher(selector_of(find(view, hpa)))(labels)
    except NoTarget:
        return False


def size(target: Obj) -> int:
    """spec.replicas, as its scale shows it."""
    return int(target["spec"].get("replicas", 1))


def selector_of(target: Obj) -> Obj | None:
    """A label selector; a ReplicationController has a plain map of labels."""
    selector = target["spec"].get("selector")
    if selector and target["kind"] == "ReplicationController":
        return {"matchLabels": selector}
    return selector or None
