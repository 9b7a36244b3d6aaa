"""Names by hash: recorded on a real control plane (v1.36), or printed in the tutorials of the old days."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minikctl.core.hashing import fnv32, fnv32a, pod_template_hash, revision_hash, safe_encode
from minikctl.core.legacy_hashing import legacy_pod_template_hash, legacy_text
from minikctl.core.spew import CURRENT

HERE = Path(__file__).parent
RECORDED = [json.loads(line) for line in (HERE / "pod_template_hashes.jsonl").read_text().splitlines()]
DUMPED = [row for row in RECORDED if "dump" in row]


def template(image: str, **spec: Any) -> dict[str, Any]:
    container = {
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "name": "nginx",
        "ports": [{"containerPort": 80, "protocol": "TCP"}],
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }
    return {
        "metadata": {"labels": {"app": "nginx"}},
        "spec": {
            "containers": [container],
            "dnsPolicy": "ClusterFirst",
            "restartPolicy": "Always",
            "schedulerName": "default-scheduler",
            "securityContext": {},
            "terminationGracePeriodSeconds": 30,
            **spec,
        },
    }


@pytest.mark.parametrize("row", RECORDED, ids=[row["hash"] for row in RECORDED])
def test_pod_template_hash(row: dict[str, Any]) -> None:
    assert pod_template_hash(row["template"]) == row["hash"]


@pytest.mark.parametrize("row", DUMPED, ids=[row["hash"] for row in DUMPED])
def test_the_text_that_is_hashed(row: dict[str, Any]) -> None:
    assert CURRENT.dump(row["template"], "core/v1.PodTemplateSpec") == row["dump"]


def test_a_collision_count_changes_the_hash() -> None:
    hashes = {pod_template_hash(template("nginx"), count) for count in (None, 0, 1, 2)}
    assert len(hashes) == 4


def test_a_quantity_too_large_for_64_bits_is_written_in_words() -> None:
    text = CURRENT.dump({"limits": {"x": "1Pi"}}, "core/v1.ResourceRequirements")
    words = f"[{2**50 * 10**9 % 2**64} {2**50 * 10**9 // 2**64}]"
    assert f"Dec:(*inf.Dec){{unscaled:(big.Int){{neg:(bool)false abs:(big.nat){words}}} scale:(inf.Scale)9}}" in text
    assert "s:(string) Format:(resource.Format)BinarySI" in text


def test_empty_maps_and_lists_hash_like_absent_ones() -> None:
    assert pod_template_hash(template("nginx", volumes=[], nodeSelector={})) == pod_template_hash(template("nginx"))


def test_revision_hash() -> None:
    """The StatefulSet of the recorded tutorial: web-f99c84b4b."""
    spec = template("registry.k8s.io/nginx-slim:0.21")
    container = spec["spec"]["containers"][0]
    container["ports"][0]["name"] = "web"
    container["volumeMounts"] = [{"mountPath": "/usr/share/nginx/html", "name": "www"}]
    data = json.dumps({"spec": {"template": {**spec, "$patch": "replace"}}}, sort_keys=True, separators=(",", ":"))
    assert revision_hash(data.encode(), 0) == "f99c84b4b"


def test_fnv_and_safe_encoding() -> None:
    """The published test vectors of FNV."""
    assert fnv32a(b"") == fnv32(b"") == 0x811C9DC5
    assert fnv32a(b"a") == 0xE40C292C
    assert fnv32(b"a") == 0x050C5D7E
    assert fnv32a(b"foobar") == 0xBF9CF968
    assert safe_encode("0123456789") == "456789bcdf"


@pytest.mark.parametrize(
    ("image", "expected"), [("nginx:1.7.9", "2035384211"), ("nginx:1.9.1", "1564180365"), ("nginx:1.91", "3066724191")]
)
def test_the_names_in_the_old_tutorials(image: str, expected: str) -> None:
    assert legacy_pod_template_hash(template(image)) == expected


def test_the_old_text() -> None:
    assert legacy_text(template("nginx:1.7.9")) == (HERE / "legacy_template_dump.txt").read_text().rstrip()


def test_templates_that_differ_in_newer_fields_keep_different_old_names() -> None:
    plain, tolerant = template("nginx"), template("nginx", tolerations=[{"operator": "Exists"}])
    assert legacy_pod_template_hash(plain) != legacy_pod_template_hash(tolerant)
    volumes = [template("nginx", volumes=[{"name": "v", "csi": {"driver": d}}]) for d in ("a", "b")]
    assert len({legacy_pod_template_hash(t) for t in volumes}) == 2
    disks = [template("nginx", volumes=[{"name": "v", "rbd": {"image": d}}]) for d in ("a", "b")]
    assert len({legacy_pod_template_hash(t) for t in disks}) == 2
