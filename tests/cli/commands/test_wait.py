"""wait, under the manual clock: time goes on as far as it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minikctl.cli import conditions
from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


@pytest.fixture
def web(shell: Shell) -> Shell:
    shell.out("create deployment web --image=nginx")
    return shell


def test_conditions(web: Shell) -> None:
    met = "deployment.apps/web condition met\n"
    assert web.out("wait --for=condition=available deploy/web") == met
    assert web.out("wait --for=jsonpath={.status.readyReplicas}=1 deploy/web") == met
    assert web.out("wait --for=condition=Available --for=jsonpath={.spec.replicas} deploy --all --timeout=0") == met * 2
    assert web.out("wait --for=create deploy/web") == met
    assert web.out("wait --for=delete deploy/nope") == ""
    assert web.out("wait --for=condition=Available deploy/web -o name") == "deployment.apps/web\n"


def test_what_does_not_come(web: Shell) -> None:
    late = "error: timed out waiting for the condition"
    assert web("wait --for=condition=x deploy/web --timeout=1s").err == f"{late} on deployments/web\n"
    assert web("wait --for=create deploy/nope --timeout=1s").err == f"{late}\n"
    assert web("wait --for=condition=x deploy/web --timeout=0").err == "error: condition not met for deployments/web\n"
    assert web("wait --for=condition=x deploy -l a=b").err == "error: no matching resources found\n"
    assert web("wait --for=condition=x deploy/nope").err.startswith("Error from server (NotFound)")
    assert web("wait --for=condition=x deploy/web ns/default --timeout=1s").err == (
        "timed out waiting for the condition on deployments/web\n"
        "timed out waiting for the condition on namespaces/default\n"
    )


def test_gone(web: Shell) -> None:
    web.out("wait --for=condition=available deploy/web")
    pod = web.out("get pods -o name").strip()
    web.out(f"delete {pod} --wait=false --grace-period=5")
    assert web.out(f"wait --for=delete {pod}") == f"{pod} condition met\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sunrise", 'unrecognized condition: "sunrise"'),
        ("jsonpath=", "jsonpath expression cannot be empty"),
        ("jsonpath={.a}=b=c", "jsonpath wait format must be"),
        ("jsonpath={.a}=", "jsonpath wait has to have a value after equal sign"),
        ("jsonpath={.a", "unexpected path string"),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(CliError, match=message.replace("{", ".").replace("[", ".")):
        conditions.read([text])


@pytest.mark.parametrize(
    ("text", "value", "met"),
    [
        ("condition=Ready", {"type": "Ready", "status": "True"}, True),
        ("condition=ready=FALSE", {"type": "Ready", "status": "False"}, True),
        ("condition=Ready", {"type": "Ready", "status": "True", "observedGeneration": 1}, False),
        ("condition=Other", {"type": "Ready", "status": "True"}, False),
        ('jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', {"type": "Ready", "status": "True"}, True),
    ],
)
def test_one_condition(text: str, value: dict[str, object], met: bool) -> None:
    obj = {"metadata": {"generation": 2}, "status": {"conditions": [value]}}
    (check,) = conditions.read([text]).checks
    assert check is not None
    assert check(obj) is met
