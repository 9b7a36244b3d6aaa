"""Deployments as extensions/v1beta1 and apps/v1beta1 had them, each with its own defaults. Pure.

apps/v1beta2 already had those of v1. `rollbackTo` (what `rollout undo` once wrote) travels in the annotation that
Kubernetes used for it; the deployment controller acts on it.
source: the API references of Kubernetes v1.2 to v1.15
"""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._workloads import MAX_INT32, selector_from_template

Obj = dict[str, Any]

ROLLBACK_TO = "deprecated.deployment.rollback.to"


def from_extensions(obj: Obj) -> None:
    """extensions/v1beta1: one pod at a time, all old ReplicaSets kept, no deadline."""
    selector_from_template(obj)
    _default(obj, history=MAX_INT32, deadline=MAX_INT32, step=1)
    _take_rollback(obj)


def from_v1beta1(obj: Obj) -> None:
    """apps/v1beta1: a quarter at a time, two old ReplicaSets kept, ten minutes."""
    selector_from_template(obj)
    _default(obj, history=2, deadline=600, step="25%")
    _take_rollback(obj)


def to_extensions(obj: Obj) -> None:
    _give_rollback(obj)


to_v1beta1 = to_extensions


def _default(obj: Obj, history: int, deadline: int, step: int | str) -> None:
    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("revisionHistoryLimit", history)
    spec.setdefault("progressDeadlineSeconds", deadline)
    strategy: Obj = spec.setdefault("strategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        rolling: Obj = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", step)
        rolling.setdefault("maxSurge", step)


def _take_rollback(obj: Obj) -> None:
    wish = obj["spec"].pop("rollbackTo", None)
    if wish is not None:
        meta: Obj = obj.setdefault("metadata", {})
        meta["annotations"] = {**(meta.get("annotations") or {}), ROLLBACK_TO: str(wish.get("revision", 0))}


def _give_rollback(obj: Obj) -> None:
    annotations = obj["metadata"].get("annotations")
    if annotations and ROLLBACK_TO in annotations:
        revision = annotations.pop(ROLLBACK_TO)
        obj["spec"]["rollbackTo"] = (
            {"revision": int(revision)} if revision.strip("-").isdigit() and int(revision) else {}
        )
        if not annotations:
            del obj["metadata"]["annotations"]
