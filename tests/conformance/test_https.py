"""Clients on a server with a certificate and a token: kubectl and Helm send a token over HTTPS only."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support import binaries
from tests.support.clients import TOKEN
from tests.support.serving import Server

if TYPE_CHECKING:
    from pathlib import Path


def _kubectl(server: Server, *args: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "KUBECONFIG": str(server.kubeconfig)}
    return subprocess.run([binaries.kubectl(), *args], env=environ, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_token_over_https(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    with Server(tmp_path, "--self-signed", f"--token={TOKEN}") as server:
        assert server.url.startswith("https://")
        assert (
            _kubectl(server, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}").stdout
            == "kubernetes-admin"
        )
        assert "credentials" in _kubectl(server, "get", "nodes", "--token=wrong").stderr


@pytest.mark.slow
def test_a_token_over_http_is_said_to_be_of_no_use_to_kubectl(tmp_path: Path) -> None:
    with Server(tmp_path, f"--token={TOKEN}") as server:
        assert server.process.stdout is not None
        told = [server.process.stdout.readline() for _ in range(2)]
        assert told[1].startswith("kubectl and Helm send a token over HTTPS only")
        assert "credentials" in _kubectl(server, "get", "nodes").stderr
