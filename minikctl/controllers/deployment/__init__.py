"""Deployment: brings replica sets from one template to the next. One module per reason to change:

sync        the table of contents of one look
draft       what the look changes, gathered
claiming    which replica sets are the Deployment's
revisions   revisions, the annotations that carry them, new and old replica sets, clean-up of the history
bounds      how many pods there may be and must be
scaling     sizes of replica sets: one, or all in proportion
rolling, recreate, rollback   the three ways to change a template
progress, status   what is said about it
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Watch, itself, key_of
from minikctl.controllers._owners import controller_of, newly_orphan, owner_keys
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

_of_owner = owner_keys("Deployment")


def _replica_set_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    keys = _of_owner(obj, old, view)
    if obj is not None and newly_orphan(obj, old):
        from minikctl.controllers._selecting import matcher

        labels = obj["metadata"].get("labels") or {}
        for deployment in view.list("deployments.apps", obj["metadata"]["namespace"]):
            selector = deployment["spec"].get("selector")
            key = key_of(deployment)
            if selector and matcher(selector)(labels) and key not in keys:
                keys.append(key)
    return keys


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Recreate waits for old pods to be gone; nothing else here depends on pods."""
    if obj is not None and not _finished_now(obj, old):
        return []
    pod = obj or old
    ref = controller_of(pod) if pod else None
    if pod is None or ref is None or ref["kind"] != "ReplicaSet":
        return []
    namespace = pod["metadata"]["namespace"]
    replica_set = view.get("replicasets.apps", namespace, ref["name"])
    ref = controller_of(replica_set) if replica_set else None
    if ref is None or ref["kind"] != "Deployment":
        return []
    deployment = view.get("deployments.apps", namespace, ref["name"])
    if deployment is None or (deployment["spec"].get("strategy") or {}).get("type") != "Recreate":
        return []
    return [key_of(deployment)]


def _finished_now(obj: Obj, old: Obj | None) -> bool:
    phases = [(one.get("status") or {}).get("phase") if one else None for one in (obj, old)]
    return phases[0] != phases[1] and phases[0] in ("Succeeded", "Failed")


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.deployment import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.deployment import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "deployment",
    "kube-controller-manager",
    (Watch("deployments.apps", itself), Watch("replicasets.apps", _replica_set_keys), Watch("pods", _pod_keys)),
    reconcile,
    on_error,
    "deployment-controller",
)
