"""The table of types: what its lookups answer, and that the compiled form keeps every fact."""

from __future__ import annotations

import pytest

from minikctl.core import schema
from minikctl.core.compile_schema import compile_types


def test_a_struct_lists_its_fields_in_go_order_with_embedded_ones_flattened() -> None:
    assert list(schema.struct("apps/v1.Deployment")) == ["kind", "apiVersion", "metadata", "spec", "status"]
    assert list(schema.struct("core/v1.Volume"))[:3] == ["name", "hostPath", "emptyDir"]


def test_the_unflattened_fields_keep_embedded_structs_as_protobuf_has_them() -> None:
    assert [(f.go, f.inline, f.proto) for f in schema.fields("core/v1.Volume")] == [
        ("Name", False, 1),
        ("VolumeSource", True, 2),
    ]


def test_a_field_carries_what_patches_and_apply_need() -> None:
    ports = schema.struct("core/v1.Container")["ports"]
    assert ports.merge_key == "containerPort"
    assert ports.patch_strategy == ("merge",)
    assert (ports.list_type, ports.map_keys) == ("map", ("containerPort", "protocol"))
    protocol = schema.struct("core/v1.ContainerPort")["protocol"]
    assert (protocol.default, protocol.enum) == ("TCP", ("SCTP", "TCP", "UDP"))


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("v1", "Pod", "core/v1.Pod"),
        ("v1", "Status", "meta/v1.Status"),
        ("apps/v1", "Deployment", "apps/v1.Deployment"),
        ("rbac.authorization.k8s.io/v1", "Role", "rbac/v1.Role"),
        ("apps/v1", "Pod", None),
        ("nope/v1", "Pod", None),
    ],
)
def test_root_type(version: str, kind: str, expected: str | None) -> None:
    assert schema.root_type(version, kind) == expected


def test_named_types_unions_and_atomic_structs() -> None:
    assert schema.named("core/v1.PullPolicy") == "string"
    assert schema.named("core/v1.Pod") is None
    assert schema.resolve("*core/v1.PullPolicy") == "string"
    assert schema.resolve("core/v1.ResourceList") == "map[core/v1.ResourceName]api/resource.Quantity"
    assert schema.atomic("meta/v1.LabelSelector")
    assert not schema.atomic("core/v1.PodSpec")
    assert schema.unions("core/v1.SeccompProfile") == (schema.Union("type", ("localhostProfile",)),)


@pytest.mark.parametrize(
    ("type_name", "inner", "innermost"),
    [
        ("*int32", "int32", "int32"),
        ("[]core/v1.Container", "core/v1.Container", "core/v1.Container"),
        ("map[string][]uint8", "[]uint8", "uint8"),
        ("string", "string", "string"),
    ],
)
def test_elem_and_base(type_name: str, inner: str, innermost: str) -> None:
    assert schema.elem(type_name) == inner
    assert schema.base(type_name) == innermost


def test_every_type_that_a_field_names_is_known() -> None:
    plain = {"string", "bool", "int32", "int64", "uint8", "time.Time", "meta/v1.Duration"}
    todo = ["core/v1.Pod", "apps/v1.StatefulSet", "batch/v1.CronJob", "autoscaling/v2.HorizontalPodAutoscaler"]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in seen and name not in plain and schema.named(name) is None:
            seen.add(name)
            todo += [schema.base(field.type) for field in schema.fields(name)]
    assert len(seen) > 100


def test_an_unknown_key_in_the_source_is_refused() -> None:
    field = {"json": "a", "go": "A", "type": "string", "proto": 1, "wire": "bytes", "new": 1}
    with pytest.raises(ValueError, match="no place for"):
        compile_types({"kinds": {}, "named": {}, "unions": {}, "atomicMaps": {}, "structs": {"x.Y": [field]}})


def test_go_names() -> None:
    assert schema.go_name("map[core/v1.ResourceName]api/resource.Quantity") == "map[v1.ResourceName]resource.Quantity"
    assert schema.go_name("[]*core/v1.Pod") == "[]*v1.Pod"
