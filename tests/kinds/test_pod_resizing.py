"""What a pod's subresources may change."""

from __future__ import annotations

from typing import Any

from minikctl.kinds.pod.resizing import resized, validate, validate_ephemeral

Obj = dict[str, Any]


def pod(cpu: str, limit: str = "200m", **spec: Any) -> Obj:
    resources = {"requests": {"cpu": cpu}, "limits": {"cpu": limit}}
    return {
        "metadata": {"name": "p"},
        "spec": {"containers": [{"name": "c", "image": "x", "resources": resources}], **spec},
    }


def test_only_resources_are_taken() -> None:
    wanted = {"containers": [{"name": "c", "image": "other", "resources": {"requests": {"cpu": "1"}}}]}
    (container,) = resized(pod("100m")["spec"], wanted)["containers"]
    assert container == {"name": "c", "image": "x", "resources": {"requests": {"cpu": "1"}}}


def test_a_resize_keeps_the_quality_of_service() -> None:
    assert validate(pod("150m"), pod("100m")) == []
    old, new = pod("100m"), pod("100m")
    for one in (old, new):
        (container,) = one["spec"]["containers"]
        container["resources"] = {kind: {"cpu": "1", "memory": "1Gi"} for kind in ("requests", "limits")}
    assert validate(new, old) == []
    (container,) = new["spec"]["containers"]
    container["resources"]["requests"]["cpu"] = "500m"
    (error,) = validate(new, old)
    assert str(error) == 'spec: Invalid value: "Guaranteed": Pod QOS Class may not change as a result of resizing'


def test_amounts_are_not_removed() -> None:
    new = pod("100m")
    del new["spec"]["containers"][0]["resources"]["limits"]
    assert [str(e) for e in validate(new, pod("100m"))] == [
        "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed"
    ]


def test_ephemeral_containers_stay() -> None:
    old = pod("1", ephemeralContainers=[{"name": "dbg", "image": "x"}])
    assert validate_ephemeral(old, old) == []
    (error,) = validate_ephemeral(pod("1"), old)
    assert str(error).startswith('spec.ephemeralContainers: Forbidden: existing ephemeral containers "dbg" may not be')
