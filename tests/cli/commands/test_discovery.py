"""version, api-resources, api-versions, explain, auth and cluster-info."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from minikctl.cli.explaining.wrapping import wrap
from minikctl.core import descriptions, schema

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_version(shell: Shell) -> None:
    assert shell.out("version") == "Client Version: v1.37.1\nKustomize Version: v5.8.1\nServer Version: v1.36.2\n"
    assert "serverVersion" not in json.loads(shell.out("version --client -o json"))
    assert shell("version -o x").err == "error: --output must be 'yaml' or 'json'\n"


def test_resources(shell: Shell) -> None:
    assert shell.out("api-resources --api-group=batch") == (
        "NAME       SHORTNAMES   APIVERSION   NAMESPACED   KIND\n"
        "cronjobs   cj           batch/v1     true         CronJob\n"
        "jobs                    batch/v1     true         Job\n"
    )
    assert shell.out("api-resources --verbs=list --categories=all --api-group= -o name").split() == [
        "pods",
        "replicationcontrollers",
        "services",
    ]
    assert "v1beta1" not in shell.out("api-versions")  # old versions are served, not shown
    assert shell("api-resources --sort-by=x").err == "error: --sort-by accepts only name or kind\n"


def test_rights(shell: Shell) -> None:
    assert shell.out("auth can-i create pods") == "yes\n"
    assert shell("auth can-i get nodes").err == "Warning: resource 'nodes' is not namespace scoped\n\n"
    assert shell("auth can-i leap foo").err == (
        "Warning: the server doesn't have a resource type 'foo'\n\nWarning: verb 'leap' is not a known verb\n\n"
    )
    assert shell.out("auth whoami") == (
        "ATTRIBUTE   VALUE\nUsername    kubernetes-admin\nGroups      [system:masters system:authenticated]\n"
    )


def test_cluster_info_says_where_the_state_is(shell: Shell) -> None:
    assert shell.out("cluster-info").startswith(f"Kubernetes control plane is running at {shell.state} (simulated")


def test_explain_a_field(shell: Shell) -> None:
    assert shell.out("explain deploy.spec.strategy.type") == (
        "GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n\n"
        "FIELD: type <string>\nENUM:\n    Recreate\n    RollingUpdate\n\n"
        "DESCRIPTION:\n"
        "    RollingUpdate replaces pods a few at a time; Recreate stops all old ones\n"
        "    first. RollingUpdate if nothing is said.\n"
        "    \n\n"
    )
    assert shell("explain pod.spec.x") == (
        "KIND:       Pod\nVERSION:    v1\n\n",
        'error: field "x" does not exist\n',
        1,
    )


def test_explain_what_contains_itself_ends(shell: Shell) -> None:
    text = shell.out("explain hpa.spec.metrics --recursive")
    assert "  resource\t<ResourceMetricSource>\n    name\t<string> -required-\n" in text
    assert shell.out("explain deploy --recursive --max-depth=1").count("\n") < 20
    assert "   spec\t<Object>\n" in shell.out("explain deploy -o plaintext-openapiv2")


def test_descriptions_are_of_fields_that_there_are() -> None:
    for key in descriptions._all():
        type_name, _, field = key.partition(" ")
        if type_name != "*":
            assert not field or field in schema.struct(type_name), key
    assert descriptions.of_type("extensions/v1beta1.Deployment") == descriptions.of_type("apps/v1.Deployment")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("abcdefghijkl mno", ["abcdefghijkl", "mno"]),
        ("a  b\n\nc", ["a  b", "", "c"]),
        ("12345678 9", ["12345678", "9"]),
    ],
)
def test_wrapping(text: str, lines: list[str]) -> None:
    assert wrap(text, 8).split("\n") == lines
