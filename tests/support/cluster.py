"""A whole simulated cluster in memory, the clock in hand: API server, engine, every controller there is."""

from __future__ import annotations

from typing import Any

from minikctl.apiserver.request import Asked
from minikctl.core.times import SECOND
from minikctl.sim import passing
from minikctl.sim.apply import target_of
from minikctl.sim.session import Session
from minikctl.storage._base import Key
from minikctl.storage.memory import MemoryBackend

Obj = dict[str, Any]

ASKED = Asked(user="kubernetes-admin", manager="kubectl")
RESOURCES = {"Deployment": "deployments.apps", "ReplicaSet": "replicasets.apps", "Job": "jobs.batch"}


class Cluster:
    """`settings` are the state's own, e.g. {"nodes": 1}."""

    def __init__(self, **settings: Any) -> None:
        environ = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "MINIKCTL_NOW": "2026-11-22T08:00:00Z"}
        self.warnings: list[str] = []
        self.session = Session(MemoryBackend(), environ, self.warnings.append)
        api = self.session.write()
        if settings:
            self.configure(**settings)
        self._account(api)
        self.session.commit()
        self.run(1)

    def _account(self, api: Any) -> None:
        """The default service account, where no controller makes one yet."""
        if api.tx.get(Key("serviceaccounts", "default", "default")) is None:
            account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
            api.create(target_of("serviceaccounts"), "default", account, ASKED)

    def configure(self, **settings: Any) -> None:
        """Change settings as `sim settings` does; nodes are looked at again."""
        from minikctl.storage._base import Entry

        api = self.session.write()
        given = {**api.tx.head.settings, **{k.replace("__", "."): v for k, v in settings.items()}}
        self.session.set_head(settings=given)
        api.world.settings.update(given)
        old = api.tx.entry("nodes", "")
        api.tx.queue_put(Entry(self.session.now(), "nodes", "", old.memo if old else None))
        self.session.commit()
        self.session.write()

    # --- writing

    def create(self, obj: Obj) -> Obj:
        resource = RESOURCES.get(obj["kind"], obj["kind"].lower() + "s")
        namespace = "" if resource in ("nodes", "namespaces", "persistentvolumes") else "default"
        made = self.session.write().create(target_of(resource), namespace, obj, ASKED)
        self._done()
        return made

    def patch(self, resource: str, name: str, patch: Obj) -> Obj:
        """A JSON merge patch by hand: maps merged, null removes, all else replaced."""
        api = self.session.write()
        namespace = "" if resource == "nodes" else "default"
        obj = merged(api.get(target_of(resource), namespace, name), patch)
        made = api.update(target_of(resource), namespace, name, obj, ASKED, "")
        self._done()
        return made

    def delete(self, resource: str, name: str, **options: Any) -> None:
        namespace = "" if resource == "nodes" else "default"
        self.session.write().delete(target_of(resource), namespace, name, options, ASKED)
        self._done()

    def _done(self) -> None:
        react = getattr(self.session, "react", None)
        if react is not None:
            react()
        self.session.commit()

    # --- time

    def run(self, seconds: float) -> None:
        self.session.write()
        passing.advance(self.session, self.session.now() + int(seconds * SECOND))

    # --- reading

    def get(self, resource: str, name: str) -> Obj | None:
        namespace = "" if resource == "nodes" else "default"
        return self.session.read().tx.get(Key(resource, namespace, name))

    def pod(self, name: str) -> Obj:
        found = self.get("pods", name)
        assert found is not None
        return found

    def pods(self) -> list[Obj]:
        return self.session.read().tx.list("pods", "default")

    def container(self, name: str, index: int = 0, field: str = "containerStatuses") -> Obj:
        found: Obj = self.pod(name)["status"][field][index]
        return found

    def events(self, name: str) -> list[tuple[str, str, int]]:
        """(reason, message, count) of the events about an object of this name, the oldest first."""
        found = [e for e in self.session.read().tx.list("events", "default") if e["involvedObject"]["name"] == name]
        found.sort(key=lambda e: int(e["metadata"]["name"].rpartition(".")[2], 16))
        return [(e["reason"], e["message"], e.get("count", 1)) for e in found]

    def reasons(self, name: str) -> list[str]:
        return [reason for reason, _, _ in self.events(name)]


def merged(obj: Any, patch: Any) -> Any:
    if not isinstance(patch, dict) or not isinstance(obj, dict):
        return patch
    out = {k: merged(v, patch[k]) if k in patch else v for k, v in obj.items() if patch.get(k, v) is not None}
    return {**out, **{k: v for k, v in patch.items() if k not in obj and v is not None}}


def pod(name: str, image: str = "nginx:1.25", *command: str, **spec: Any) -> Obj:
    """A pod of one container called `app`; what belongs to the container can be given by its field's name."""
    container: Obj = {"name": "app", "image": image}
    if command:
        container["command"] = list(command)
    for field in (
        "env",
        "readinessProbe",
        "livenessProbe",
        "startupProbe",
        "resources",
        "volumeMounts",
        "ports",
        "args",
    ):
        if field in spec:
            container[field] = spec.pop(field)
    metadata: Obj = {"name": name, "namespace": "default"}
    for field in ("labels", "finalizers"):
        if field in spec:
            metadata[field] = spec.pop(field)
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [container], **spec},
    }
