"""What the tests of real clients share: a server of their own, and manifests to hand it."""

from __future__ import annotations

import contextlib
import json
import time
import urllib.request
from typing import TYPE_CHECKING, Any

from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

TOKEN = "a-token-of-the-tests"
Obj = dict[str, Any]


@contextlib.contextmanager
def serving(directory: Path, *flags: str, **environ: str) -> Iterator[Server]:
    """A server whose stderr has to stay empty."""
    with Server(directory, *flags, **environ) as server:
        yield server
    assert server.errors() == ""


def namespace(server: Server, request: pytest.FixtureRequest) -> str:
    """A namespace for the test that asks."""
    name = str(request.node.name).replace("_", "-")[:60].strip("-")
    ask(server, "/api/v1/namespaces", "POST", {"metadata": {"name": name}})
    return name


def ask(server: Server, path: str, method: str = "GET", body: Obj | None = None) -> Any:
    """One request without any client's help."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, method=method)
    kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
    request.add_header("Content-Type", kind)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def deployment(name: str, replicas: int = 1, image: str = "nginx:1.27", **meta: Any) -> Obj:
    labels = {"app": name}
    pod = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": image}]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": pod}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, **meta}, "spec": spec}


def configmap(name: str, labels: dict[str, str] | None = None, **data: str) -> Obj:
    meta: Obj = {"name": name}
    if labels:
        meta["labels"] = labels
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}


def eventually(holds: Callable[[], object], seconds: float = 15.0) -> None:
    """Ask again until it is so: under the manual clock time goes on for who asks again."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        time.sleep(0.25)
