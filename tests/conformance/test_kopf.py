"""An operator made with kopf, run against `minikctl serve` as its users run it: `kopf run` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import ask, deployment, eventually, serving

pytest.importorskip("kopf")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.serving import Server

OPERATOR = """
import kopf

MINE = {"watched": "yes"}


@kopf.on.startup()
def start(settings, **_):
    settings.posting.level = 20
    settings.persistence.finalizer = "shop.example.com/kept"
    settings.execution.max_workers = 2


@kopf.on.create("apps", "v1", "deployments", labels=MINE)
def created(spec, patch, **_):
    patch.metadata.annotations["shop.example.com/seen"] = str(spec["replicas"])
    return {"replicas": spec["replicas"]}


@kopf.on.update("apps", "v1", "deployments", labels=MINE, field="spec.replicas")
def scaled(old, new, body, **_):
    kopf.info(body, reason="Scaled", message=f"from {old} to {new}")


@kopf.on.delete("apps", "v1", "deployments", labels=MINE)
def deleted(name, body, retry, **_):
    if retry == 0:
        raise kopf.TemporaryError("not yet", delay=0.1)
    kopf.info(body, reason="Released", message=f"{name} may go")


@kopf.on.event("pods", labels={"app": "web"})
def pod_seen(type, name, memo, **_):
    print(f"pod {type}", flush=True)
"""


@contextlib.contextmanager
def _running(server: Server, directory: Path, *flags: str, operator: str = OPERATOR) -> Iterator[Path]:
    """`kopf run` with the operator; gives the file of what it says."""
    (directory / "operator_.py").write_text(operator)
    said = directory / "kopf.log"
    command = [sys.executable, "-m", "kopf", "run", "--verbose", *flags, str(directory / "operator_.py")]
    environ = {**os.environ, "KUBECONFIG": str(server.kubeconfig)}
    with said.open("w") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=out)
    try:
        yield said
        assert process.poll() is None, said.read_text()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as one:
        yield one


DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"
EVENTS = "/api/v1/namespaces/default/events"


def test_an_operator_reacts_to_deployments(server: Server, tmp_path: Path) -> None:
    with _running(server, tmp_path, "--standalone", "--namespace=default") as said:
        ask(server, DEPLOYMENTS, "POST", deployment("web", labels={"watched": "yes"}))

        def meta() -> Any:
            return ask(server, f"{DEPLOYMENTS}/web")["metadata"]

        eventually(lambda: meta().get("annotations", {}).get("shop.example.com/seen") == "1", 30)
        eventually(lambda: "kopf.zalando.org/last-handled-configuration" in meta()["annotations"])
        assert meta()["finalizers"] == ["shop.example.com/kept"]
        ask(server, f"{DEPLOYMENTS}/web", "PATCH", {"spec": {"replicas": 2}})

        def told() -> list[tuple[str, str]]:
            return [(e["reason"], e["message"]) for e in ask(server, EVENTS)["items"]]

        eventually(lambda: ("Scaled", "from 1 to 2") in told())
        eventually(lambda: "pod ADDED" in said.read_text())
        assert ask(server, f"{DEPLOYMENTS}/web", "DELETE")["metadata"]["deletionTimestamp"]
        eventually(lambda: not ask(server, DEPLOYMENTS)["items"])
        eventually(lambda: ("Released", "web may go") in told())
    assert "Traceback" not in said.read_text()


CRONTABS = "/apis/stable.example.com/v1/namespaces/default/crontabs"
CUSTOM = """
import kopf


@kopf.on.create("stable.example.com", "v1", "crontabs")
def created(spec, **_):
    return {"schedule": spec["cronSpec"]}


@kopf.on.delete("crontabs")
def deleted(body, **_):
    kopf.info(body, reason="Released", message="it may go")
"""


def _definition() -> dict[str, Any]:
    spec = {"type": "object", "properties": {"cronSpec": {"type": "string"}}}
    status = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec, "status": status}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema, "subresources": {"status": {}}}
    names = {"plural": "crontabs", "singular": "crontab", "kind": "CronTab"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "crontabs.stable.example.com"},
        "spec": {"group": "stable.example.com", "names": names, "scope": "Namespaced", "versions": [version]},
    }


@pytest.mark.slow
def test_an_operator_reacts_to_custom_resources(server: Server, tmp_path: Path) -> None:
    ask(server, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "POST", _definition())
    with _running(server, tmp_path, "--standalone", "--namespace=default", operator=CUSTOM) as said:
        body = {"apiVersion": "stable.example.com/v1", "kind": "CronTab", "spec": {"cronSpec": "* * * * *"}}
        ask(server, CRONTABS, "POST", {**body, "metadata": {"name": "one"}})

        def status() -> Any:
            return ask(server, f"{CRONTABS}/one").get("status") or {}

        eventually(lambda: status().get("created") == {"schedule": "* * * * *"}, 30)
        ask(server, f"{CRONTABS}/one", "DELETE")
        eventually(lambda: not ask(server, CRONTABS)["items"])
        eventually(lambda: "Released" in [e["reason"] for e in ask(server, EVENTS)["items"]])
    assert "Traceback" not in said.read_text()
