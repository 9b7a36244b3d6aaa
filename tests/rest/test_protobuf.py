"""Protobuf bodies whose messages are not simply the JSON: what stands where a schema could stand."""

from __future__ import annotations

import os
import subprocess
from struct import pack
from typing import TYPE_CHECKING

import pytest

from minikctl.core.errors import ApiError
from minikctl.rest.protobuf import decode
from tests.support import binaries
from tests.support.serving import Server

if TYPE_CHECKING:
    from pathlib import Path


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _field(number: int, value: bytes | str | int | float) -> bytes:
    if isinstance(value, float):
        return _varint(number << 3 | 1) + pack("<d", value)
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _definition(schema: bytes) -> bytes:
    version = _field(1, "v1") + _field(4, _field(1, schema))
    message = _field(2, _field(1, "example.com") + _field(7, version))
    head = _field(1, "apiextensions.k8s.io/v1") + _field(2, "CustomResourceDefinition")
    return b"k8s\x00" + _field(1, head) + _field(2, message)


def test_what_stands_in_the_place_of_a_schema() -> None:
    text = _field(5, "string")
    schema = _field(9, 2.5) + _field(24, _field(1, text)) + _field(30, _field(1, 1)) + _field(33, _field(2, text))
    schema += _field(32, _field(1, "a") + _field(2, _field(2, "b")))
    schema += _field(8, _field(1, b'{"x":[1]}')) + _field(20, _field(1, b"3"))
    found = decode(_definition(schema))["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert found == {
        "maximum": 2.5,
        "items": {"type": "string"},
        "additionalProperties": True,
        "additionalItems": {"type": "string"},
        "dependencies": {"a": ["b"]},
        "default": {"x": [1]},
        "enum": [3],
    }


@pytest.mark.parametrize("value", [b"1234", float("nan"), float("inf")])
def test_a_number_that_is_none(value: bytes | float) -> None:
    with pytest.raises(ApiError, match="proto: "):
        decode(_definition(_field(9, value)))


def test_schemas_within_schemas_come_to_an_end() -> None:
    schema = b""
    for _ in range(300):
        schema = _field(24, _field(1, schema))
    with pytest.raises(ApiError, match="exceeded max depth"):
        decode(_definition(schema))


def test_the_options_of_a_deletion_come_in_any_version() -> None:
    head = _field(1, "rbac.authorization.k8s.io/v1") + _field(2, "DeleteOptions")
    body = b"k8s\x00" + _field(1, head) + _field(2, _field(2, _field(1, "uid")) + _field(4, "Foreground"))
    found = decode(body)
    assert (found["kind"], found["preconditions"], found["propagationPolicy"]) == (
        "DeleteOptions",
        {"uid": "uid"},
        "Foreground",
    )


def test_a_role_that_changes_is_reconciled_by_the_real_kubectl(tmp_path: Path) -> None:
    binding = """
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {{name: x, namespace: default}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {}}}
subjects: [{{kind: User, name: j, apiGroup: rbac.authorization.k8s.io}}]
"""
    with Server(tmp_path / "serve") as server:
        environ = {**os.environ, "KUBECONFIG": str(server.kubeconfig), "HOME": str(tmp_path)}
        for role in ("view", "edit"):
            (tmp_path / "x.yaml").write_text(binding.format(role))
            done = subprocess.run(
                [binaries.kubectl("1.37"), "auth", "reconcile", "-f", str(tmp_path / "x.yaml")],
                env=environ,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert done.stdout.startswith("rolebinding.rbac.authorization.k8s.io/x reconciled\n")
