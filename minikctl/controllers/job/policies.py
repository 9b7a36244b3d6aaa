"""spec.podFailurePolicy: what one failed pod means; spec.successPolicy: when enough indexes are done. Pure."""

from __future__ import annotations

from minikctl.controllers.job import indexes
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class Verdict(NamedTuple):
    """counts: towards the limit of failures. fail_job: why the Job fails at once."""

    counts: bool = True
    fail_job: str | None = None
    fail_index: bool = False


def judge_failure(job: Obj, pod: Obj) -> Verdict:
    """The first rule that matches decides; none: the failure counts."""
    rules = (job["spec"].get("podFailurePolicy") or {}).get("rules") or ()
    if (pod.get("status") or {}).get("phase") != "Failed":
        return Verdict()
    for number, rule in enumerate(rules):
        why = _matches(rule, pod, number)
        if why is None:
            continue
        action = rule["action"]
        if action == "Ignore":
            return Verdict(counts=False)
        if action == "FailJob":
            return Verdict(fail_job=why)
        return Verdict(fail_index=action == "FailIndex")
    return Verdict()


def _matches(rule: Obj, pod: Obj, number: int) -> str | None:
    """Why the rule is about this pod, None if it is not."""
    meta, status = pod["metadata"], pod.get("status") or {}
    where = f"pod {meta['namespace']}/{meta['name']}"
    tail = f"matching {rule['action']} rule at index {number}"
    wanted = rule.get("onExitCodes")
    if wanted:
        for container in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
            code = ((container.get("state") or {}).get("terminated") or {}).get("exitCode", 0)
            mine = wanted.get("containerName") in (None, container["name"])
            if mine and code != 0 and (code in wanted["values"]) is (wanted["operator"] == "In"):
                return f"Container {container['name']} for {where} failed with exit code {code} {tail}"
        return None
    for pattern in rule.get("onPodConditions") or ():
        for condition in status.get("conditions") or ():
            if condition["type"] == pattern["type"] and condition["status"] == pattern.get("status", "True"):
                return f"{where[0].upper()}{where[1:]} has condition {pattern['type']} {tail}"
    return None


def success_rule(job: Obj, completed: set[int]) -> int | None:
    """The number of the first rule of the successPolicy that is fulfilled."""
    for number, rule in enumerate((job["spec"].get("successPolicy") or {}).get("rules") or ()):
        wanted = indexes.parse(rule["succeededIndexes"]) if rule.get("succeededIndexes") else None
        done = completed if wanted is None else completed & wanted
        enough = rule.get("succeededCount") or (len(wanted) if wanted is not None else 0)
        if enough and len(done) >= enough:
            return number
    return None
