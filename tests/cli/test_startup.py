"""What a command imports: the hot verbs leave out what costs milliseconds, and readers what only writers need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = str(Path(__file__).parents[2] / "minikctl" / "bin" / "minikctl")  # as an installer copies it
# of the standard library and of others: 2 ms and more each, with what they bring along
DEAR = (
    "argparse asyncio bisect collections contextlib copy ctypes dataclasses datetime enum functools hashlib heapq "
    "importlib.util inspect ipaddress json jsonpatch logging operator pathlib random re rich selectors shutil signal "
    "socket sqlite3 subprocess tempfile threading traceback typer types typing uuid uvicorn warnings yaml yaml.reader"
).split()
# what only a write needs
WRITING = "_sqlite3 zlib minikctl.sim.engine minikctl.apiserver.creating minikctl.storage.publish".split()

READS = (
    "get pods",
    "get deployment web",
    "get pods -l app=web",
    "rollout status deployment/web",
    "describe deployment web",
)
WRITES = (
    "scale deployment/web --replicas=4",
    "set image deployment/web nginx=nginx:1.26",
    "annotate deployment/web a=b",
    """patch deployment web -p '{"spec":{"minReadySeconds":1}}'""",
    "create deployment another --image=nginx",
    "apply -f config.yaml",
)

# how many of our own modules a command imports at most; each costs as much as 1 % of an interpreter's start
MOST = {
    **dict.fromkeys(READS[:4], 76),
    "describe deployment web": 95,
    "scale deployment/web --replicas=4": 182,
    "set image deployment/web nginx=nginx:1.26": 205,
    "annotate deployment/web a=b": 155,
    """patch deployment web -p '{"spec":{"minReadySeconds":1}}'""": 158,
    "create deployment another --image=nginx": 190,
    "apply -f config.yaml": 120,
}


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("startup") / "state"
    for line in ("create deployment web --image=nginx:1.25 --replicas=3", "rollout status deployment/web"):
        imported(path, line)
    (path.parent / "config.yaml").write_text(MANIFEST)
    return path


MANIFEST = """
apiVersion: v1
kind: ConfigMap
metadata:
  name: config
data:
  a: b
"""


def imported(state: Path, line: str) -> set[str]:
    """The modules that a process imports for a command, beyond those of the bare interpreter."""
    bare, _ = modules(["-c", ""], state, "")
    found, code = modules([SCRIPT], state, line)
    assert code == 0, line
    return found - bare


def modules(program: list[str], state: Path, line: str) -> tuple[set[str], int]:
    import shlex

    environ = {**os.environ, "MINIKCTL_STATE": str(state), "MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}
    argv = [sys.executable, "-X", "importtime", *program, *shlex.split(line)]
    done = subprocess.run(argv, env=environ, cwd=state.parent, capture_output=True, text=True)
    lines = [text for text in done.stderr.splitlines() if text.startswith("import time:")]
    return {text.rpartition("|")[2].strip() for text in lines}, done.returncode


@pytest.mark.parametrize("line", [*READS, *WRITES])
def test_hot_verbs_import_nothing_dear_and_no_more_than_they_did(state: Path, line: str) -> None:
    found = imported(state, line)
    assert sorted(found & {*DEAR}) == []
    assert len([name for name in found if name.startswith("minikctl")]) <= MOST[line]


@pytest.mark.parametrize("line", READS[:2])
def test_reads_import_nothing_of_writing(state: Path, line: str) -> None:
    assert sorted(imported(state, line) & {*WRITING}) == []
