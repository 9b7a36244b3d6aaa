"""The ways a scenario is run, each on a state of its own with the manual clock and the same seed."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.differential import comparing
from tests.differential.versions import BASIC
from tests.golden import record
from tests.golden.runner import SCENARIOS
from tests.support import binaries
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.differential.comparing import Difference

ME = f'"{sys.executable}" -m minikctl'
SIM = f"env -u MINIKCTL_KUBECONFIG {ME} sim"  # on the state itself, also where the client speaks HTTP
ENVIRON = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "MINIKCTL_NAME": "kubectl"}
WAYS = ("minikctl-http", "kubectl-1.37", "kubectl-1.36", "kubectl-1.24")


def of(name: str) -> list[str]:
    """The ways a scenario is run, over the embedded one, which tests/golden holds to the recording."""
    return [way for way in WAYS if way != "kubectl-1.24" or name in BASIC]


def differences(way: str, name: str, work: Path) -> list[Difference]:
    """Between a way and the recording of a real cluster, or the embedded client where there is none."""
    expected = comparing.recorded(name) or embedded(name, work / "embedded")
    return comparing.differences(way, expected, over_http(way, name, work / way))


def embedded(name: str, work: Path) -> dict[str, Any]:
    """The normalised transcript of minikctl on a directory."""
    return _recorded(name, work, ME, {"MINIKCTL_STATE": str(work / "state")})


def over_http(way: str, name: str, work: Path) -> dict[str, Any]:
    """The normalised transcript of a client on `serve`; skips where the client cannot be had."""
    client = ME if way == "minikctl-http" else f'"{binaries.kubectl(way.removeprefix("kubectl-"))}"'
    with Server(work) as server:
        environ = {"MINIKCTL_STATE": str(server.state), "KUBECONFIG": str(server.kubeconfig)}
        if way == "minikctl-http":
            environ["MINIKCTL_KUBECONFIG"] = environ.pop("KUBECONFIG")
        found = _recorded(name, work, client, environ)
        assert server.process.poll() is None, server.errors()
    assert not server.errors()
    return found


def _recorded(name: str, work: Path, client: str, environ: Mapping[str, str]) -> dict[str, Any]:
    work.mkdir(parents=True, exist_ok=True)
    with _environ({**ENVIRON, **environ}):
        args = Namespace(
            work=str(work),
            out=str(work),
            kubectl=client,
            reset_cmd="",
            settle_cmd=f"{SIM} settle" + _pause(name),
            sleep_cmd=f"{SIM} clock advance {{}}s",
            timeout=60,
        )
        record.record(str(SCENARIOS / f"{name}.scn"), args)
    found: dict[str, Any] = json.loads((work / f"{name}.norm.json").read_text())
    return found


def _pause(name: str) -> str:
    """`rollout restart` takes the time from the wall, to the second, and refuses to do it twice in one."""
    return "; sleep 1" if "rollout restart" in (SCENARIOS / f"{name}.scn").read_text() else ""


@contextmanager
def _environ(settings: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
