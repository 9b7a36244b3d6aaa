"""A server in trouble: signals at bad moments, others on the same state, a state that goes away, a full disk."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.serving import MINIKCTL, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRETS = "/api/v1/namespaces/default/secrets"


def _connection(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=30)


def _ask(server: Server, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    connection = _connection(server)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def _secret(name: str, size: int = 1) -> dict[str, Any]:
    return {"metadata": {"name": name}, "stringData": {"a": "x" * size}}


def _names(server: Server) -> set[str]:
    return {item["metadata"]["name"] for item in _ask(server, "GET", SECRETS)[1]["items"]}


def _command(server: Server, *words: str) -> None:
    subprocess.run([*MINIKCTL, *words], env=server.environ, check=True, capture_output=True, timeout=60)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as found:
        yield found


def test_two_servers_and_commands_write_to_one_state(tmp_path: Path) -> None:
    """Every write is there afterwards, and every watcher of either server has seen it."""
    with Server(tmp_path / "one") as one, Server(tmp_path / "two", MINIKCTL_STATE=str(tmp_path / "one/state")) as two:
        watches = [_connection(server) for server in (one, two)]
        revision = _ask(one, "GET", SECRETS)[1]["metadata"]["resourceVersion"]
        for watch in watches:
            watch.request("GET", f"{SECRETS}?watch=true&resourceVersion={revision}&timeoutSeconds=20")
        streams = [watch.getresponse() for watch in watches]

        def write(server: Server, prefix: str) -> None:
            for number in range(8):
                assert _ask(server, "POST", SECRETS, _secret(f"{prefix}-{number}"))[0] == 201

        threads = [threading.Thread(target=write, args=pair) for pair in ((one, "one"), (two, "two"))]
        for thread in threads:
            thread.start()
        for number in range(3):
            _command(one, "create", "secret", "generic", f"command-{number}")
        for thread in threads:
            thread.join()
        made = {f"{prefix}-{n}" for prefix in ("one", "two") for n in range(8)} | {f"command-{n}" for n in range(3)}
        assert _names(one) == _names(two) == made
        for stream in streams:
            seen: set[str] = set()
            while seen != made:
                event = json.loads(stream.readline())
                assert event["type"] == "ADDED"
                assert event["object"]["metadata"]["name"] not in seen
                seen.add(event["object"]["metadata"]["name"])
            stream.close()
        for watch in watches:
            watch.close()
        assert not one.errors() and not two.errors()


def test_a_state_that_is_reset_under_a_server(server: Server) -> None:
    """The watchers are told that their place is gone; the new cluster is served."""
    for number in range(5):
        _ask(server, "POST", SECRETS, _secret(f"old-{number}"))
    watch = _connection(server)
    watch.request("GET", f"{SECRETS}?watch=true")
    lines = watch.getresponse()
    for _ in range(5):
        lines.readline()
    server.sim("reset")
    told = [json.loads(line) for line in lines.read().splitlines()]
    assert [event["object"].get("code") for event in told if event["type"] == "ERROR"] == [410]
    assert _names(server) == set()
    assert _ask(server, "POST", SECRETS, _secret("new"))[0] == 201
    assert _names(server) == {"new"}
    watch.close()
    assert not server.errors()


def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    """What stands for it is a limit of the size of files, which the kernel enforces as it does a full disk."""
    with Server(tmp_path) as server:
        assert _ask(server, "POST", SECRETS, _secret("before"))[0] == 201
        import resource

        log = max((server.state / "log").iterdir())
        hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size + 10, hard))
        status, told = _ask(server, "POST", SECRETS, _secret("during", 100_000))
        assert (status, told["kind"], told["reason"]) == (500, "Status", "InternalError")
        assert "file too large" in told["message"]
        assert _names(server) == {"before"}
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        assert _ask(server, "POST", SECRETS, _secret("after"))[0] == 201
        assert _names(server) == {"before", "after"}
        assert not server.errors()


def test_a_signal_while_much_is_caught_up_with(tmp_path: Path) -> None:
    """It ends soon, in order, and the state is whole."""
    with Server(tmp_path) as server:
        _command(server, "sim", "settings", "set", "nodes=40")
        made = _ask(
            server,
            "POST",
            "/apis/apps/v1/namespaces/default/deployments",
            {
                "metadata": {"name": "web"},
                "spec": {
                    "replicas": 0,
                    "selector": {"matchLabels": {"app": "web"}},
                    "template": {
                        "metadata": {"labels": {"app": "web"}},
                        "spec": {"containers": [{"name": "c", "image": "nginx"}]},
                    },
                },
            },
        )
        assert made[0] == 201
        connection = _connection(server)
        path = "/apis/apps/v1/namespaces/default/deployments/web/scale"
        headers = {"Content-Type": "application/merge-patch+json"}
        connection.request("PATCH", path, '{"spec":{"replicas":4000}}', headers)
        time.sleep(0.5)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=30) == 0
        assert time.monotonic() - began < 20
        connection.close()
        assert not server.errors()
        done = subprocess.run(
            [*MINIKCTL, "get", "deployment", "web", "-o", "name"],
            env=server.environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        assert (done.stdout, done.stderr) == ("deployment.apps/web\n", "")


def test_two_signals_end_it_at_once(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        connection = _connection(server)
        connection.request("GET", f"{SECRETS}?watch=true")
        connection.getresponse()
        for _ in range(2):
            os.kill(server.process.pid, signal.SIGTERM)
        assert server.process.wait(timeout=10) == 0
        connection.close()
        assert not server.errors()


@pytest.mark.parametrize("address, host", [("0.0.0.0", "127.0.0.1"), ("::1", "::1"), ("localhost", "localhost")])
def test_addresses(tmp_path: Path, address: str, host: str) -> None:
    """Loopback needs no token but a name of its own; what others can reach needs the token whatever it is called."""
    with Server(tmp_path, f"--address={address}") as server:
        port = int(server.url.rpartition(":")[2])
        connection = http.client.HTTPConnection(host, port, timeout=10)

        def status(name: str, **headers: str) -> int:
            connection.request("GET", "/api/v1/pods", headers={"Host": name, **headers})
            answer = connection.getresponse()
            answer.read()
            return answer.status

        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if address == "0.0.0.0":
            token = server.kubeconfig.read_text().partition("token: ")[2].split()[0]
            assert status(shown) == 401
            assert status("any.example", Authorization=f"Bearer {token}") == 200
        else:
            assert status(shown) == status("localhost") == 200
            assert status("evil.example") == 403
            assert status(shown, Origin="http://evil.example") == 403
        connection.close()
