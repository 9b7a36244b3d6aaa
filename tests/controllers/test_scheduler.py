"""Which node a pod gets, and what is said when there is none."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.support.cluster import Cluster, pod

Obj = dict[str, Any]

HELPLESS = "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."


def cpu(amount: str, **more: str) -> Obj:
    return {"requests": {"cpu": amount, **more}}


def said(cluster: Cluster, name: str) -> str:
    condition: Obj = cluster.pod(name)["status"]["conditions"][0]
    assert (condition["type"], condition["status"], condition["reason"]) == ("PodScheduled", "False", "Unschedulable")
    messages = [message for reason, message, _ in cluster.events(name) if reason == "FailedScheduling"]
    assert messages[-1] == condition["message"]
    return str(condition["message"])


def node_of(cluster: Cluster, name: str) -> str:
    return str(cluster.pod(name)["spec"].get("nodeName", ""))


def hosts(*names: str) -> Obj:
    return {"key": "kubernetes.io/hostname", "operator": "In", "values": list(names)}


def far(app: str, topology: str = "kubernetes.io/hostname") -> Obj:
    term = {"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": topology}
    return {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


def near(app: str, topology: str = "kubernetes.io/hostname") -> Obj:
    term = {"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": topology}
    return {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


def replica_set(replicas: int, **spec: Any) -> Obj:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {**pod("x")["spec"], **spec}}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": "web"},
        "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": "web"}}, "template": template},
    }


def test_an_assignment_is_told_of() -> None:
    cluster = Cluster()
    cluster.create(pod("web"))
    cluster.run(1)
    assert cluster.events("web")[0][:2] == (
        "Scheduled",
        f"Successfully assigned default/web to {node_of(cluster, 'web')}",
    )


@pytest.mark.parametrize(("nodes", "replicas"), [(3, 3), (3, 7), (5, 20)])
def test_replicas_are_spread(nodes: int, replicas: int) -> None:
    cluster = Cluster(nodes=nodes)
    cluster.create(replica_set(replicas))
    cluster.run(2)
    counts = Counter(p["spec"]["nodeName"] for p in cluster.pods())
    assert max(counts.values()) - min(counts.get(f"node-{n + 1}", 0) for n in range(nodes)) <= 1


def test_what_is_too_large_for_every_node() -> None:
    cluster = Cluster()
    cluster.create(pod("big", resources=cpu("40")))
    cluster.run(1)
    assert said(cluster, "big") == (
        f"0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, {HELPLESS}"
    )
    assert len(cluster.pod("big")["status"]["conditions"]) == 1


def test_a_node_selector_waits_for_its_label() -> None:
    cluster = Cluster()
    cluster.create(pod("picky", nodeSelector={"disk": "nvme"}))
    cluster.run(1)
    why = "3 node(s) didn't match Pod's node affinity/selector."
    assert said(cluster, "picky") == f"0/3 nodes are available: {why} no new claims to deallocate, {HELPLESS}"
    cluster.patch("nodes", "node-1", {"metadata": {"labels": {"disk": "nvme"}}})
    cluster.run(1)
    assert node_of(cluster, "picky") == "node-1"
    assert cluster.container("picky")["ready"]


def test_reasons_are_counted_and_sorted() -> None:
    cluster = Cluster()
    cluster.patch("nodes", "node-1", {"spec": {"unschedulable": True}})
    taint = {"key": "k", "value": "v", "effect": "NoSchedule"}
    cluster.patch("nodes", "node-2", {"spec": {"taints": [taint]}})
    cluster.run(1)
    cluster.create(pod("big", resources=cpu("3")))
    cluster.create(pod("late", resources=cpu("3")))
    cluster.run(1)
    assert said(cluster, "late") == (
        "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable."
        " no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming"
        " pod, 2 Preemption is not helpful for scheduling."
    )
    cluster.create(pod("calm", resources=cpu("3"), tolerations=[{"operator": "Exists", "key": "k"}]))
    cluster.run(1)
    assert node_of(cluster, "calm") == "node-2"


def test_room_is_found_when_a_pod_goes() -> None:
    cluster = Cluster(nodes=1)
    cluster.create(pod("first", resources=cpu("3")))
    cluster.run(1)
    cluster.create(pod("second", resources=cpu("3")))
    cluster.run(1)
    assert not node_of(cluster, "second")
    cluster.delete("pods", "first")
    cluster.run(2)
    assert cluster.container("second")["ready"]


def test_a_pod_that_has_ended_makes_room() -> None:
    cluster = Cluster(nodes=1)
    cluster.create(pod("job", "busybox:1.36", "sleep", "3", resources=cpu("3"), restartPolicy="Never"))
    cluster.run(1)
    cluster.create(pod("second", resources=cpu("3")))
    cluster.run(1)
    assert not node_of(cluster, "second")
    cluster.run(5)
    assert node_of(cluster, "second") == "node-1"


def test_a_node_takes_so_many_pods_and_no_more() -> None:
    cluster = Cluster(nodes=1, node__pods=4)
    cluster.create(replica_set(6))
    cluster.run(2)
    waiting = [p for p in cluster.pods() if "nodeName" not in p["spec"]]
    assert len(waiting) == 2
    assert "1 Too many pods." in waiting[0]["status"]["conditions"][0]["message"]


def test_the_older_comes_first() -> None:
    cluster = Cluster(nodes=1)
    cluster.patch("nodes", "node-1", {"spec": {"unschedulable": True}})
    cluster.create(pod("second", resources=cpu("3")))
    cluster.run(2)
    cluster.create(pod("first", resources=cpu("3")))
    cluster.run(1)
    cluster.patch("nodes", "node-1", {"spec": {"unschedulable": None}})
    cluster.run(1)
    assert (node_of(cluster, "second"), node_of(cluster, "first")) == ("node-1", "")


def test_the_more_important_sends_others_away() -> None:
    cluster = Cluster(nodes=1)
    for name in ("one", "two", "three"):
        cluster.create(pod(name, resources=cpu("1")))
    cluster.run(1)
    cluster.create(pod("vip", resources=cpu("2"), priorityClassName="system-cluster-critical"))
    cluster.run(1)
    assert node_of(cluster, "vip") == "node-1" and cluster.container("vip")["ready"]
    gone = [name for name in ("one", "two", "three") if cluster.get("pods", name) is None]
    assert len(gone) == 1
    assert cluster.events(gone[0])[-2:][0][:2] == (
        "Preempted",
        f"Preempted by pod {cluster.pod('vip')['metadata']['uid']} on node node-1",
    )
    assert "0/1 nodes are available: 1 Insufficient cpu." in [m for _, m, _ in cluster.events("vip")]


def test_who_may_not_send_others_away_says_so() -> None:
    cluster = Cluster(nodes=1)
    cluster.create(pod("one", resources=cpu("3")))
    cluster.run(1)
    cluster.create(pod("meek", resources=cpu("2"), preemptionPolicy="Never"))
    cluster.run(1)
    assert said(cluster, "meek").endswith(
        "no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never."
    )


def test_node_affinity_is_kept_and_preferred() -> None:
    cluster = Cluster()
    required = {"nodeSelectorTerms": [{"matchExpressions": [hosts("node-2", "node-3")]}]}
    preferred = [{"weight": 100, "preference": {"matchExpressions": [hosts("node-3")]}}]
    rules = {
        "requiredDuringSchedulingIgnoredDuringExecution": required,
        "preferredDuringSchedulingIgnoredDuringExecution": preferred,
    }
    cluster.create(pod("picky", affinity={"nodeAffinity": rules}))
    cluster.run(1)
    assert node_of(cluster, "picky") == "node-3"


def test_pods_that_avoid_each_other() -> None:
    cluster = Cluster()
    cluster.create(replica_set(4, affinity=far("web")))
    cluster.run(2)
    assert sorted(p["spec"].get("nodeName", "") for p in cluster.pods()) == ["", "node-1", "node-2", "node-3"]
    waiting = next(p for p in cluster.pods() if "nodeName" not in p["spec"])
    assert waiting["status"]["conditions"][0]["message"].startswith(
        "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."
    )


def test_a_pod_that_is_avoided_stays_away() -> None:
    cluster = Cluster(nodes=1)
    cluster.create(pod("loner", affinity=far("noisy")))
    cluster.run(1)
    cluster.create(pod("noisy", labels={"app": "noisy"}))
    cluster.run(1)
    assert "1 node(s) didn't satisfy existing pods anti-affinity rules." in said(cluster, "noisy")


def test_pods_that_want_to_be_together() -> None:
    cluster = Cluster()
    cluster.create(pod("cache", labels={"app": "cache"}))
    cluster.run(1)
    cluster.create(pod("app", affinity=near("cache")))
    cluster.create(pod("lost", affinity=near("nobody")))
    cluster.run(1)
    assert node_of(cluster, "app") == node_of(cluster, "cache")
    assert "3 node(s) didn't match pod affinity rules." in said(cluster, "lost")


def test_topology_spread_constraints() -> None:
    cluster = Cluster()
    for number in (1, 2, 3):
        zone = {"zone": "a" if number < 3 else "b"}
        cluster.patch("nodes", f"node-{number}", {"metadata": {"labels": zone}})
    constraint = {
        "maxSkew": 1,
        "topologyKey": "zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {"app": "web"}},
    }
    cluster.create(replica_set(6, topologySpreadConstraints=[constraint]))
    cluster.run(2)
    zones = Counter("b" if p["spec"]["nodeName"] == "node-3" else "a" for p in cluster.pods())
    assert zones == {"a": 3, "b": 3}


def test_host_ports_are_taken_once() -> None:
    cluster = Cluster(nodes=1)
    ports = [{"containerPort": 80, "hostPort": 8080}]
    cluster.create(pod("first", ports=ports))
    cluster.run(1)
    cluster.create(pod("second", ports=ports))
    cluster.run(1)
    assert "1 node(s) didn't have free ports for the requested pod ports." in said(cluster, "second")


def test_other_resources_have_to_be_there() -> None:
    cluster = Cluster()
    cluster.create(pod("gpu", resources={"limits": {"nvidia.com/gpu": "1"}, "requests": {"nvidia.com/gpu": "1"}}))
    cluster.run(1)
    assert said(cluster, "gpu").startswith("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")


def test_another_scheduler_is_left_alone() -> None:
    cluster = Cluster()
    cluster.create(pod("other", schedulerName="mine"))
    cluster.run(1)
    assert not node_of(cluster, "other") and cluster.reasons("other") == []


def test_no_nodes_at_all() -> None:
    cluster = Cluster(nodes=0)
    cluster.create(pod("web"))
    cluster.run(1)
    assert said(cluster, "web") == "no nodes available to schedule pods"
    cluster.configure(nodes=1)
    cluster.run(2)
    assert cluster.container("web")["ready"]


def test_a_refusal_is_repeated_every_five_minutes() -> None:
    cluster = Cluster()
    cluster.create(pod("big", resources=cpu("40")))
    cluster.run(1)
    revision = cluster.pod("big")["metadata"]["resourceVersion"]
    cluster.create(pod("web"))
    cluster.run(1800)
    assert cluster.pod("big")["metadata"]["resourceVersion"] == revision
    assert cluster.events("big")[0][2] == 7


def test_a_missing_claim_is_named() -> None:
    cluster = Cluster()
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "mine"}}]
    cluster.create(pod("db", volumes=volumes))
    cluster.run(1)
    assert said(cluster, "db").startswith('0/3 nodes are available: persistentvolumeclaim "mine" not found. ')
