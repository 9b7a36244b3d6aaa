"""Custom resources: the real kubectl on `serve` and minikctl on a directory say the same, byte for byte."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.golden import own, record
from tests.support import binaries
from tests.support.serving import Server

if TYPE_CHECKING:
    from pathlib import Path

# what kubectl remembers of discovery for ten minutes, or times by its own clock
OWN_WAY = {"kubectl get crontabs", "kubectl describe crontab my-new-cron-object"}


@pytest.mark.parametrize("name", ["custom-resource", "custom-versions"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_real_kubectl_says_what_the_golden_transcript_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "kubectl").symlink_to(binaries.kubectl("1.37"))
    with Server(tmp_path / "serve", **own.FIXED) as server:
        environ = {
            **os.environ,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "KUBECONFIG": str(server.kubeconfig),
        }
        said = []
        for step in record.parse(str(own.OWN / f"{name}.scn")):
            if step["op"] == "file":
                (folder / step["name"]).write_text(step["text"])
            elif step["cmd"] not in OWN_WAY:
                done = subprocess.run(
                    step["cmd"],
                    shell=True,
                    env=environ,
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    timeout=60,
                    check=False,
                )
                said.append(own.shown(step["cmd"], done.stdout, done.stderr, done.returncode))
    expected = own.expected(name).split("\n$ ")
    kept = [text if i == 0 else f"$ {text}" for i, text in enumerate(expected)]
    wanted = [text.rstrip("\n") for text in kept if text.partition("\n")[0].removeprefix("$ ") not in OWN_WAY]
    assert [text.rstrip("\n") for text in said] == wanted
