"""Builders of small objects for the storage tests."""

from __future__ import annotations

from typing import Any

from minikctl.storage._base import Key

Obj = dict[str, Any]


def pod_key(name: str, namespace: str = "default") -> Key:
    return Key("pods", namespace, name)


def pod(
    name: str,
    revision: int,
    namespace: str = "default",
    *,
    node: str = "",
    owner: str = "",
    phase: str = "Running",
    **labels: str,
) -> Obj:
    meta: Obj = {
        "name": name,
        "namespace": namespace,
        "uid": f"uid-{namespace}-{name}",
        "resourceVersion": str(revision),
    }
    if labels:
        meta["labels"] = labels
    if owner:
        meta["ownerReferences"] = [
            {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "rs", "uid": owner, "controller": True}
        ]
    spec: Obj = {
        "containers": [{"name": "c", "image": "nginx", "resources": {"requests": {"cpu": "100m", "memory": "1Mi"}}}]
    }
    if node:
        spec["nodeName"] = node
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec, "status": {"phase": phase}}


def event(name: str, revision: int, about: str, namespace: str = "default") -> Obj:
    meta = {"name": name, "namespace": namespace, "uid": f"uid-{name}", "resourceVersion": str(revision)}
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": meta,
        "involvedObject": {"kind": "Pod", "uid": about},
        "reason": "Started",
    }
