"""`pip install .` in an empty environment, then `minikctl serve`: nothing else is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_pip_install_and_serve(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    pip = [str(tmp_path / "venv/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(ROOT)], check=True, cwd=tmp_path)
    minikctl = str(tmp_path / "venv/bin/minikctl")
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "MINIKCTL_STATE": str(tmp_path / "state")}
    server = subprocess.Popen([minikctl, "serve"], env=environ, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        assert line.startswith("Serving on ")
        url = line.removeprefix("Serving on ").strip()
        with urllib.request.urlopen(f"{url}/api/v1/nodes", timeout=10) as answer:
            assert len(json.loads(answer.read())["items"]) == 3
    finally:
        server.terminate()
        server.communicate(timeout=10)
    assert server.returncode == 0
    done = subprocess.run(
        [minikctl, "get", "nodes"], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("NAME ")
