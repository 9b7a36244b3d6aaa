"""Helm against `minikctl serve`: the life of a release of tests/conformance/chart."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import binaries
from tests.support.clients import serving
from tests.support.serving import MINIKCTL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.serving import Server

CHART = str(Path(__file__).with_name("chart"))
WAIT = ("--wait", "--timeout=60s")


class Helm:
    """helm on one server, with its caches in a directory of its own."""

    def __init__(self, server: Server, directory: Path, program: str) -> None:
        self.server = server
        homes = {f"HELM_{what}_HOME": str(directory / what) for what in ("CACHE", "CONFIG", "DATA")}
        self._environ = {**os.environ, **homes, "KUBECONFIG": str(server.kubeconfig)}
        self._program = program

    def try_(self, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self._program, *args], env=self._environ, capture_output=True, text=True, check=False)

    def __call__(self, *args: str) -> str:
        done = self.try_(*args)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def json(self, *args: str) -> Any:
        return json.loads(self(*args, "-o", "json"))

    def kubectl(self, *args: str) -> str:
        """minikctl over HTTP on the same server."""
        environ = {**self.server.environ, "MINIKCTL_KUBECONFIG": str(self.server.kubeconfig)}
        done = subprocess.run([*MINIKCTL, *args], env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def object(self, *args: str) -> Any:
        return json.loads(self.kubectl("get", *args, "-o", "json"))


@pytest.fixture
def helm(tmp_path: Path) -> Iterator[Helm]:
    program = binaries.helm()
    with serving(tmp_path / "serve") as server:
        yield Helm(server, tmp_path / "helm", program)


@pytest.fixture
def helm3(tmp_path: Path) -> Iterator[Helm]:
    program = binaries.helm("3.9")
    with serving(tmp_path / "serve") as server:
        yield Helm(server, tmp_path / "helm", program)


def _live(helm: Helm) -> None:
    """From install to uninstall."""
    helm("install", "web", CHART, *WAIT)
    (release,) = helm.json("list")
    assert (release["name"], release["revision"], release["status"]) == ("web", "1", "deployed")
    kinds = [line.partition(": ")[2] for line in helm("get", "manifest", "web").splitlines() if line[:5] == "kind:"]
    expected = "ConfigMap Deployment HorizontalPodAutoscaler Ingress NetworkPolicy PodDisruptionBudget Role RoleBinding"
    assert sorted(kinds) == [*expected.split(), "Secret", "Service", "ServiceAccount"]
    assert helm.kubectl("get", "jobs", "-o", "name") == ""  # the hook's Job went when it had succeeded
    assert helm.object("deploy", "web")["status"]["readyReplicas"] >= 1

    helm("upgrade", "web", CHART, "--set", "greeting=bye,image=nginx:1.28", *WAIT)
    assert helm.object("cm", "web")["data"] == {"greeting": "bye"}
    shown = helm.object("deploy", "web")
    assert shown["spec"]["template"]["spec"]["containers"][0]["image"] == "nginx:1.28"
    assert shown["status"]["updatedReplicas"] == shown["status"]["replicas"]

    helm("rollback", "web", "1", *WAIT)
    assert helm.object("cm", "web")["data"] == {"greeting": "hello"}
    history = [(r["revision"], r["status"], r["description"]) for r in helm.json("history", "web")]
    assert history == [
        (1, "superseded", "Install complete"),
        (2, "superseded", "Upgrade complete"),
        (3, "deployed", "Rollback to 1"),
    ]
    assert helm.json("status", "web")["info"]["status"] == "deployed"
    assert "Phase:          Succeeded" in helm("test", "web")
    helm("uninstall", "web", *WAIT)
    assert helm.json("list") == []
    kinds_left = "deploy,svc,cm,secret,sa,role,rolebinding,hpa,pdb,ing,netpol"
    assert helm.kubectl("get", kinds_left, "-l", "helm.sh/chart", "-o", "name") == ""
    assert "web-test" in helm.kubectl("get", "pods")  # as the hook's policy says


def test_a_release_from_install_to_uninstall(helm: Helm) -> None:
    _live(helm)


@pytest.mark.slow
def test_a_release_from_install_to_uninstall_with_helm_3(helm3: Helm) -> None:
    _live(helm3)


def test_a_dry_run_says_what_would_be_and_stores_nothing(helm: Helm) -> None:
    rendered = helm("template", "web", CHART)
    assert helm("template", "web", CHART, "--dry-run=server") == rendered
    helm("install", "web", CHART, "--dry-run=server")
    assert helm.json("list", "--all-namespaces") == []
    assert helm.kubectl("get", "deploy,cm,secret,sa", "-l", "helm.sh/chart", "-o", "name") == ""


def test_what_somebody_else_has_set_is_a_conflict(helm: Helm) -> None:
    helm("install", "web", CHART, "--create-namespace", "--namespace=shop")
    helm.kubectl("set", "image", "deploy/web", "web=nginx:9", "-n", "shop")
    managers = [
        (m["manager"], m["operation"])
        for m in helm.object("deploy", "web", "-n", "shop", "--show-managed-fields")["metadata"]["managedFields"]
    ]
    assert managers[0] == ("helm", "Apply")
    refused = helm.try_("upgrade", "web", CHART, "--set", "image=nginx:2", "--namespace=shop")
    assert refused.returncode == 1
    assert 'conflict with "kubectl-set"' in refused.stderr
    assert '.spec.template.spec.containers[name="web"].image' in refused.stderr
    assert [r["status"] for r in helm.json("history", "web", "-n", "shop")] == ["deployed", "failed"]
    helm("upgrade", "web", CHART, "--set", "image=nginx:2", "--namespace=shop", "--force-conflicts")
    deployed = helm.object("deploy", "web", "-n", "shop")
    assert deployed["spec"]["template"]["spec"]["containers"][0]["image"] == "nginx:2"


@pytest.mark.slow
def test_what_the_server_refuses_fails_the_release(helm: Helm) -> None:
    failed = helm.try_("install", "web", CHART, "--set", "replicas=9")  # more than the HPA's greatest number
    assert failed.returncode == 1
    assert "must be greater than or equal to `minReplicas`" in failed.stderr
    assert helm.json("status", "web")["info"]["status"] == "failed"
    helm("upgrade", "--install", "web", CHART, "--reset-values")
    assert helm.json("status", "web")["info"]["status"] == "deployed"


@pytest.mark.slow
def test_a_chart_brings_a_custom_resource_and_objects_of_it(helm: Helm, tmp_path: Path) -> None:
    names = {"kind": "Widget", "plural": "widgets"}
    size = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1, "default": 2}}}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": size}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.shop.example.com"},
        "spec": {"group": "shop.example.com", "names": names, "scope": "Namespaced", "versions": [version]},
    }
    widget = "apiVersion: shop.example.com/v1\nkind: Widget\nmetadata: {name: one}\nspec: {size: {{ .Values.size }}}\n"
    chart = tmp_path / "chart"
    (chart / "crds").mkdir(parents=True)
    (chart / "templates").mkdir()
    (chart / "crds" / "widget.yaml").write_text(json.dumps(crd))
    (chart / "templates" / "widget.yaml").write_text(widget)
    (chart / "values.yaml").write_text("size: 3\n")
    (chart / "Chart.yaml").write_text(json.dumps({"apiVersion": "v2", "name": "c", "version": "0.1.0"}))
    helm("install", "c", str(chart))
    assert helm.object("widget", "one")["spec"] == {"size": 3}
    helm("upgrade", "c", str(chart), "--set=size=5")
    assert helm.object("widget", "one")["spec"] == {"size": 5}
    failed = helm.try_("upgrade", "c", str(chart), "--set=size=0")
    assert "spec.size in body should be greater than or equal to 1" in failed.stderr
    helm("rollback", "c", "1")
    assert helm.object("widget", "one")["spec"] == {"size": 3}
    helm("uninstall", "c")
    assert helm.object("widgets")["items"] == []
