"""`minikctl serve` under load on a state of 1,000 pods: requests a second, latencies, watches, memory, its start.

Beside each row what kube-apiserver does, as far as that has been measured (another machine: the bare interpreter's
CPU is printed to compare by).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.request import urlopen

from tests.bench.load import Load, Result
from tests.bench.measure import MINIKCTL, PYTHON, State, middle, run
from tests.bench.watchers import Seen, Watches

if TYPE_CHECKING:
    from collections.abc import Iterator

PODS, LISTED = 1000, 300
WATCHES, CHANGES = 200, 100
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
MERGE = "application/merge-patch+json"
SENT = '{"metadata":{"annotations":{"sent":"@now@"}}}'
CONFIG = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"made-@number@"},"data":{"a":"b"}}'
KUBE = {  # kube-apiserver v1.36.2 over TLS, 4 connections of wrk: a second, p50 ms, p99 ms
    "GET one pod": (3300, 1.0, 8.5),
    "LIST 300 pods": (70, 53, 119),
}
PYTHON_THERE = 10  # CPU ms of `python -c pass` on that machine
AIM = {"GET one pod": 3300, "LIST 300 pods": 350, "LIST 300 pods, a patch every 20 ms": 350}


class Start(NamedTuple):
    wall: float  # ms from the process to the first answer
    cpu: float


class Figures(NamedTuple):
    python: float  # CPU ms of `python -c pass`
    start: Start
    idle: float  # MB, PSS
    loads: dict[str, Result]
    costs: dict[str, float]  # ms of the server's CPU a request, whatever asked at the same time
    seen: Seen
    busy: float  # MB, PSS, after all of it


class Server:
    """A server process on a state."""

    def __init__(self, state: State, *flags: str) -> None:
        began = time.monotonic()
        config = f"--write-kubeconfig={state.path}.kubeconfig"
        self.process = subprocess.Popen(
            [MINIKCTL, "serve", config, *flags], env=state.environ, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        url = self.process.stdout.readline().split()[-1]
        self.port = int(url.rpartition(":")[2])
        if url.startswith("http:"):
            with urlopen(f"{url}/api/v1/namespaces/default/pods?limit=1") as answer:
                answer.read()
        self.start = Start((time.monotonic() - began) * 1000, self.cpu() * 1000)

    def cpu(self) -> float:
        """Seconds so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Its proportional share of memory."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)


@contextmanager
def _serving(state: State, *flags: str) -> Iterator[Server]:
    server = Server(state, *flags)
    try:
        yield server
    finally:
        server.stop()


def measure(directory: Path) -> Figures:
    state = _state(directory / "serve")
    bare = middle([run([PYTHON, "-c", "pass"]) for _ in range(5)]).cpu * 1000
    with _serving(state) as server:
        start, idle = server.start, server.megabytes()
        pods = _names(server)
        found = _Found(server)
        for name, load in _loads(server.port, pods).items():
            found.measure(name, load)
        with _background(_patching(server.port, pods, 0.02)):
            found.measure("LIST 300 pods, a patch every 20 ms", _list(server.port))
            found.measure("Table of 300 pods, a patch every 20 ms", _list(server.port, TABLE))
        seen = _watching(server.port, pods)
        busy = server.megabytes()
    with _serving(state, "--self-signed") as server:
        found.server = server
        found.measure("GET one pod, TLS", _get(server.port, pods)._replace(paths=[_path(pods[0])], tls=True))
    return Figures(bare, start, idle, found.loads, found.costs, seen, busy)


class _Found:
    """Loads of one server after the other, and what each cost it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.loads: dict[str, Result] = {}
        self.costs: dict[str, float] = {}

    def measure(self, name: str, load: Load) -> None:
        before = self.server.cpu()
        result = self.loads[name] = _load(load)
        self.costs[name] = (self.server.cpu() - before) * 1000 / result.requests


def _state(path: Path) -> State:
    """300 pods in `default`, the others elsewhere; all of them run."""
    state = State(path)
    state.run("sim", "settings", "set", "nodes=15")
    state.run("create", "namespace", "other")
    state.run("create", "deployment", "web", "--image=nginx:1.25", f"--replicas={LISTED}")
    state.run("create", "deployment", "web", "-n", "other", "--image=nginx:1.25", f"--replicas={PODS - LISTED}")
    state.run("rollout", "status", "deployment/web", "-n", "other")
    state.run("sim", "settle")
    state.run("sim", "clock", "real")
    return state


def _names(server: Server) -> list[str]:
    with urlopen(f"http://127.0.0.1:{server.port}/api/v1/namespaces/default/pods") as answer:
        return [item["metadata"]["name"] for item in json.load(answer)["items"]]


def _loads(port: int, pods: list[str]) -> dict[str, Load]:
    """Every request over and over; writes are fewer, so that the state stays about as large as it is."""
    return {
        "GET one pod": _get(port, pods)._replace(paths=[_path(pods[0])]),
        "GET pods in turn": _get(port, pods),
        "LIST 300 pods": _list(port),
        "LIST 300 pods, gzip": _list(port)._replace(gzip=True),
        "Table of 300 pods": _list(port, TABLE),
        "patch": _patching(port, pods, 0.0)._replace(connections=4, most=500),
        "create": Load(port, "POST", ["/api/v1/namespaces/other/configmaps"], CONFIG, most=500),
    }


def _path(pod: str) -> str:
    return f"/api/v1/namespaces/default/pods/{pod}"


def _get(port: int, pods: list[str]) -> Load:
    return Load(port, "GET", [_path(pod) for pod in pods])


def _list(port: int, accept: str = "application/json") -> Load:
    return Load(port, "GET", ["/api/v1/namespaces/default/pods"], accept=accept)


def _patching(port: int, pods: list[str], pause: float) -> Load:
    paths = [_path(pod) for pod in pods]
    return Load(port, "PATCH", paths, SENT, MERGE, connections=1, pause=pause, seconds=20.0)


def _load(load: Load) -> Result:
    done = subprocess.run(
        [PYTHON, "-m", "tests.bench.load"], input=json.dumps(load._asdict()), capture_output=True, text=True, check=True
    )
    result = Result(*json.loads(done.stdout))
    if result.failed:
        raise RuntimeError(f"{result.failed} of {result.requests} requests failed: {load.method} {load.paths[0]}")
    return result


@contextmanager
def _background(load: Load) -> Iterator[None]:
    child = subprocess.Popen([PYTHON, "-m", "tests.bench.load"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert child.stdin is not None
    child.stdin.write(json.dumps(load._asdict()).encode())
    child.stdin.close()
    try:
        yield
    finally:
        child.kill()
        child.wait()


def _watching(port: int, pods: list[str]) -> Seen:
    """Watches of the namespace in one process, changes asked for by another."""
    asked = Watches(port, "/api/v1/namespaces/default/pods?watch=true&resourceVersion=@", WATCHES, CHANGES)
    with urlopen(f"http://127.0.0.1:{port}/api/v1/namespaces/default/pods?limit=1") as answer:
        revision = json.load(answer)["metadata"]["resourceVersion"]
    asked = asked._replace(path=asked.path.replace("@", revision), since=time.monotonic_ns())
    child = subprocess.Popen(
        [PYTHON, "-m", "tests.bench.watchers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(asked._asdict()) + "\n")
    child.stdin.flush()
    child.stdout.readline()
    _load(_patching(port, pods, 0.02)._replace(most=CHANGES, seconds=60.0))
    said, _ = child.communicate(timeout=120)
    return Seen(*json.loads(said))


def table(found: Figures) -> list[str]:
    head = f"{f'SERVE ({PODS} pods, 4 connections)':44}{'a second':>9}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}"
    lines = [f"{head}{'scaled':>8}{'kube-apiserver':>18}"]
    for name, one in found.loads.items():
        rate, p50, p99 = KUBE.get(name, (0, 0, 0))
        cost = found.costs[name]
        scaled = 1000 / cost * found.python / PYTHON_THERE
        theirs = f"{rate}/s {p50} {p99}" if rate else ""
        missed = " missed" if max(one.rate, scaled) < AIM.get(name, 0) else ""
        lines.append(
            f"{name:44}{one.rate:9.0f}{one.p50:8.2f}{one.p99:8.2f}{cost:8.2f}{scaled:8.0f}{theirs:>18}{missed}"
        )
    seen = found.seen
    lines += [
        f"{seen.complete} of {seen.watches} watches saw all {CHANGES} changes; "
        f"lag p50 {seen.p50:.1f} ms, p99 {seen.p99:.1f} ms",
        f"start to the first answer: {found.start.cpu:.0f} ms CPU, {found.start.wall:.0f} ms wall",
        f"memory (PSS): {found.idle:.0f} MB after the first answer, {found.busy:.0f} MB after all of this "
        "(kube-apiserver: 456 MB at 5,500 pods)",
        f"python -c pass: {found.python:.0f} ms CPU ({PYTHON_THERE} ms where kube-apiserver was measured); "
        "scaled: requests a second of one such CPU that the server has for itself",
    ]
    return lines
