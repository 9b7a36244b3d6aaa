"""A small world for the tests of controllers: objects in a dict that is a View, a loop that applies Results, a
kubelet of a few lines.

It keeps the API server's rules that controllers rely on (uids, resourceVersions, generations, finalizers,
preconditions, status apart from spec) and nothing else. Time stands still until `run` moves it.
"""

from __future__ import annotations

import copy
import heapq
from typing import TYPE_CHECKING, Any

from minikctl.controllers._base import Bind, Create, Delete, Event, Skipped, Update
from minikctl.controllers._pods import is_finished, is_ready
from minikctl.core.errors import MODIFIED, ApiError, conflict
from minikctl.core.randomness import fraction
from minikctl.core.times import SECOND, rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers._base import Change, Controller, Result

Obj = dict[str, Any]

START = 1_700_000_000 * SECOND

RESOURCES = {
    "Deployment": "deployments.apps",
    "ReplicaSet": "replicasets.apps",
    "StatefulSet": "statefulsets.apps",
    "DaemonSet": "daemonsets.apps",
    "ControllerRevision": "controllerrevisions.apps",
    "Job": "jobs.batch",
    "CronJob": "cronjobs.batch",
    "HorizontalPodAutoscaler": "horizontalpodautoscalers.autoscaling",
    "EndpointSlice": "endpointslices.discovery.k8s.io",
    "Endpoints": "endpoints",
    "PodDisruptionBudget": "poddisruptionbudgets.policy",
    "PriorityClass": "priorityclasses.scheduling.k8s.io",
    "StorageClass": "storageclasses.storage.k8s.io",
}


def resource_of(kind: str) -> str:
    return RESOURCES.get(kind, kind.lower() + "s")


class World:
    """Objects by (resource, namespace, name); `controllers` are woken by what they watch."""

    def __init__(self, *controllers: Controller, admit: Callable[[Obj], None] | None = None) -> None:
        self.settings: Obj = {}
        self.until = 0
        self.controllers = {c.name: c for c in controllers}
        self.order = {c.name: i for i, c in enumerate(controllers)}
        self.objects: dict[tuple[str, str, str], Obj] = {}
        self.events: list[Event] = []
        self.now = START
        self.revision = 0
        self.admit = admit
        self.checks: list[Callable[[World], None]] = []
        self.looks = 0
        self.repeats: dict[tuple[str, str], Any] = {}
        self._serial = 0
        self._memos: dict[tuple[str, str], Any] = {}
        self._memo: Any = None
        self._settled: tuple[str, str] | None = None  # as in sim/engine.py
        self._due: dict[tuple[str, str], int] = {}
        self._heap: list[tuple[int, int, str, str]] = []
        self._timers: list[tuple[int, int, Callable[[], None]]] = []

    # --- View

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        return self.objects.get((resource, namespace, name))

    def list(self, resource: str, namespace: str = "") -> list[Obj]:
        keys = sorted(k for k in self.objects if k[0] == resource and namespace in ("", k[1]))
        return [self.objects[k] for k in keys]

    def select(self, resource: str, namespace: str, selector: Any) -> list[Obj]:
        return [o for o in self.list(resource, namespace) if selector.matches(o["metadata"].get("labels") or {})]

    def owned(self, uid: str, resource: str) -> list[Obj]:
        return [
            o
            for o in self.list(resource)
            if any(r["uid"] == uid and r.get("controller") for r in o["metadata"].get("ownerReferences") or ())
        ]

    def dependents(self, uid: str) -> list[Obj]:
        found = [
            k
            for k, o in self.objects.items()
            if any(r["uid"] == uid for r in o["metadata"].get("ownerReferences") or ())
        ]
        return [self.objects[k] for k in sorted(found)]

    def on_node(self, node: str) -> list[Obj]:
        return [p for p in self.list("pods") if p["spec"].get("nodeName") == node]

    def node_usage(self, node: str) -> tuple[int, int, int]:
        return len(self.on_node(node)), 0, 0

    def owned_pods(self, uid: str) -> tuple[int, int, int]:
        pods = [p for p in self.owned(uid, "pods") if not is_finished(p)]
        active = [p for p in pods if "deletionTimestamp" not in p["metadata"]]
        return len(active), sum(map(is_ready, active)), len(pods) - len(active)

    def has_address(self, address: str) -> bool:
        return any((p.get("status") or {}).get("podIP") == address for p in self.list("pods"))

    def events_about(self, uid: str) -> list[Obj]:
        return [{"message": e.message} for e in self.events if e.regarding["metadata"]["uid"] == uid]

    def generate_name(self, resource: str, namespace: str, base: str) -> str:
        self._serial += 1
        return f"{base}{self._serial:05}"

    def random(self, *parts: str) -> float:
        return fraction("seed", *parts)

    def memo(self) -> Any:
        return self._memo

    # --- a user's writes

    def put(self, obj: Obj) -> Obj:
        """Create an object, or change one: then generation moves with the spec."""
        obj = copy.deepcopy(obj)
        meta = obj["metadata"]
        if obj["kind"] not in ("Namespace", "Node", "PersistentVolume", "StorageClass"):
            meta.setdefault("namespace", "default")
        key = self._key(obj)
        old = self.objects.get(key)
        if old is None:
            return self._create(obj)
        meta.update(uid=old["metadata"]["uid"], creationTimestamp=old["metadata"]["creationTimestamp"])
        meta["generation"] = old["metadata"].get("generation", 1) + (obj.get("spec") != old.get("spec"))
        self._store(key, obj, old)
        return obj

    def edit(self, kind: str, name: str, change: Callable[[Obj], None], namespace: str = "default") -> Obj:
        obj = copy.deepcopy(self.objects[(resource_of(kind), namespace, name)])
        change(obj)
        return self.put(obj)

    def delete(self, kind: str, name: str, namespace: str = "default", propagation: str = "Background") -> None:
        obj = self.objects[(resource_of(kind), namespace, name)]
        self.apply(Delete(resource_of(kind), namespace, name, obj["metadata"]["uid"], 0, propagation))

    # --- the API server

    def _key(self, obj: Obj) -> tuple[str, str, str]:
        return resource_of(obj["kind"]), obj["metadata"].get("namespace", ""), obj["metadata"]["name"]

    def _create(self, obj: Obj) -> Obj:
        key = self._key(obj)
        if key in self.objects:
            raise ApiError(409, "AlreadyExists", f'{key[0]} "{key[2]}" already exists')
        if self.admit:
            self.admit(obj)
        self._serial += 1
        obj["metadata"].update(uid=f"uid-{self._serial:06}", creationTimestamp=rfc3339(self.now), generation=1)
        self._store(key, obj, None)
        return obj

    def _store(self, key: tuple[str, str, str], obj: Obj | None, old: Obj | None) -> None:
        self.revision += 1
        if obj is None:
            del self.objects[key]
        else:
            obj["metadata"]["resourceVersion"] = str(self.revision)
            self.objects[key] = obj
        for controller in self.controllers.values():
            for watch in controller.watches:
                if watch.resource == key[0]:
                    for wanted in watch.keys(obj, old, self):
                        if (controller.name, wanted) == self._settled:
                            continue
                        self._wake(controller.name, wanted, self.now + watch.delay)

    def apply(self, change: Change, mine: dict[tuple[str, str, str], str] | None = None) -> None:
        if isinstance(change, Event):
            self.events.append(change)
        elif isinstance(change, Skipped):
            pass  # nobody sees them
        elif isinstance(change, Create):
            self._create(copy.deepcopy(change.obj))
        elif isinstance(change, Update):
            self._update(change, mine if mine is not None else {})
        elif isinstance(change, Bind):
            self.edit("Pod", change.name, lambda pod: pod["spec"].update(nodeName=change.node), change.namespace)
        else:
            self._delete(change)

    def _update(self, change: Update, mine: dict[tuple[str, str, str], str]) -> None:
        new = copy.deepcopy(change.obj)
        key = self._key(new)
        old = self.objects.get(key)
        if old is None or old["metadata"]["uid"] != new["metadata"]["uid"]:
            raise ApiError(404, "NotFound", f'{key[0]} "{key[2]}" not found')
        if mine.get(key) is None and new["metadata"]["resourceVersion"] != old["metadata"]["resourceVersion"]:
            raise conflict(key[0], "", key[2], MODIFIED)
        mine[key] = "written"
        if change.subresource == "finalize":
            new = {**old, "metadata": dict(old["metadata"]), "spec": new["spec"]}
            if not new["spec"]["finalizers"]:
                self._store(key, None, old)
                return
        elif change.subresource == "status":
            meta = {**old["metadata"], **{k: v for k, v in new["metadata"].items() if k == "annotations"}}
            new = {**old, "metadata": meta, "status": new.get("status", {})}
        else:
            new["status"] = old.get("status", {})
            new["metadata"]["generation"] = old["metadata"]["generation"] + (new.get("spec") != old.get("spec"))
        if new.get("status", {}) == old.get("status", {}) and {**new, "status": 0} == {**old, "status": 0}:
            return
        if (
            new["metadata"].get("deletionTimestamp")
            and not new["metadata"].get("finalizers")
            and new["kind"] not in ("Pod", "Namespace")
        ):
            self._store(key, None, old)
            return
        self._store(key, new, old)

    def _delete(self, change: Delete) -> None:
        key = (change.resource, change.namespace, change.name)
        old = self.objects.get(key)
        if old is None or old["metadata"]["uid"] != change.uid:
            return
        meta = dict(old["metadata"])
        finalizer = {"Foreground": "foregroundDeletion", "Orphan": "orphan"}.get(change.propagation)
        if finalizer and finalizer not in meta.get("finalizers", ()):
            meta["finalizers"] = [*meta.get("finalizers", ()), finalizer]
        graceful = change.resource == "pods" and change.grace != 0 and old["spec"].get("nodeName")
        if not meta.get("finalizers") and not graceful:
            self._store(key, None, old)
        elif "deletionTimestamp" not in meta:
            meta["deletionTimestamp"] = rfc3339(self.now)
            self._store(key, {**old, "metadata": meta}, old)

    # --- time

    def at(self, when: int, do: Callable[[], None]) -> None:
        self._serial += 1
        heapq.heappush(self._timers, (when, self._serial, do))

    def _wake(self, controller: str, key: str, due: int) -> None:
        self.repeats.pop((controller, key), None)
        have = self._due.get((controller, key))
        if have is None or due < have:
            self._due[(controller, key)] = due
            heapq.heappush(self._heap, (due, self.order[controller], controller, key))

    def run(self, seconds: float = 60, most: int = 20000) -> None:
        """Play everything due within so many seconds; the clock stands at their end then."""
        self.until = until = self.now + int(seconds * SECOND)
        while (step := self._next(until)) is not None:
            self.now = max(self.now, step)
            if self._timers and self._timers[0][0] <= self.now:
                heapq.heappop(self._timers)[2]()
            else:
                _, _, name, key = heapq.heappop(self._heap)
                del self._due[(name, key)]
                self._look(name, key)
            for check in self.checks:
                check(self)
            most -= 1
            assert most > 0, "the world does not come to rest"
        self.now = until

    def _next(self, until: int) -> int | None:
        while self._heap and self._due.get(self._heap[0][2:]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        due = min([h[0][0] for h in (self._heap, self._timers) if h], default=until + 1)
        return due if due <= until else None

    def _look(self, name: str, key: str) -> None:
        controller = self.controllers[name]
        self.looks += 1
        self._memo = self._memos.get((name, key))
        result = controller.reconcile(self, key, self.now)
        result = self._apply_all(controller, key, result)
        self._memos[(name, key)] = result.memo
        if result.requeue_at is not None:
            self._wake(name, key, max(result.requeue_at, self.now))
        if result.repeat is not None and (name, key) not in self._due:
            self.repeats[(name, key)] = result.repeat

    def _apply_all(self, controller: Controller, key: str, result: Result) -> Result:
        mine: dict[tuple[str, str, str], str] = {}
        for change in result.changes:
            if isinstance(change, controller.settles):
                self._settled = (controller.name, key)
            try:
                self.apply(change, mine)
            except ApiError as e:
                assert controller.on_error is not None, e
                answer = controller.on_error(self, key, self.now, change, e)
                for one in answer.changes:
                    self.apply(one, mine)
                return answer._replace(memo=answer.memo if answer.memo is not None else result.memo)
            finally:
                self._settled = None
        return result

    # --- what tests ask

    def names(self, kind: str) -> list[str]:
        return [o["metadata"]["name"] for o in self.list(resource_of(kind))]

    def one(self, kind: str, name: str, namespace: str = "default") -> Obj:
        return self.objects[(resource_of(kind), namespace, name)]

    def messages(self, reason: str = "") -> list[str]:
        return [e.message for e in self.events if reason in ("", e.reason)]


class Kubelet:
    """Makes each pod run and be ready after `delay` seconds (its image says otherwise: `bad` never), and removes
    what is deleted.
    """

    def __init__(self, world: World, delay: float = 1.0, stop: float = 0.25) -> None:
        self.world = world
        self.delay = delay
        self.stop = stop
        self._seen: set[tuple[str, str]] = set()
        world.checks.append(lambda _world: self.look())

    def look(self) -> None:
        for pod in self.world.list("pods"):
            uid = pod["metadata"]["uid"]
            if "deletionTimestamp" in pod["metadata"]:
                self._once(uid, "stop", self.stop, lambda p=pod: self._remove(p))
            else:
                self._once(uid, "start", self.delay, lambda p=pod: self.start(p["metadata"]))

    def _once(self, uid: str, what: str, delay: float, do: Callable[[], None]) -> None:
        if (uid, what) not in self._seen:
            self._seen.add((uid, what))
            self.world.at(self.world.now + int(delay * SECOND), do)

    def _remove(self, pod: Obj) -> None:
        meta = pod["metadata"]
        self.world.apply(Delete("pods", meta["namespace"], meta["name"], meta["uid"], 0))

    def start(self, meta: Obj) -> None:
        pod = self.world.get("pods", meta["namespace"], meta["name"])
        if pod is not None and pod["metadata"]["uid"] == meta["uid"]:
            images = [c.get("image", "") for c in pod["spec"]["containers"]]
            set_ready(self.world, pod, not any("bad" in image for image in images))


def set_ready(world: World, pod: Obj, ready: bool = True) -> None:
    """Write the status of a running pod that is ready or not."""
    condition = {"type": "Ready", "status": "True" if ready else "False", "lastTransitionTime": rfc3339(world.now)}
    number = int("".join(c for c in pod["metadata"]["uid"] if c.isdigit()) or 1)
    status = {
        **(pod.get("status") or {}),
        "phase": "Running" if ready else "Pending",
        "podIP": f"10.244.{number // 250}.{number % 250 + 1}",
        "conditions": [condition],
    }
    if ready:
        running = {"running": {"startedAt": rfc3339(world.now)}}
        status["startTime"] = rfc3339(world.now)
        status["containerStatuses"] = [{"name": c["name"], "state": running} for c in pod["spec"]["containers"]]
    if not pod["spec"].get("nodeName"):
        pod = world.edit(
            "Pod",
            pod["metadata"]["name"],
            lambda p: p["spec"].update(nodeName=f"node-{number % 3 + 1}"),
            pod["metadata"]["namespace"],
        )
    world.apply(Update({**pod, "status": status}, "status"))


def template(image: str = "nginx:1", **labels: str) -> Obj:
    return {"metadata": {"labels": labels or {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": image}]}}


def deployment(name: str = "web", replicas: int = 3, image: str = "nginx:1", **spec: Any) -> Obj:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": template(image, app=name),
            "strategy": strategy,
            "progressDeadlineSeconds": 600,
            "revisionHistoryLimit": 10,
            **spec,
        },
    }


def replica_set(name: str = "rs", replicas: int = 3, **spec: Any) -> Obj:
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": template(app=name),
            **spec,
        },
    }


def pod(name: str, node: str = "", **labels: str) -> Obj:
    spec: Obj = {"containers": [{"name": "c", "image": "nginx:1"}]}
    if node:
        spec["nodeName"] = node
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "default", "labels": labels},
        "spec": spec,
        "status": {"phase": "Pending"},
    }
