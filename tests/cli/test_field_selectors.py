"""Field selectors that an index answers find what they would find among all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import kubectl


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fields") / "state"
    environ = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}
    for line in (
        "create namespace other",
        "create deployment web --image=nginx --replicas=4",
        "create deployment web --image=nginx --replicas=2 -n other",
        "rollout status deployment/web",
    ):
        assert kubectl(line, state=path, environ=environ).code == 0
    return path


def items(state: Path, line: str) -> list[dict[str, Any]]:
    found = kubectl(f"get {line} -o json", state=state)
    assert found.code == 0, found.err
    return list(json.loads(found.out)["items"])


@pytest.mark.parametrize("scope", ["", " -n other", " -A"])
def test_events_about_an_object(state: Path, scope: str) -> None:
    everything = items(state, f"events{scope}")
    for uid in {event["involvedObject"]["uid"] for event in everything}:
        expected = [event for event in everything if event["involvedObject"]["uid"] == uid]
        assert items(state, f"events{scope} --field-selector involvedObject.uid={uid}") == expected
        assert items(state, f"events{scope} --field-selector involvedObject.uid={uid},type=Warning") == []
    assert items(state, f"events{scope} --field-selector involvedObject.uid=none") == []


@pytest.mark.parametrize("scope", ["", " -n other", " -A"])
def test_pods_on_a_node(state: Path, scope: str) -> None:
    everything = items(state, f"pods{scope}")
    for node in {pod["spec"]["nodeName"] for pod in everything}:
        there = [pod for pod in everything if pod["spec"]["nodeName"] == node]
        assert items(state, f"pods{scope} --field-selector spec.nodeName={node}") == there
        assert items(state, f"pods{scope} --field-selector spec.nodeName!={node}") == [
            pod for pod in everything if pod not in there
        ]
    assert items(state, f"pods{scope} --field-selector spec.nodeName=") == []
