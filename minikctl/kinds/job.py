"""Jobs: columns, defaults, the selector that the server makes up, validation. Pure.

source: Kubernetes' batch/v1 defaults, job strategy and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, containers_and_images, label_selector
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_STATES = ("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")  # what is shown, first one first


def row(obj: Obj, now: int) -> list[Any]:
    """NAME STATUS COMPLETIONS DURATION AGE CONTAINERS IMAGES SELECTOR."""
    spec = obj["spec"]
    return [
        obj["metadata"]["name"],
        state(obj),
        completions(obj),
        duration(obj, now),
        age(obj, now),
        *containers_and_images(spec.get("template") or {}),
        label_selector(spec.get("selector")),
    ]


def state(obj: Obj) -> str:
    """The STATUS column: the conditions in one word."""
    true = {c["type"] for c in (obj.get("status") or {}).get("conditions") or () if c["status"] == "True"}
    for name in _STATES:
        if name in true:
            return name
        if name == "Failed" and obj["metadata"].get("deletionTimestamp"):
            return "Terminating"
    return "Running"


def completions(obj: Obj) -> str:
    """`1/3`, `0/1 of 2` for a work queue."""
    spec, done = obj["spec"], (obj.get("status") or {}).get("succeeded", 0)
    if spec.get("completions") is not None:
        return f"{done}/{spec['completions']}"
    parallelism = spec.get("parallelism") or 0
    return f"{done}/1 of {parallelism}" if parallelism > 1 else f"{done}/1"


def duration(obj: Obj, now: int) -> str:
    """How long it ran, or runs already; "" before it starts."""
    from minikctl.core.duration import human
    from minikctl.core.times import parse_rfc3339

    status = obj.get("status") or {}
    if not status.get("startTime"):
        return ""
    end = parse_rfc3339(status["completionTime"]) if status.get("completionTime") else now
    return human(end - parse_rfc3339(status["startTime"]))


def default(obj: Obj) -> None:
    from minikctl.kinds._workloads import MAX_INT32
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec["completions"] = spec["parallelism"] = 1
    spec.setdefault("parallelism", 1)
    spec.setdefault("backoffLimit", 6 if spec.get("backoffLimitPerIndex") is None else MAX_INT32)
    default_template(spec.setdefault("template", {}))
    _take_labels(obj)
    spec.setdefault("completionMode", "NonIndexed")
    spec.setdefault("suspend", False)
    spec.setdefault("manualSelector", False)
    policy = spec.get("podFailurePolicy")
    spec.setdefault("podReplacementPolicy", "TerminatingOrFailed" if policy is None else "Failed")


def _take_labels(obj: Obj) -> None:
    """A Job without labels has those of its pods."""
    labels = obj["spec"]["template"]["metadata"].get("labels")
    meta: Obj = obj.setdefault("metadata", {})
    if labels and not meta.get("labels"):
        meta["labels"] = dict(labels)


def prepare_create(obj: Obj) -> None:
    """Unless the selector is given by hand, pods are told apart by the uid of their Job."""
    obj["status"] = {}
    spec, meta = obj["spec"], obj["metadata"]
    if not spec.get("manualSelector"):
        uid, name = meta.get("uid", ""), meta.get("name", "")
        template = spec["template"]["metadata"]
        wanted = {
            "controller-uid": uid,
            "job-name": name,
            "batch.kubernetes.io/controller-uid": uid,
            "batch.kubernetes.io/job-name": name,
        }
        labels = {**(template.get("labels") or {}), **wanted}
        spec["template"] = {**spec["template"], "metadata": {**template, "labels": labels}}
        if spec.get("selector") is None:
            spec["selector"] = {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}
    _take_labels(obj)


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required
    from minikctl.kinds import _checks
    from minikctl.kinds.pod.validation import SELECTOR_MISMATCH

    spec = obj["spec"]
    selector, template = spec.get("selector"), spec["template"]
    out: list[FieldError] = []
    generated = (template["metadata"].get("labels") or {}).get("batch.kubernetes.io/controller-uid")
    if not spec.get("manualSelector") and selector is not None:
        chosen = {"matchLabels": {"batch.kubernetes.io/controller-uid": generated}}
        old_way = {"matchLabels": {"controller-uid": generated}}
        if selector not in (chosen, old_way):
            out.append(invalid_value("spec.selector", selector, "`selector` not auto-generated"))
    out += validate_spec(spec, "spec")
    if selector is None:
        out.append(required("spec.selector"))
    else:
        out += _checks.label_selector("spec.selector", selector)
        labels = template["metadata"].get("labels")
        if not _checks.matches(selector, labels):
            out.append(invalid_value("spec.template.metadata.labels", labels, SELECTOR_MISMATCH))
    return out


def validate_spec(spec: Obj, path: str) -> list[FieldError]:
    """A Job's spec, also in the template of a CronJob."""
    from minikctl.core.errors import not_supported, required
    from minikctl.kinds import _checks
    from minikctl.kinds.pod.validation import validate_template

    out = _checks.not_negative(
        spec,
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
        path=path,
    )
    mode = spec.get("completionMode")
    if mode is not None and mode not in ("NonIndexed", "Indexed"):
        out.append(not_supported(f"{path}.completionMode", mode, ["NonIndexed", "Indexed"]))
    if mode == "Indexed" and spec.get("completions") is None:
        out.append(required(f"{path}.completions", "when completion mode is Indexed"))
    template = spec.get("template") or {}
    out += validate_template(template, f"{path}.template")
    policy = (template.get("spec") or {}).get("restartPolicy")
    where = f"{path}.template.spec.restartPolicy"
    if policy == "Always":
        out.append(required(where, 'valid values: "OnFailure", "Never"'))
    elif policy == "OnFailure" and spec.get("podFailurePolicy") is not None:
        from minikctl.core.errors import invalid_value

        out.append(invalid_value(where, policy, 'only "Never" is supported when podFailurePolicy is specified'))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks

    spec, before = new["spec"], old["spec"]
    fixed = ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "successPolicy"]
    if spec.get("completionMode") != "Indexed":
        fixed.insert(0, "completions")
    out = _checks.immutable(spec, before, *fixed)
    wanted = spec.get("completions")
    if "completions" not in fixed and wanted != before.get("completions") and wanted != spec.get("parallelism"):
        from minikctl.core.errors import invalid_value

        out.insert(0, invalid_value("spec.completions", wanted, "can only be modified in tandem with spec.parallelism"))
    if before.get("suspend") and _is_at_rest(old.get("status") or {}):
        now, then = _without_directives(spec), _without_directives(before)
    else:
        now, then = spec["template"], before["template"]
    if now != then:
        from minikctl.core.errors import invalid_value
        from minikctl.kinds._internal import shown

        template = shown(spec["template"], "PodTemplateSpec")
        out.append(invalid_value("spec.template", template, _checks.IMMUTABLE))
    return out


def _is_at_rest(status: Obj) -> bool:
    """Whether a suspended Job has no pods (any more), so that where they will run and with how much may still be said.

    source: MutableSchedulingDirectivesForSuspendedJobs and MutablePodResourcesForSuspendedJobs, on since v1.36
    """
    held = any(c.get("type") == "Suspended" and c.get("status") == "True" for c in status.get("conditions") or ())
    return not status.get("active") and (held or not status.get("startTime"))


def _without_directives(spec: Obj) -> Obj:
    directives = ("nodeSelector", "affinity", "tolerations", "schedulingGates")
    pod = {key: value for key, value in spec["template"]["spec"].items() if key not in directives}
    for field in ("containers", "initContainers"):
        if pod.get(field):
            pod[field] = [{k: v for k, v in c.items() if k != "resources"} for c in pod[field]]
    return pod


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.pod.warnings import workload_warnings

    return workload_warnings(new, old, ("spec", "template"))


KIND = Kind(
    group="batch",
    kind="Job",
    plural="jobs",
    versions=(Served("v1"),),
    categories=("all",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Status"),
        Column("Completions"),
        Column("Duration"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
        Column("Selector", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warnings=warnings,
    fields=(("status.successful", ("status", "succeeded"), "0"),),
    default_propagation="orphan",
    orphan_warning="child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to "
    "remove them or set propagationPolicy=Orphan to suppress this warning",
)
