"""Tokens, token files, programs that give tokens, and TLS: against a server that wants a token."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.cli import Result, kubectl
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

V1 = "client.authentication.k8s.io/v1"
REFUSED = "error: You must be logged in to the server (Unauthorized)\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("serve"), "--token=good") as running:
        yield running


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pytest.importorskip("cryptography")
    with Server(tmp_path_factory.mktemp("serve"), "--token=good", "--self-signed") as running:
        yield running


def healthy(directory: Path, url: str, user: dict[str, Any], cluster: dict[str, Any] | None = None) -> Result:
    """Ask a server for its version with a kubeconfig made for it."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "c",
        "clusters": [{"name": "c", "cluster": {"server": url, **(cluster or {})}}],
        "users": [{"name": "c", "user": user}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}],
    }
    file = directory / "kubeconfig"
    file.write_text(json.dumps(config))
    return kubectl(
        f"get --raw /version --kubeconfig={file}", cwd=directory, environ={"PATH": os.environ["PATH"], "WHO": "me"}
    )


def program(directory: Path, text: str, **more: Any) -> dict[str, Any]:
    """A user whose credentials come from a shell script."""
    file = directory / "login"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return {"exec": {"apiVersion": V1, "command": "./login", "interactiveMode": "Never", **more}}


def answer(token: str, **more: str) -> str:
    credential = {"kind": "ExecCredential", "apiVersion": V1, "status": {"token": token, **more}}
    return f"echo '{json.dumps(credential)}'"


def test_a_token_opens_the_door(server: Server, tmp_path: Path) -> None:
    assert healthy(tmp_path, server.url, {"token": "good"}).code == 0
    assert healthy(tmp_path, server.url, {"token": "bad"}) == Result("", REFUSED, 1)
    assert healthy(tmp_path, server.url, {}).err == REFUSED
    (tmp_path / "token").write_text("good\n")
    assert healthy(tmp_path, server.url, {"tokenFile": "token"}).code == 0


def test_discovery_without_rights_is_told_as_kubectl_does(server: Server, tmp_path: Path) -> None:
    got = kubectl(f"get pods --server={server.url} --token=bad", cwd=tmp_path)
    assert got.err == (
        "error: You must be logged in to the server (the server has asked for the client to provide credentials)\n"
    )


def test_a_program_gives_the_token(server: Server, tmp_path: Path) -> None:
    assert healthy(tmp_path, server.url, program(tmp_path, answer("good"))).code == 0


def test_a_program_is_asked_again_when_its_token_is_refused(server: Server, tmp_path: Path) -> None:
    flag = tmp_path / "asked"
    script = f"if [ -e {flag} ]; then {answer('good')}; else touch {flag}; {answer('bad')}; fi"
    assert healthy(tmp_path, server.url, program(tmp_path, script)).code == 0


def test_a_token_is_kept_until_it_expires(server: Server, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    for stamp, times in (("2999-01-01T00:00:00Z", 1), ("2001-01-01T00:00:00Z", 3)):
        user = program(tmp_path, f"echo x >> {calls}; {answer('good', expirationTimestamp=stamp)}")
        healthy(tmp_path, server.url, user)
        calls.write_text("")
        kubectl(f"get ns --kubeconfig={tmp_path}/kubeconfig", cwd=tmp_path, environ={"PATH": os.environ["PATH"]})
        assert len(calls.read_text().split()) == times


def test_a_program_is_told_about_the_cluster(server: Server, tmp_path: Path) -> None:
    info = tmp_path / "info"
    user = program(
        tmp_path,
        f'printf %s "$KUBERNETES_EXEC_INFO" > {info}; printf " $WHO $MORE" >> {info}; {answer("good")}',
        provideClusterInfo=True,
        env=[{"name": "MORE", "value": "more"}],
    )
    extension = {"name": "client.authentication.k8s.io/exec", "extension": {"audience": "x"}}
    assert healthy(tmp_path, server.url, user, {"extensions": [extension]}).code == 0
    text, _, rest = info.read_text().rpartition("} ")
    assert rest == "me more"
    assert json.loads(text + "}") == {
        "kind": "ExecCredential",
        "apiVersion": V1,
        "spec": {"cluster": {"server": server.url, "config": {"audience": "x"}}, "interactive": False},
    }


def test_tls_is_checked(secure: Server, tmp_path: Path) -> None:
    head = "Unable to connect to the server: tls: failed to verify certificate: x509: "
    trusted = {"certificate-authority": f"{secure.state}/tls/server.crt"}
    user = {"token": "good"}
    assert healthy(tmp_path, secure.url, user, trusted).code == 0
    assert healthy(tmp_path, secure.url, user).err == head + "certificate signed by unknown authority\n"
    assert healthy(tmp_path, secure.url, user, {"insecure-skip-tls-verify": True}).code == 0
    other = healthy(tmp_path, secure.url, user, {**trusted, "tls-server-name": "example.com"})
    assert other.err.startswith(head + "certificate is valid for localhost, ")
    assert other.err.endswith(", not example.com\n")
    pair = {"client-certificate": f"{secure.state}/tls/server.crt", "client-key": f"{secure.state}/tls/server.key"}
    assert healthy(tmp_path, secure.url, {**user, **pair}, trusted).code == 0
    plain = secure.url.replace("https:", "http:")
    assert healthy(tmp_path, plain, user).err == "Unable to connect to the server: EOF\n"


def test_https_to_a_plain_server_is_told(server: Server, tmp_path: Path) -> None:
    got = healthy(tmp_path, server.url.replace("http:", "https:"), {"token": "good"})
    assert got.err == "Unable to connect to the server: http: server gave HTTP response to HTTPS client\n"


def test_a_certificate_is_used_again(secure: Server, tmp_path: Path) -> None:
    from minikctl.rest.certificate import self_signed

    first = [Path(path).read_text() for path in self_signed(str(tmp_path), "127.0.0.1")]
    assert [Path(path).read_text() for path in self_signed(str(tmp_path), "localhost")] == first
    assert [Path(path).read_text() for path in self_signed(str(tmp_path), "10.1.2.3")] != first
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "tls").iterdir()} == {0o600}
