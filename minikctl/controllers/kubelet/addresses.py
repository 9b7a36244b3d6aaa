"""Where a pod can be reached: the node's address and one of its own. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]


def host_ip(node: Obj) -> str:
    for address in (node.get("status") or {}).get("addresses") or ():
        if address["type"] == "InternalIP":
            return str(address["address"])
    return ""


def pod_ip(view: View, pod: Obj, node: Obj) -> str | None:
    """An address of the node's range that no other pod has; where it is looked for first depends on the uid."""
    if pod["spec"].get("hostNetwork"):
        return host_ip(node) or None
    from minikctl.controllers.nodes.addresses import Block

    block = Block.of(node)
    if block is None:
        return None
    return block.pick(int(pod["metadata"]["uid"][:8], 16), view.has_address)
