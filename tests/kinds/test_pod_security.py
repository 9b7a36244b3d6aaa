"""What the Pod Security Standards forbid, level by level, version by version."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.kinds.pod.security import LATEST, detail, violations

Obj = dict[str, Any]
FINE: Obj = {
    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [
        {
            "name": "a",
            "image": "a",
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        }
    ],
}


def found(level: str, minor: int = LATEST, annotations: dict[str, str] | None = None, **spec: Any) -> str:
    return detail(violations(annotations or {}, {**FINE, **spec}, level, minor))


def with_context(**context: Any) -> list[Obj]:
    (container,) = FINE["containers"]
    return [{**container, "securityContext": {**container["securityContext"], **context}}]


def test_a_good_pod_is_let_in_everywhere() -> None:
    assert [found(level) for level in ("privileged", "baseline", "restricted")] == ["", "", ""]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"hostNetwork": True, "hostIPC": True}, "host namespaces (hostNetwork=true, hostIPC=true)"),
        ({"volumes": [{"name": "x", "hostPath": {}}]}, 'hostPath volumes (volume "x")'),
        (
            {"containers": [{"name": "a", "ports": [{"hostPort": 80}, {"hostPort": 443}]}]},
            'hostPort (container "a" uses hostPorts 443, 80)',
        ),
        (
            {"containers": with_context(privileged=True)},
            'privileged (container "a" must not set securityContext.privileged=true)',
        ),
        (
            {"containers": with_context(seccompProfile={"type": "Unconfined"})},
            'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
        ),
        (
            {"securityContext": {"seLinuxOptions": {"type": "spc_t", "user": "u"}}},
            'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
        ),
        (
            {"securityContext": {"sysctls": [{"name": "kernel.msgmax"}, {"name": "net.ipv4.tcp_rmem"}]}},
            "forbidden sysctls (kernel.msgmax)",
        ),
        (
            {"containers": [{"name": "a", "livenessProbe": {"httpGet": {"host": "h"}}}]},
            'probe or lifecycle host (container "a" uses probe or lifecycle host "h")',
        ),
        (
            {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}},
            'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
        ),
    ],
)
def test_baseline(spec: Obj, said: str) -> None:
    assert found("baseline", **spec) == said


def test_restricted_replaces_checks_of_baseline() -> None:
    volumes = [{"name": "h", "hostPath": {}}, {"name": "n", "nfs": {}}, {"name": "e", "emptyDir": {}}]
    assert found("restricted", volumes=volumes) == (
        'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")'
    )
    capabilities = {"add": ["NET_RAW"], "drop": ["ALL"]}
    assert found("restricted", containers=with_context(capabilities=capabilities)) == (
        'unrestricted capabilities (container "a" must not include "NET_RAW" in securityContext.capabilities.add)'
    )


def test_a_version_has_the_checks_of_its_time() -> None:
    bare = {"containers": [{"name": "a"}], "securityContext": {}}
    assert "seccompProfile" in found("restricted", **bare)
    assert found("restricted", 7, **bare) == (
        'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)'
    )
    assert found("baseline", 18, {"seccomp.security.alpha.kubernetes.io/pod": "unconfined"}) == (
        'seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")'
    )


def test_users_of_its_own_make_a_pod_safe() -> None:
    root = {"securityContext": {"runAsUser": 0, "runAsNonRoot": False, "seccompProfile": {"type": "Localhost"}}}
    assert found("restricted", **root, hostUsers=False) == ""
    assert found("restricted", 34, **root, hostUsers=False) == (
        "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), "
        "runAsUser=0 (pod must not set runAsUser=0)"
    )
