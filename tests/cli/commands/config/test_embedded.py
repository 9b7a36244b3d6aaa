"""`config` and `version` where nothing asks for a real cluster: the state directory is in use, and they say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import Result, kubectl

REAL = '{"apiVersion": "v1", "kind": "Config", "current-context": "prod", "contexts": [{"name": "prod", "context": {"cluster": "", "user": ""}}]}'  # noqa: E501


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with a kubeconfig for a real cluster."""
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube/config").write_text(REAL)
    return tmp_path


def ask(home: Path, line: str, name: str = "kubectl", **environ: str) -> Result:
    return kubectl(line, state=home / "state", cwd=home, environ={"HOME": str(home), **environ}, name=name)


def test_the_current_context_is_the_state_s(home: Path) -> None:
    assert ask(home, "config current-context") == Result("minikctl\n", "", 0)
    assert ask(home, "config view -o jsonpath='{.clusters[0].cluster.server}'").out == f"file://{home}/state"
    assert not (home / "state").exists()


def test_version_says_what_is_in_use(home: Path) -> None:
    assert ask(home, "version", "minikctl").out.splitlines()[-1] == f"State Directory: {home}/state"
    assert "State Directory" not in ask(home, "version").out


def test_a_namespace_is_set_for_the_state_alone(home: Path) -> None:
    assert ask(home, "create ns dev").code == 0
    assert ask(home, "config set-context --current --namespace=dev").out == 'Context "minikctl" modified.\n'
    assert ask(home, "create cm x").code == 0
    assert ask(home, "get cm x -n dev -o name").out == "configmap/x\n"
    assert ask(home, "get cm nope").err == 'Error from server (NotFound): configmaps "nope" not found\n'
    assert ask(home, "config view --minify -o jsonpath='{..namespace}'").out == "dev"
    assert (home / ".kube/config").read_text() == REAL
    assert (home / "state/kubeconfig.json").stat().st_mode & 0o777 == 0o600


def test_contexts_of_a_tutorial_choose_namespaces(home: Path) -> None:
    ask(home, "create ns dev")
    ask(home, "config set-context dev --namespace=dev --cluster=minikctl --user=minikctl")
    assert ask(home, "config current-context").out == "minikctl\n"
    assert ask(home, "--context=dev create cm x").code == 0
    assert ask(home, "get cm x").code == 1
    assert ask(home, "config use-context dev").out == 'Switched to context "dev".\n'
    assert ask(home, "get cm x").code == 0
    assert ask(home, "--context=prod get cm").err.startswith("The connection to the server localhost:8080 was refused")
    ask(home, "sim reset")
    assert ask(home, "config current-context").out == "minikctl\n"


def test_a_kubeconfig_of_the_environment_is_edited_and_said_not_to_be_in_use(home: Path) -> None:
    file = home / "mine"
    file.write_text(REAL)
    got = ask(home, "config current-context", "minikctl", KUBECONFIG=str(file))
    assert got.out == "prod\n"
    assert got.err.startswith(f"note: minikctl works on the state directory {home}/state; ")
    assert ask(home, "config current-context", KUBECONFIG=str(file)) == Result("prod\n", "", 0)
    ask(home, "create ns dev")
    ask(home, "config set-context --current --namespace=dev", KUBECONFIG=str(file))
    assert "namespace: dev" in file.read_text()
    assert ask(home, "get cm", KUBECONFIG=str(file)).out.splitlines()[1].startswith("kube-root-ca.crt")
    assert json.loads((home / "state/kubeconfig.json").read_text())["contexts"][0]["context"]["namespace"] == "dev"


def test_a_broken_file_of_the_state_is_told(home: Path) -> None:
    ask(home, "config set-context --current --namespace=dev")
    (home / "state/kubeconfig.json").write_text("a: b: c")
    got = ask(home, "get pods")
    assert got.err == (
        f'error: error loading config file "{home}/state/kubeconfig.json": '
        "yaml: mapping values are not allowed in this context\n"
    )
