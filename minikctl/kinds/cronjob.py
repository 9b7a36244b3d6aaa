"""CronJobs: columns, defaults, validation. Pure.

source: Kubernetes' batch/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, UNSET, age, containers_and_images, label_selector, since
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_MAX_NAME = 52  # 63, less the eleven characters of a Job's suffix


def row(obj: Obj, now: int) -> list[Any]:
    """NAME SCHEDULE TIMEZONE SUSPEND ACTIVE, LAST SCHEDULE, AGE CONTAINERS IMAGES SELECTOR."""
    spec, status = obj["spec"], obj.get("status") or {}
    suspend = spec.get("suspend")
    last = status.get("lastScheduleTime")
    job = (spec.get("jobTemplate") or {}).get("spec") or {}
    return [
        obj["metadata"]["name"],
        spec.get("schedule", ""),
        NONE if spec.get("timeZone") is None else spec["timeZone"],
        UNSET if suspend is None else str(bool(suspend)),
        len(status.get("active") or ()),
        since(last, now) if last else NONE,
        age(obj, now),
        *containers_and_images(job.get("template") or {}),
        label_selector(job.get("selector")),
    ]


def default(obj: Obj) -> None:
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    spec["concurrencyPolicy"] = spec.get("concurrencyPolicy") or "Allow"
    spec.setdefault("suspend", False)
    spec.setdefault("successfulJobsHistoryLimit", 3)
    spec.setdefault("failedJobsHistoryLimit", 1)
    job: Obj = spec.setdefault("jobTemplate", {})
    job.setdefault("metadata", {})
    default_template(job.setdefault("spec", {}).setdefault("template", {}))


def prepare_create(obj: Obj) -> None:
    obj["status"] = {}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value
    from minikctl.kinds import _checks
    from minikctl.kinds.job import validate_spec

    spec = obj["spec"]
    out = _schedule(spec)
    out += _checks.not_negative(spec, "startingDeadlineSeconds")
    policies = ["Allow", "Forbid", "Replace"]
    out += _checks.one_of("spec.concurrencyPolicy", spec.get("concurrencyPolicy"), policies)
    out += _time_zone(spec)
    out += _checks.labels("spec.jobTemplate.labels", (spec["jobTemplate"].get("metadata") or {}).get("labels"))
    out += validate_spec(spec["jobTemplate"].get("spec") or {}, "spec.jobTemplate.spec")
    out += _checks.not_negative(spec, "successfulJobsHistoryLimit", "failedJobsHistoryLimit")
    name = obj["metadata"].get("name", "")
    if len(name) > _MAX_NAME:
        out.append(invalid_value("metadata.name", name, f"must be no more than {_MAX_NAME} characters"))
    return out


def _schedule(spec: Obj) -> list[FieldError]:
    from minikctl.core.cron import ScheduleError, parse
    from minikctl.core.errors import invalid_value, required

    text = spec.get("schedule") or ""
    if not text:
        return [required("spec.schedule")]
    if "TZ" in text:
        why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        return [invalid_value("spec.schedule", text, why)]
    try:
        parse(text)
    except ScheduleError as error:
        return [invalid_value("spec.schedule", text, str(error))]
    return []


def _time_zone(spec: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    zone = spec.get("timeZone")
    if zone is None:
        return []
    if not zone:
        return [invalid_value("spec.timeZone", zone, "timeZone must be nil or non-empty string")]
    if zone.lower() == "local":
        return [
            invalid_value(
                "spec.timeZone",
                zone,
                "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones",
            )
        ]
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return [invalid_value("spec.timeZone", zone, f"unknown time zone {zone}")]
    except KeyError:
        return [invalid_value("spec.timeZone", zone, f"unknown time zone {zone}")]
    return []


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.pod.warnings import workload_warnings

    return workload_warnings(new, old, ("spec", "jobTemplate", "spec", "template"))


KIND = Kind(
    group="batch",
    kind="CronJob",
    plural="cronjobs",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation("batch/v1beta1", "CronJob", "1.21", "1.25", "batch/v1"),
            legacy=True,
        ),
    ),
    short_names=("cj",),
    categories=("all",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Schedule"),
        Column("Timezone"),
        Column("Suspend", "boolean"),
        Column("Active", "integer"),
        Column("Last Schedule"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
        Column("Selector", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    warnings=warnings,
    default_propagation="orphan when old",
)
