"""Cron jobs."""

from __future__ import annotations

from minikctl.core.selectors import from_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import NONE, UNSET, Page, true_false, when

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Schedule", spec.get("schedule", ""))
    page.field("Concurrency Policy", spec.get("concurrencyPolicy", ""))
    page.field("Suspend", UNSET if spec.get("suspend") is None else true_false(spec["suspend"]))
    page.field("Time Zone", _or_unset(spec.get("timeZone")))
    page.field("Successful Job History Limit", _or_unset(spec.get("successfulJobsHistoryLimit")))
    page.field("Failed Job History Limit", _or_unset(spec.get("failedJobsHistoryLimit")))
    page.field("Starting Deadline Seconds", _or_unset(spec.get("startingDeadlineSeconds"), "s"))
    _job(page, (spec.get("jobTemplate") or {}).get("spec") or {})
    last = status.get("lastScheduleTime")
    page.field("Last Schedule Time", when(last) if last else UNSET)
    page.field("Active Jobs", ", ".join(job.get("name", "") for job in status.get("active") or ()) or NONE)
    events.write(page, obj, related)
    return page.text()


def _job(page: Page, spec: Obj) -> None:
    selector = spec.get("selector")
    page.field("Selector", UNSET if selector is None else from_label_selector(selector))
    page.field("Parallelism", _or_unset(spec.get("parallelism")))
    page.field("Completions", _or_unset(spec.get("completions")))
    if spec.get("activeDeadlineSeconds") is not None:
        page.field("Active Deadline Seconds", f"{spec['activeDeadlineSeconds']}s")
    pod_template.write(page, spec.get("template") or {})


def _or_unset(value: object, unit: str = "") -> str:
    return UNSET if value is None else f"{value}{unit}"
