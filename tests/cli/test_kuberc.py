"""kuberc files, obeyed as the real kubectl 1.37 obeys them: the same words, the same file, on the same server."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.bench.measure import KUBECTL
from tests.support.serving import MINIKCTL, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"
FILE = """aliases:
- name: getn
  command: get
  prependArgs: [configmap]
  appendArgs: ["-oname"]
  options:
  - {name: namespace, default: kube-system}
- name: bad
  command: nosuch words
- {name: get, command: delete}
- name: wrongflag
  command: get
  options: [{name: nope, default: x}]
- name: wrongvalue
  command: get
  options: [{name: watch, default: x}]
defaults:
- command: get
  options:
  - {name: output, default: name}
  - {name: selector, default: none=none}
- command: create configmap
  options: [{name: dry-run, default: client}]
- command: nope
"""
CASES = (
    "getn",
    "getn kube-root-ca.crt",
    "getn -n default",
    "-n default getn",
    "bad",
    "wrongflag",
    "wrongvalue",
    "unknown",
    "get ns",
    "get ns -l x=y",
    "get ns -lx=y -o wide",
    "get ns --selector= -o=jsonpath={.items[0].metadata.name}",
    "create configmap x",
    "create configmap x --dry-run=server -o name",
    "api-versions",
)
BROKEN = {
    "a name": "aliases:\n- {name: a-b, command: get}\n",
    "twice": "aliases:\n- {name: ab, command: get}\n- {name: ab, command: get}\n",
    "dashes": "defaults:\n- command: get\n  options: [{name: --output, default: x}]\n",
    "flag": "defaults:\n- command: get\n  options: [{name: nope, default: x}]\n",
    "value": "defaults:\n- command: get\n  options: [{name: watch, default: x}]\n",
    "field": "wrong: 1\ndefaults: []\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("kuberc")) as found:
        yield found


def _both(server: Server, home: Path, words: list[str], **environ: str) -> list[tuple[int, str, str]]:
    """(exit code, stdout, stderr) of kubectl and of minikctl under its name."""
    config = f"--kubeconfig={server.kubeconfig}"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("KUBE", "MINIKCTL"))}
    env = {**clean, "HOME": str(home), **environ}
    found = []
    for program in ([KUBECTL], MINIKCTL):
        done = subprocess.run([*program, *words, config], env=env, capture_output=True, text=True, timeout=60)
        found.append((done.returncode, done.stdout, done.stderr))
    code, out, err = found[1]
    found[1] = code, out.replace("minikctl", "kubectl"), err.replace("minikctl", "kubectl")
    return [(code, out, err.replace(KUBECTL, "kubectl")) for code, out, err in found]


@pytest.mark.parametrize("words", CASES)
def test_the_file_of_the_user(server: Server, tmp_path: Path, words: str) -> None:
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "kuberc").write_text(HEAD + FILE)
    real, ours = _both(server, tmp_path, words.split())
    assert ours == real


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_file(server: Server, tmp_path: Path, name: str) -> None:
    file = tmp_path / "rc"
    file.write_text(HEAD + BROKEN[name])
    real, ours = _both(server, tmp_path, ["get", "ns", f"--kuberc={file}"])
    assert ours == real


@pytest.mark.parametrize(
    "environ, words",
    [
        ({"KUBERC": "off"}, "get ns"),
        ({"KUBECTL_KUBERC": "false"}, "get ns"),
        ({"KUBERC": "/nonexistent"}, "get ns"),
        ({"KUBERC": "off"}, "get ns --kuberc=x"),
        ({}, "get ns --kuberc=/nonexistent"),
        ({}, "get ns --kuberc="),
    ],
)
def test_switches(server: Server, tmp_path: Path, environ: dict[str, str], words: str) -> None:
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "kuberc").write_text(HEAD + FILE)
    real, ours = _both(server, tmp_path, words.split(), **environ)
    assert ours == real


def test_a_file_that_is_broken_but_not_named_is_told_of(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "kuberc").write_text("x")
    real, ours = _both(server, tmp_path, ["get", "ns", "-o", "name"])
    assert ours == real


def test_the_embedded_server_obeys_only_a_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / ".kube").mkdir()
    file = tmp_path / ".kube" / "kuberc"
    file.write_text(HEAD + FILE)
    env = {**os.environ, "HOME": str(tmp_path), "MINIKCTL_STATE": str(tmp_path / "state")}

    def ask(*words: str) -> str:
        done = subprocess.run([*MINIKCTL, *words], env=env, capture_output=True, text=True, timeout=60)
        return done.stdout

    assert "STATUS" in ask("get", "ns")
    assert "STATUS" in ask("get", "ns", "-o", "wide", "--request-timeout=0")
    assert ask("getn", f"--kuberc={file}") == "configmap/kube-root-ca.crt\n"
