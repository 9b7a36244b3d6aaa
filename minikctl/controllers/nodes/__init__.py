"""The simulated nodes, and what becomes of pods on nodes that are tainted or gone.

Key "" keeps as many nodes as the settings say (`nodes`, `node.cpu`, `node.memory`, `node.pods`): it is looked at when a
state begins and when settings change. A node's own key keeps the taint of a cordon, evicts what does not tolerate its
NoExecute taints, and collects the pods of a node that is gone.
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Result, Watch
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]


def reconcile(view: View, key: str, now: int) -> Result:
    if not key:
        from minikctl.controllers.nodes.keeping import keep

        return keep(view, now)
    from minikctl.controllers.nodes import eviction

    node = view.get("nodes", "", key)
    return eviction.collect(view, key, now) if node is None else eviction.look_after(view, node, now)


def _node_keys(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    """A node that came, went, or whose spec changed."""
    one = obj or old
    if one is None or (obj is not None and old is not None and obj["spec"] == old["spec"]):
        return []
    return [one["metadata"]["name"]]


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The node that a pod has just come to, where it cannot stay for ever."""
    if obj is None or (old is not None and "nodeName" in old["spec"]):
        return []
    host = obj["spec"].get("nodeName")
    node = view.get("nodes", "", host) if host else None
    if host and (node is None or any(t["effect"] == "NoExecute" for t in node["spec"].get("taints") or ())):
        return [host]
    return []


CONTROLLER = Controller(
    name="nodes",
    user="kube-controller-manager",
    component="node-controller",
    watches=(Watch("nodes", _node_keys), Watch("pods", _pod_keys)),
    reconcile=reconcile,
)
