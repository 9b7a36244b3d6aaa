"""What the server warns of in pods and templates, where no scenario says so."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.kinds.pod.warnings import fractional, template_warnings, warnings, workload_warnings

Obj = dict[str, Any]
BARE: Obj = {"name": "a", "image": "a"}


def told(**spec: Any) -> list[str]:
    return template_warnings({"metadata": {}, "spec": {"containers": [BARE], **spec}}, "")


@pytest.mark.parametrize(("text", "is_one"), [("128m", True), ("1.5", True), ("1000m", False), ("1.5Gi", False)])
def test_bytes_do_not_come_in_parts(text: str, is_one: bool) -> None:
    assert fractional(text) is is_one


def test_ports_clash_in_three_ways() -> None:
    ports = [{"containerPort": 80, "hostPort": 1, "hostIP": ip} for ip in ("10.0.0.1", "")]
    assert told(containers=[{**BARE, "ports": ports}]) == [
        "spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]"
    ]


def test_a_selector_of_null_matches_nothing() -> None:
    terms = {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "k"}]}
    where = "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector"
    assert told(affinity={"podAffinity": terms}) == [f"{where}: a null labelSelector results in matching no pod"]


def test_old_annotations_have_fields() -> None:
    notes = {"container.apparmor.security.beta.kubernetes.io/a": "x", "scheduler.alpha.kubernetes.io/critical-pod": ""}
    found = template_warnings({"metadata": {"annotations": notes}, "spec": {"containers": [BARE]}}, "spec.template")
    assert [text.partition(": ")[2] for text in found] == [
        'non-functional in v1.16+; use the "priorityClassName" field instead',
        'deprecated since v1.30; use the "appArmorProfile" field instead',
    ]


def test_who_is_warned_when() -> None:
    old = {
        "metadata": {"name": "a.b", "generation": 1},
        "spec": {"containers": [BARE], "hostAliases": 2 * [{"ip": "1"}]},
    }
    assert [text.split(":")[0] for text in warnings(old, None)] == ["metadata.name", "spec.hostAliases[1].ip"]
    assert warnings(old, old) == []
    web = {"metadata": {"name": "a.b", "generation": 1}, "spec": {"template": old}}
    changed = {**web, "metadata": {"name": "a.b", "generation": 2}}
    where = ("spec", "template")
    assert len(workload_warnings(web, None, where)) == 2
    assert workload_warnings(web, web, where) == []
    assert len(workload_warnings(changed, web, where)) == 1
