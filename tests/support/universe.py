"""A whole control plane in memory under the manual clock, driven through the embedded client as the command line
drives it.
"""

from __future__ import annotations

from typing import Any

from minikctl.client._base import JSON_PATCH, MERGE_PATCH
from minikctl.client.local import LocalClient
from minikctl.sim.passing import advance, settle
from minikctl.sim.session import Session
from minikctl.storage.memory import MemoryBackend

Obj = dict[str, Any]

SECOND = 1_000_000
START = "2026-01-01T00:00:00Z"


def deployment(name: str, replicas: int = 3, image: str = "nginx:1.25", **spec: Any) -> Obj:
    """An apps/v1 Deployment of one container."""
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "main", "image": image}]},
            },
            **spec,
        },
    }


class Universe:
    """One state; every method is one command: its own transaction, committed."""

    def __init__(self, seed: str = "1") -> None:
        environ = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": seed, "MINIKCTL_NOW": START}
        self.session = Session(MemoryBackend(), environ, lambda _text: None)
        self.client = LocalClient(self.session, "", lambda _text: None)

    def create(self, obj: Obj, namespace: str = "default") -> Obj:
        res = self.client.for_kind(obj["apiVersion"], obj["kind"])
        assert res is not None
        return self._done(self.client.create(res, namespace if res.namespaced else "", obj))

    def patch(self, word: str, name: str, patch: Any, subresource: str = "") -> Obj:
        kind = JSON_PATCH if isinstance(patch, list) else MERGE_PATCH
        return self._done(
            self.client.patch(self.client.resolve(word), "default", name, patch, kind, subresource=subresource)
        )

    def delete(self, word: str, name: str, **options: Any) -> Obj:
        return self._done(self.client.delete(self.client.resolve(word), "default", name, options))

    def _done(self, answer: Obj) -> Obj:
        self.client.commit()
        return answer

    def get(self, word: str, name: str) -> Obj:
        return self._done(self.client.get(self.client.resolve(word), "default", name))

    def list(self, word: str) -> list[Obj]:
        items: list[Obj] = self.client.list(self.client.resolve(word), "")["items"]
        self.client.commit()
        return items

    def advance(self, seconds: float) -> None:
        self.session.write()
        advance(self.session, self.session.now() + int(seconds * SECOND))

    def settle(self, quiet: float = 10, timeout: float = 3600) -> bool:
        return settle(self.session, int(quiet * SECOND), int(timeout * SECOND))

    def dump(self, *words: str) -> list[Obj]:
        """Everything of some resources, as stored."""
        return [obj for word in words for obj in self.list(word)]
