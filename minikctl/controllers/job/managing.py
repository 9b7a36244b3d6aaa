"""How many pods a Job should have now, which go, and what new ones look like."""

from __future__ import annotations

from minikctl.controllers._base import Create, Delete, Event
from minikctl.controllers.job import FINALIZER, indexes
from minikctl.controllers.replicas.creating import copies, pod_of
from minikctl.controllers.replicas.ranking import rank
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minikctl.controllers._base import Change, View
    from minikctl.controllers.job.counting import Count

Obj = dict[str, Any]


def wanted(job: Obj, counted: Count) -> int:
    """How many pods should be active."""
    spec = job["spec"]
    if spec.get("suspend"):
        return 0
    parallelism: int = spec.get("parallelism", 1)
    completions = spec.get("completions")
    if completions is None:
        return len(counted.active) if counted.succeeded else parallelism
    return max(0, min(parallelism, int(completions) - counted.succeeded))


def surplus(job: Obj, counted: Count, count: int, now: int) -> list[Obj]:
    """Pods to delete: those whose index is done or taken, then the least valuable, `count` at least."""
    going: list[Obj] = []
    rest = sorted(counted.active, key=rank({}, now))
    if indexes.is_indexed(job):
        seen = set(counted.completed)
        keep: list[Obj] = []
        for pod in reversed(rest):
            index = indexes.index_of(pod)
            useless = index in seen or not 0 <= index < job["spec"]["completions"]
            (going if useless else keep).append(pod)
            seen.add(index)
        rest = keep[::-1]
    return going + rest[: max(0, count - len(going))]


def delete(job: Obj, pods: list[Obj]) -> list[Change]:
    changes: list[Change] = []
    for pod in pods:
        meta = pod["metadata"]
        changes.append(Delete("pods", meta["namespace"], meta["name"], meta["uid"]))
        changes.append(Event(job, "Normal", "SuccessfulDelete", f"Deleted pod: {meta['name']}"))
    return changes


def create(
    view: View, job: Obj, counted: Count, failures: dict[int, int], resting: set[int], count: int
) -> list[Change]:
    """New pods; an indexed Job's for the first indexes that nobody works on. failures: of each index so far; resting:
    indexes that have to wait.
    """
    free: Sequence[int | None] = [None] * count
    if indexes.is_indexed(job):
        taken = counted.completed | resting | {indexes.index_of(pod) for pod in counted.active}
        limit = job["spec"].get("backoffLimitPerIndex")
        taken |= {index for index, number in failures.items() if limit is not None and number > limit}
        free = [i for i in range(job["spec"]["completions"]) if i not in taken][:count]
    changes: list[Change] = []
    for index, pod in zip(free, copies(_pod(job))):
        if index is not None:
            _give_index(job, pod, index, failures.get(index, 0))
        meta = pod["metadata"]
        meta["name"] = view.generate_name("pods", meta["namespace"], meta["generateName"])
        changes.append(Create(pod))
        changes.append(Event(job, "Normal", "SuccessfulCreate", f"Created pod: {meta['name']}"))
    return changes


def _pod(job: Obj) -> Obj:
    pod = pod_of(job, job["spec"]["template"])
    meta = dict(pod["metadata"])
    meta["finalizers"] = [*(meta.get("finalizers") or ()), FINALIZER]
    return {**pod, "metadata": meta}


def _give_index(job: Obj, pod: Obj, index: int, failures: int) -> None:
    """An index is an annotation, a label, a host name and an environment variable."""
    meta, spec, name = pod["metadata"], pod["spec"], job["metadata"]["name"]
    meta["annotations"] = {**(meta.get("annotations") or {}), indexes.ANNOTATION: str(index)}
    if job["spec"].get("backoffLimitPerIndex") is not None:
        meta["annotations"][indexes.FAILURES] = str(failures)
    meta["labels"] = {**(meta.get("labels") or {}), indexes.ANNOTATION: str(index)}
    meta["generateName"] = f"{name}-{index}-"
    spec["hostname"] = f"{name}-{index}"
    source = {"fieldRef": {"apiVersion": "v1", "fieldPath": f"metadata.labels['{indexes.ANNOTATION}']"}}
    variable = {"name": "JOB_COMPLETION_INDEX", "valueFrom": source}
    for container in (*(spec.get("initContainers") or ()), *spec["containers"]):
        if all(v["name"] != variable["name"] for v in container.get("env") or ()):
            container["env"] = [*(container.get("env") or ()), variable]
