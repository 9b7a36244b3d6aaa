"""Kustomizations: the real kubectl, which needs no server for them, says what is right."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from minikctl.client.kustomize import transforming
from minikctl.client.kustomize.generating import suffix
from tests.client.kustomize.cases import CASES, CONFIG_MAP, DEPLOYMENT
from tests.support.cli import Result, kubectl

KUBECTL = shutil.which("kubectl", path=str(Path(sys.executable).parent)) or ""


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder `k` with the files of a case, and one file outside it."""
    (folder / "outside.yaml").write_text(CONFIG_MAP)
    for name, text in {"dep.yaml": DEPLOYMENT, "cm.yaml": CONFIG_MAP, **files}.items():
        path = folder / "k" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "k"


@pytest.mark.skipif(not KUBECTL, reason="no kubectl beside this Python")
@pytest.mark.parametrize("name", CASES)
def test_the_same_bytes_as_kubectl(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path, CASES[name])
    done = subprocess.run([KUBECTL, "kustomize", "."], capture_output=True, text=True, check=False, cwd=folder)
    assert kubectl("kustomize .", cwd=folder) == Result(done.stdout, done.stderr, done.returncode)


def test_objects_of_a_kustomization_are_applied_and_deleted(tmp_path: Path) -> None:
    folder = written(tmp_path, {"kustomization.yaml": "resources: [cm.yaml]\nnamePrefix: p-\n"})
    state = tmp_path / "state"
    assert kubectl("apply -k k", state=state, cwd=folder.parent).out == "configmap/p-c created\n"
    assert kubectl("apply -k k", state=state, cwd=folder.parent).out == "configmap/p-c unchanged\n"
    assert (
        kubectl("delete -k k", state=state, cwd=folder.parent).out == 'configmap "p-c" deleted from default namespace\n'
    )


@pytest.mark.parametrize("field", ["helmCharts", "crds", "transformers"])
def test_what_is_missing_is_refused_by_name(tmp_path: Path, field: str) -> None:
    folder = written(tmp_path, {"kustomization.yaml": f"{field}: []\n"})
    done = kubectl("kustomize", cwd=folder)
    assert (done.out, done.code) == ("", 1)
    assert f"does not support the field '{field}'" in done.err


def test_remote_directories_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, {"kustomization.yaml": "resources: ['https://github.com/a/b?ref=v1']\n"})
    assert "does not fetch remote directories" in kubectl("kustomize", cwd=folder).err


def test_output_goes_to_a_file_or_a_directory(tmp_path: Path) -> None:
    folder = written(tmp_path, {"kustomization.yaml": "resources: [cm.yaml, dep.yaml]\n"})
    (folder / "out").mkdir()
    assert kubectl("kustomize -o all.yaml", cwd=folder) == Result("", "", 0)
    assert (folder / "all.yaml").read_text().count("\n---\n") == 1
    kubectl("kustomize -o out", cwd=folder)
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["apps_v1_deployment_web.yaml", "v1_configmap_c.yaml"]


def test_hashes() -> None:
    """From kubectl v1.37."""
    config = {"kind": "ConfigMap", "metadata": {"name": "any"}, "data": {"a": "1", "b": "two words"}}
    secret = {"kind": "Secret", "type": "Opaque", "metadata": {}, "data": {"password": "aHVudGVyMg=="}}
    assert (suffix(config), suffix(secret)) == ("t5h2dt7554", "cf85kd65mm")


@pytest.mark.parametrize(
    ("image", "parts"),
    [
        ("nginx", ("nginx", "", "")),
        ("nginx:1", ("nginx", "1", "")),
        ("r.io:5000/a/b", ("r.io:5000/a/b", "", "")),
        ("r.io:5000/a/b:1@sha256:00", ("r.io:5000/a/b", "1", "sha256:00")),
    ],
)
def test_a_port_is_no_tag(image: str, parts: tuple[str, str, str]) -> None:
    assert transforming.split(image) == parts
