"""Where a rollout stands, in kubectl's words. Pure. source: kubectl polymorphichelpers, observed on v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class Standing(NamedTuple):
    """One line of `rollout status`, and whether the rollout is over."""

    text: str
    done: bool


def of(obj: Obj, revision: int) -> Standing:
    """CliError where the rollout has failed, or for a kind or strategy that has no status."""
    viewer = {"Deployment": _deployment, "DaemonSet": _daemon_set, "StatefulSet": _stateful_set}.get(obj["kind"])
    if viewer is None:
        group = obj["apiVersion"].rpartition("/")[0]
        raise CliError(f"no status viewer has been implemented for {obj['kind']}{group and '.' + group}")
    return viewer(obj, revision)


def _observed(obj: Obj) -> bool:
    seen = (obj.get("status") or {}).get("observedGeneration", 0)
    return bool(obj["metadata"].get("generation", 0) <= seen)


def _deployment(obj: Obj, revision: int) -> Standing:
    name, spec, status = obj["metadata"]["name"], obj["spec"], obj.get("status") or {}
    if revision > 0:
        running = (obj["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/revision")
        if running is None:
            raise CliError(f'cannot get the revision of deployment "{name}": revision not found')
        if int(running) != revision:
            raise CliError(f"desired revision ({revision}) is different from the running revision ({running})")
    if not _observed(obj):
        return Standing("Waiting for deployment spec update to be observed...\n", False)
    for condition in status.get("conditions") or ():
        if condition["type"] == "Progressing" and condition.get("reason") == "ProgressDeadlineExceeded":
            raise CliError(f'deployment "{name}" exceeded its progress deadline')
    head = f'Waiting for deployment "{name}" rollout to finish:'
    wanted, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    total, available = status.get("replicas", 0), status.get("availableReplicas", 0)
    if updated < wanted:
        return Standing(f"{head} {updated} out of {wanted} new replicas have been updated...\n", False)
    if total > updated:
        return Standing(f"{head} {total - updated} old replicas are pending termination...\n", False)
    if available < updated:
        return Standing(f"{head} {available} of {updated} updated replicas are available...\n", False)
    return Standing(f'deployment "{name}" successfully rolled out\n', True)


_ONLY_ROLLING = "rollout status is only available for RollingUpdate strategy type"


def _daemon_set(obj: Obj, _revision: int) -> Standing:
    if obj["spec"].get("updateStrategy", {}).get("type") != "RollingUpdate":
        raise CliError(_ONLY_ROLLING)
    if not _observed(obj):
        return Standing("Waiting for daemon set spec update to be observed...\n", False)
    name, status = obj["metadata"]["name"], obj.get("status") or {}
    head = f'Waiting for daemon set "{name}" rollout to finish:'
    wanted, updated = status.get("desiredNumberScheduled", 0), status.get("updatedNumberScheduled", 0)
    available = status.get("numberAvailable", 0)
    if updated < wanted:
        return Standing(f"{head} {updated} out of {wanted} new pods have been updated...\n", False)
    if available < wanted:
        return Standing(f"{head} {available} of {wanted} updated pods are available...\n", False)
    return Standing(f'daemon set "{name}" successfully rolled out\n', True)


def _stateful_set(obj: Obj, _revision: int) -> Standing:
    spec, status = obj["spec"], obj.get("status") or {}
    strategy = spec.get("updateStrategy") or {}
    if strategy.get("type") != "RollingUpdate":
        raise CliError(_ONLY_ROLLING)
    if not status.get("observedGeneration") or not _observed(obj):
        return Standing("Waiting for statefulset spec update to be observed...\n", False)
    wanted, ready = spec.get("replicas", 1), status.get("readyReplicas", 0)
    if ready < wanted:
        return Standing(f"Waiting for {wanted - ready} pods to be ready...\n", False)
    updated = status.get("updatedReplicas", 0)
    rolling = strategy.get("rollingUpdate")
    if rolling is not None and rolling.get("partition") is not None:
        due = wanted - rolling["partition"]
        if updated < due:
            text = f"Waiting for partitioned roll out to finish: {updated} out of {due} new pods have been updated...\n"
            return Standing(text, False)
        return Standing(f"partitioned roll out complete: {updated} new pods have been updated...\n", True)
    revision = status.get("updateRevision", "")
    if revision != status.get("currentRevision"):
        text = f"waiting for statefulset rolling update to complete {updated} pods at revision {revision}...\n"
        return Standing(text, False)
    current = status.get("currentReplicas", 0)
    return Standing(f"statefulset rolling update complete {current} pods at revision {revision}...\n", True)
