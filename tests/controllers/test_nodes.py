"""The simulated nodes, and pods that cannot stay on theirs."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.controllers.nodes.addresses import Block
from tests.support.cluster import Cluster, pod

Obj = dict[str, Any]


def names(cluster: Cluster) -> list[str]:
    return [n["metadata"]["name"] for n in cluster.session.read().tx.list("nodes")]


def test_there_are_three_of_them() -> None:
    cluster = Cluster()
    assert names(cluster) == ["node-1", "node-2", "node-3"]
    node = cluster.get("nodes", "node-2")
    assert node is not None
    assert node["spec"] == {"podCIDR": "10.244.2.0/24", "podCIDRs": ["10.244.2.0/24"]}
    assert node["status"]["addresses"][0] == {"address": "192.168.49.3", "type": "InternalIP"}
    assert node["status"]["capacity"] == node["status"]["allocatable"]
    assert node["status"]["capacity"]["memory"] == "8Gi"
    assert [c["type"] for c in node["status"]["conditions"]] == [
        "MemoryPressure",
        "DiskPressure",
        "PIDPressure",
        "Ready",
    ]
    assert node["status"]["nodeInfo"]["machineID"] == "1779f59f4df251f6b81aeb08fb52a5d8"


def test_there_are_as_many_and_as_large_as_the_settings_say() -> None:
    cluster = Cluster(nodes=2, node__cpu="8")
    assert names(cluster) == ["node-1", "node-2"]
    cluster.configure(nodes=4)
    cluster.run(1)
    assert names(cluster) == ["node-1", "node-2", "node-3", "node-4"]
    cluster.configure(nodes=1, node__memory="1Gi")
    cluster.run(1)
    assert names(cluster) == ["node-1"]
    node = cluster.get("nodes", "node-1")
    assert node is not None
    assert (node["status"]["capacity"]["cpu"], node["status"]["capacity"]["memory"]) == ("8", "1Gi")


def test_a_deleted_node_stays_deleted_and_its_pods_follow() -> None:
    cluster = Cluster()
    cluster.create(pod("web", nodeName="node-2"))
    cluster.run(1)
    cluster.delete("nodes", "node-2")
    cluster.run(30)
    assert cluster.get("pods", "web") is not None
    cluster.run(20)
    assert cluster.get("pods", "web") is None
    assert names(cluster) == ["node-1", "node-3"]


def test_a_node_holds_a_lease() -> None:
    leases = Cluster().session.read().tx.list("leases.coordination.k8s.io", "kube-node-lease")
    assert [lease["spec"]["holderIdentity"] for lease in leases] == ["node-1", "node-2", "node-3"]


def test_a_cordon_is_a_taint_too() -> None:
    cluster = Cluster()
    cluster.patch("nodes", "node-1", {"spec": {"unschedulable": True}})
    cluster.run(1)
    node = cluster.get("nodes", "node-1")
    assert node is not None
    taint = {"effect": "NoSchedule", "key": "node.kubernetes.io/unschedulable", "timeAdded": "2026-11-22T08:00:01Z"}
    assert node["spec"]["taints"] == [taint]
    cluster.patch("nodes", "node-1", {"spec": {"unschedulable": None}})
    cluster.run(1)
    node = cluster.get("nodes", "node-1")
    assert node is not None and "taints" not in node["spec"]


def test_no_execute_taints_evict() -> None:
    cluster = Cluster()
    stays = [{"key": "k", "operator": "Exists", "effect": "NoExecute"}]
    leaves = [{**stays[0], "tolerationSeconds": 20}]
    cluster.create(pod("goes", nodeName="node-1"))
    cluster.create(pod("stays", nodeName="node-1", tolerations=stays))
    cluster.create(pod("leaves", nodeName="node-1", tolerations=leaves))
    cluster.run(1)
    cluster.patch("nodes", "node-1", {"spec": {"taints": [{"key": "k", "effect": "NoExecute"}]}})
    cluster.run(1)
    assert [p["metadata"]["name"] for p in cluster.pods()] == ["leaves", "stays"]
    assert ("TaintManagerEviction", "Marking for deletion Pod default/goes", 1) in cluster.events("goes")
    cluster.run(15)
    assert cluster.get("pods", "leaves") is not None
    cluster.run(10)
    assert [p["metadata"]["name"] for p in cluster.pods()] == ["stays"]


def test_pods_that_are_over_are_evicted_too_and_a_taint_that_goes_cancels() -> None:
    cluster = Cluster()
    patience = [{"key": "k", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 20}]
    over = pod("over", nodeName="node-1", restartPolicy="Never")
    over["spec"]["containers"][0]["command"] = ["true"]
    cluster.create(over)
    cluster.create(pod("waits", nodeName="node-1", tolerations=patience))
    cluster.run(2)
    assert cluster.pod("over")["status"]["phase"] == "Succeeded"
    cluster.patch("nodes", "node-1", {"spec": {"taints": [{"key": "k", "value": "v", "effect": "NoExecute"}]}})
    cluster.run(5)
    assert [p["metadata"]["name"] for p in cluster.pods()] == ["waits"]
    cluster.patch("nodes", "node-1", {"spec": {"taints": None}})
    cluster.run(60)
    assert [p["metadata"]["name"] for p in cluster.pods()] == ["waits"]
    assert ("TaintManagerEviction", "Cancelling deletion of Pod default/waits", 1) in cluster.events("waits")


def test_a_node_that_is_not_ready_does_nothing() -> None:
    cluster = Cluster()
    node = cluster.get("nodes", "node-1")
    assert node is not None
    broken = [{**c, "status": "Unknown"} if c["type"] == "Ready" else c for c in node["status"]["conditions"]]
    set_conditions(cluster, broken)
    cluster.create(pod("web", nodeName="node-1"))
    cluster.run(5)
    assert "containerStatuses" not in cluster.pod("web")["status"]
    set_conditions(cluster, node["status"]["conditions"])
    cluster.run(2)
    assert cluster.container("web")["ready"]


def set_conditions(cluster: Cluster, conditions: list[Obj]) -> None:
    from minikctl.sim.apply import target_of
    from tests.support.cluster import ASKED

    api = cluster.session.write()
    node = api.get(target_of("nodes"), "", "node-1")
    changed = {**node, "status": {**node["status"], "conditions": conditions}}
    api.update(target_of("nodes"), "", "node-1", changed, ASKED, "status")
    cluster.session.react()
    cluster.session.commit()


@pytest.mark.parametrize(("number", "pods", "cidr"), [(1, 110, "10.244.1.0/24"), (2, 500, "10.244.8.0/22")])
def test_a_block_has_room_for_the_pods_of_a_node(number: int, pods: int, cidr: str) -> None:
    block = Block.number(number, pods)
    assert str(block) == cidr
    assert Block.of({"spec": {"podCIDR": cidr}}) == block
    used: set[str] = set()
    for seed in range(pods):
        address = block.pick(seed * 7, used.__contains__)
        assert address is not None and address not in used
        used.add(address)


def test_a_full_block_has_no_address() -> None:
    block = Block.number(1, 110)
    used = {f"10.244.1.{n}" for n in range(256)}
    assert block.pick(5, used.__contains__) is None
