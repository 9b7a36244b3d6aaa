"""Defaults of pod specs: the templates and what a real server made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minikctl.core.decoding import decode
from minikctl.kinds.pod.defaults import default, default_template

TEMPLATES = json.loads((Path(__file__).parent / "templates.json").read_text())


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_template_gets_the_defaults_of_a_real_server(case: dict[str, Any]) -> None:
    template = decode(case["template"], "core/v1.PodTemplateSpec").value
    default_template(template)
    assert template == case["defaulted"]


@pytest.mark.parametrize("case", TEMPLATES)
def test_defaulting_again_changes_nothing(case: dict[str, Any]) -> None:
    template = json.loads(json.dumps(case["defaulted"]))
    default_template(template)
    assert template == case["defaulted"]


def pod(**spec: Any) -> dict[str, Any]:
    out = decode({"metadata": {"name": "a"}, "spec": spec}, "core/v1.Pod").value
    default(out)
    return out


def test_a_pod_gets_what_templates_do_not() -> None:
    assert pod(containers=[{"name": "a", "image": "nginx"}])["spec"]["enableServiceLinks"] is True


def test_what_only_has_limits_requests_as_much() -> None:
    container = {
        "name": "a",
        "image": "b:1",
        "resources": {"limits": {"cpu": "2", "memory": "1Gi"}, "requests": {"cpu": "1"}},
    }
    assert pod(containers=[container])["spec"]["containers"][0]["resources"]["requests"] == {
        "cpu": "1",
        "memory": "1Gi",
    }


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1", "IfNotPresent"),
        ("reg:5000/nginx", "Always"),
        ("reg:5000/nginx:1", "IfNotPresent"),
        ("nginx@sha256:" + "0" * 64, "IfNotPresent"),
    ],
)
def test_the_pull_policy_follows_the_tag(image: str, policy: str) -> None:
    assert pod(containers=[{"name": "a", "image": image}])["spec"]["containers"][0]["imagePullPolicy"] == policy


def test_a_grpc_probe_asks_for_the_service_without_a_name() -> None:
    probe = {"grpc": {"port": 80, "service": None}}  # as the decoder leaves it
    container = pod(containers=[{"name": "a", "image": "b:1", "livenessProbe": probe}])["spec"]["containers"][0]
    assert container["livenessProbe"]["grpc"] == {"port": 80, "service": ""}


def test_probes_and_handlers_are_completed() -> None:
    probe = {"httpGet": {"port": 80}}
    container = pod(containers=[{"name": "a", "image": "b:1", "livenessProbe": probe}])["spec"]["containers"][0]
    assert container["livenessProbe"] == {
        "failureThreshold": 3,
        "httpGet": {"path": "/", "port": 80, "scheme": "HTTP"},
        "periodSeconds": 10,
        "successThreshold": 1,
        "timeoutSeconds": 1,
    }


def test_a_host_network_takes_the_host_s_ports() -> None:
    spec = pod(hostNetwork=True, containers=[{"name": "a", "image": "b:1", "ports": [{"containerPort": 80}]}])["spec"]
    assert spec["containers"][0]["ports"] == [{"containerPort": 80, "hostPort": 80, "protocol": "TCP"}]


def test_volumes_get_their_modes_and_types() -> None:
    volumes = [
        {"name": "a"},
        {"name": "b", "configMap": {"name": "c"}},
        {"name": "d", "hostPath": {"path": "/x"}},
        {"name": "e", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}},
    ]
    assert pod(containers=[{"name": "a", "image": "b:1"}], volumes=volumes)["spec"]["volumes"] == [
        {"name": "a", "emptyDir": {}},
        {"name": "b", "configMap": {"name": "c", "defaultMode": 420}},
        {"name": "d", "hostPath": {"path": "/x", "type": ""}},
        {
            "name": "e",
            "projected": {
                "defaultMode": 420,
                "sources": [{"serviceAccountToken": {"expirationSeconds": 3600, "path": "t"}}],
            },
        },
    ]
