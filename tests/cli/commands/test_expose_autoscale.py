"""expose and autoscale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

PORTS = """
apiVersion: v1
kind: Pod
metadata: {name: dns, labels: {app: dns}}
spec:
  containers:
  - name: a
    image: coredns
    ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP}, {containerPort: 80}]
"""


@pytest.fixture
def web(shell: Shell) -> Shell:
    shell.out("create deployment web --image=nginx --port=8080")
    return shell


def spec(shell: Shell, line: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(shell.out(f"{line} --dry-run=client -o json"))["spec"]
    return found


def test_ports_and_selector_come_from_the_workload(web: Shell) -> None:
    assert spec(web, "expose deployment web") == {
        "ports": [{"protocol": "TCP", "port": 8080, "targetPort": 8080}],
        "selector": {"app": "web"},
    }
    assert web.out("expose deployment web") == "service/web exposed\n"
    assert web("expose deployment web").err == 'Error from server (AlreadyExists): services "web" already exists\n'


def test_several_ports_and_protocols_get_names(shell: Shell) -> None:
    shell.out("create -f -", PORTS)
    ports = spec(shell, "expose pod dns")["ports"]
    assert isinstance(ports, list)
    assert [(p["name"], p["port"], p["protocol"]) for p in ports] == [
        ("port-1-udp", 53, "UDP"),
        ("port-1-tcp", 53, "TCP"),
        ("port-2", 80, "TCP"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("expose cm kube-root-ca.crt --port=1", "error: cannot expose a ConfigMap"),
        ("expose ns default --port=1", "error: cannot expose a Namespace"),
        ("expose deploy nope --port=1", 'Error from server (NotFound): deployments.apps "nope" not found'),
        ("expose deploy web --port=x", 'error: strconv.Atoi: parsing "x": invalid syntax'),
        ("expose deploy web --session-affinity=x", "error: unknown session affinity: x"),
        ("autoscale deploy web --max=0", "error: --max=MAXPODS is required and must be at least 1, max: 0"),
        ("autoscale deploy web --max=3 --cpu=x", "error: invalid resource cpu value: x"),
        ("autoscale deploy web --max=3 --memory=x%", "error: invalid percentage value: x"),
        (
            "autoscale ns default --max=3",
            "error: cannot autoscale a Namespace: could not find scale subresource for /v1, Resource=namespaces in "
            "discovery information",
        ),
    ],
)
def test_mistakes(web: Shell, line: str, message: str) -> None:
    assert web(line) == ("", message + "\n", 1)


@pytest.mark.parametrize(
    ("flag", "target"),
    [
        ("--cpu=50%", {"type": "Utilization", "averageUtilization": 50}),
        ("--cpu=500", {"type": "AverageValue", "averageValue": "500m"}),
        ("--cpu=0.5", {"type": "AverageValue", "averageValue": "500u"}),
        ("--memory=200", {"type": "AverageValue", "averageValue": "200Mi"}),
        ("--memory=1Gi", {"type": "AverageValue", "averageValue": "1Gi"}),
    ],
)
def test_targets(web: Shell, flag: str, target: dict[str, object]) -> None:
    metrics = spec(web, f"autoscale deployment web --max=3 {flag}")["metrics"]
    assert isinstance(metrics, list)
    assert metrics[0]["resource"]["target"] == target


def test_autoscaled_and_autoscaled_again(web: Shell) -> None:
    name = "horizontalpodautoscaler.autoscaling/web"
    assert web.out("autoscale deployment web --max=3 --dry-run=client") == f"{name} created (dry run)\n"
    assert web.out("autoscale deployment web --min=2 --max=3 --cpu=50%") == f"{name} autoscaled\n"
    assert web("autoscale deployment web --max=3").err == (
        "error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: "
        "empty input\n"
    )
