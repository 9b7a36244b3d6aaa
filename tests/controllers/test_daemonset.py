"""DaemonSets: a pod for each node, rolling updates, history."""

from __future__ import annotations

from typing import Any

from minikctl.controllers import daemonset
from minikctl.controllers.daemonset.placement import tolerations_of
from tests.support import world as w


def node(name: str, taints: list[w.Obj] | None = None, **labels: str) -> w.Obj:
    spec = {"taints": taints} if taints else {}
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}, "spec": spec}


def daemon(**spec: Any) -> w.Obj:
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {
            "name": "agent",
            "namespace": "default",
            "annotations": {"deprecated.daemonset.template.generation": "1"},
        },
        "spec": {
            "selector": {"matchLabels": {"app": "agent"}},
            "template": w.template(app="agent"),
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}},
            "revisionHistoryLimit": 10,
            **spec,
        },
    }


class Placing(w.Kubelet):
    """Puts pods where their affinity says."""

    def start(self, meta: w.Obj) -> None:
        pod = self.world.get("pods", meta["namespace"], meta["name"])
        if pod is not None and not pod["spec"].get("nodeName"):
            there = daemonset_node(pod)
            self.world.edit("Pod", meta["name"], lambda p: p["spec"].update(nodeName=there))
        super().start(meta)


def daemonset_node(pod: w.Obj) -> str:
    terms = pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    return str(terms["nodeSelectorTerms"][0]["matchFields"][0]["values"][0])


def make(nodes: int = 3, **spec: Any) -> w.World:
    world = w.World(daemonset.CONTROLLER)
    Placing(world)
    for number in range(1, nodes + 1):
        world.put(node(f"node-{number}"))
    world.put(daemon(**spec))
    return world


def set_image(world: w.World, image: str) -> None:
    world.edit("DaemonSet", "agent", lambda d: d["spec"]["template"]["spec"]["containers"][0].update(image=image))


def images(world: w.World) -> list[str]:
    return [p["spec"]["containers"][0]["image"] for p in world.list("pods")]


def places(world: w.World) -> list[str]:
    return sorted(p["spec"].get("nodeName", "") for p in world.list("pods"))


def test_every_node_gets_a_pod() -> None:
    world = make()
    world.run()
    assert places(world) == ["node-1", "node-2", "node-3"]
    assert world.one("DaemonSet", "agent")["status"] == {
        "currentNumberScheduled": 3,
        "desiredNumberScheduled": 3,
        "numberAvailable": 3,
        "numberMisscheduled": 0,
        "numberReady": 3,
        "observedGeneration": 1,
        "updatedNumberScheduled": 3,
    }
    assert [m[:19] for m in world.messages("SuccessfulCreate")] == ["Created pod: agent-"] * 3
    (revision,) = world.list("controllerrevisions.apps")
    digest = revision["metadata"]["name"].removeprefix("agent-")
    labels = {"app": "agent", "controller-revision-hash": digest, "pod-template-generation": "1"}
    assert world.list("pods")[0]["metadata"]["labels"] == labels
    assert revision["metadata"]["labels"] == {"app": "agent", "controller-revision-hash": digest}


def test_nodes_that_come_and_change_are_followed() -> None:
    world = make(2)
    world.edit("DaemonSet", "agent", lambda d: d["spec"]["template"]["spec"].update(nodeSelector={"disk": "ssd"}))
    world.run()
    assert places(world) == []
    world.edit("Node", "node-2", lambda n: n["metadata"].update(labels={"disk": "ssd"}), namespace="")
    world.run()
    assert places(world) == ["node-2"]
    world.edit("Node", "node-2", lambda n: n["metadata"].update(labels={}), namespace="")
    world.run()
    assert places(world) == []
    assert world.one("DaemonSet", "agent")["status"]["desiredNumberScheduled"] == 0


def test_taints_keep_pods_away_unless_they_are_tolerated() -> None:
    world = make(1)
    world.put(node("tainted", [{"key": "a", "value": "b", "effect": "NoSchedule"}]))
    world.put(node("cordoned", [{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}]))
    world.run()
    assert places(world) == ["cordoned", "node-1"]
    taint = [{"key": "a", "value": "b", "effect": "NoSchedule"}]
    world.edit("Node", "node-1", lambda n: n["spec"].update(taints=taint), namespace="")
    world.run()
    assert places(world) == ["cordoned", "node-1"], "a pod that is there may stay"
    assert world.one("DaemonSet", "agent")["status"]["numberMisscheduled"] == 1


def test_an_update_replaces_so_many_at_a_time() -> None:
    world = make(4)
    world.run()

    def enough(world: w.World) -> None:
        ready = [p for p in world.list("pods") if p.get("status") and "deletionTimestamp" not in p["metadata"]]
        assert len(ready) >= 3

    world.checks.append(enough)
    set_image(world, "nginx:2")
    world.run()
    assert images(world) == ["nginx:2"] * 4


def test_surge_puts_the_new_pod_beside_the_old_one_first() -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    world = make(3, updateStrategy=strategy)
    world.run()

    def enough(world: w.World) -> None:
        ready = [p for p in world.list("pods") if p.get("status") and "deletionTimestamp" not in p["metadata"]]
        assert len(ready) >= 3

    world.checks.append(enough)
    set_image(world, "nginx:2")
    world.run()
    assert images(world) == ["nginx:2"] * 3


def test_on_delete_waits() -> None:
    world = make(2, updateStrategy={"type": "OnDelete"})
    world.run()
    set_image(world, "nginx:2")
    world.run()
    assert images(world) == ["nginx:1"] * 2
    world.delete("Pod", world.names("Pod")[0])
    world.run()
    assert sorted(images(world)) == ["nginx:1", "nginx:2"]


def test_a_failed_pod_is_replaced() -> None:
    world = make(1)
    world.run()
    name = world.names("Pod")[0]
    world.edit("Pod", name, lambda p: p["status"].update(phase="Failed"))
    world.run()
    text = f"Found failed daemon pod default/{name} on node node-1, will try to kill it"
    assert world.messages("FailedDaemonPod") == [text]
    assert len(world.names("Pod")) == 1


def test_history_moves_back_and_is_limited() -> None:
    world = make(1, revisionHistoryLimit=1)
    for image in ("nginx:1", "nginx:2", "nginx:3", "nginx:2"):
        set_image(world, image)
        world.run()
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [3, 4]


def test_daemons_tolerate_the_usual_taints_for_ever() -> None:
    short = {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 9}
    found = tolerations_of({"tolerations": [short]})
    assert len(found) == 6
    assert found[0] == {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"}
    assert len(tolerations_of({"hostNetwork": True})) == 7


def test_rest_is_rest() -> None:
    world = make(2)
    world.run()
    before = world.revision
    world._wake("daemonset", "default/agent", world.now)
    world.run()
    assert world.revision == before
