"""The nodes there should be: as many and as large as the settings say. A node that somebody deleted stays deleted."""

from __future__ import annotations

from minikctl.controllers._base import Create, Delete, Result, Update
from minikctl.controllers.nodes.addresses import Block, node_address
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

VERSION = "v1.36.2"
_CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def keep(view: View, now: int) -> Result:
    """Create what the settings ask for beyond what was made before, or what has changed; drop what is too much."""
    settings = view.settings
    wanted = int(settings.get("nodes", 3))
    memo = view.memo() or {"made": 0}
    made = int(memo["made"])
    changes: list[Change] = []
    for number in range(1, max(wanted, made) + 1):
        node = view.get("nodes", "", f"node-{number}")
        if number > wanted:
            if node is not None:
                changes.append(Delete("nodes", "", node["metadata"]["name"], node["metadata"]["uid"]))
        elif number > made and node is None:
            changes.append(Create(new_node(number, settings, now)))
        elif node is not None:
            changes += _resized(node, settings)
    return Result(changes, None, {"made": wanted})


def _resized(node: Obj, settings: Obj) -> list[Change]:
    """A node whose size the settings have changed."""
    size = _capacity(settings)
    status = node.get("status") or {}
    if status.get("capacity") == size:
        return []
    return [Update({**node, "status": {**status, "capacity": size, "allocatable": size}}, "status")]


def new_node(number: int, settings: Obj, now: int) -> Obj:
    """node-NUMBER as its kubelet registers it."""
    name = f"node-{number}"
    stamp = rfc3339(now)
    cidr = str(Block.number(number, int(settings.get("node.pods", 110))))
    size = _capacity(settings)
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": {
                "node.alpha.kubernetes.io/ttl": "0",
                "volumes.kubernetes.io/controller-managed-attach-detach": "true",
            },
            "labels": {
                "beta.kubernetes.io/arch": "amd64",
                "beta.kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
            },
        },
        "spec": {"podCIDR": cidr, "podCIDRs": [cidr]},
        "status": {
            "addresses": [
                {"address": node_address(number), "type": "InternalIP"},
                {"address": name, "type": "Hostname"},
            ],
            "allocatable": size,
            "capacity": size,
            "conditions": [
                {
                    "lastHeartbeatTime": stamp,
                    "lastTransitionTime": stamp,
                    "message": message,
                    "reason": reason,
                    "status": status,
                    "type": type_,
                }
                for type_, status, reason, message in _CONDITIONS
            ],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {
                "architecture": "amd64",
                "bootID": "",
                "containerRuntimeVersion": "containerd://2.1.5",
                "kernelVersion": "6.12.48",
                "kubeProxyVersion": "",
                "kubeletVersion": VERSION,
                "machineID": _machine_id(name),
                "operatingSystem": "linux",
                "osImage": "Debian GNU/Linux 12 (bookworm)",
                "systemUUID": "",
            },
        },
    }


def _capacity(settings: Obj) -> Obj:
    return {
        "cpu": str(settings.get("node.cpu", "4")),
        "ephemeral-storage": "100Gi",
        "hugepages-1Gi": "0",
        "hugepages-2Mi": "0",
        "memory": str(settings.get("node.memory", "8Gi")),
        "pods": str(settings.get("node.pods", 110)),
    }


def _machine_id(name: str) -> str:
    """Like a real one, the same in every cluster: it depends on the node's name alone."""
    from hashlib import sha256

    return sha256(name.encode()).hexdigest()[:32]
