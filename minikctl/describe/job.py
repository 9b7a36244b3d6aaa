"""Jobs."""

from __future__ import annotations

from minikctl.core.duration import human
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import NONE, UNSET, Page, when
from minikctl.describe._replicas import selector_text

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_MANY = 50  # characters of completed indexes, before the list is cut at a comma


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    page.field("Selector", selector_text(obj))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    _page.controlled_by(page, obj)
    _spec(page, spec)
    _times(page, status)
    if spec.get("activeDeadlineSeconds") is not None:
        page.field("Active Deadline Seconds", f"{spec['activeDeadlineSeconds']}s")
    ready = "" if status.get("ready") is None else f" ({status['ready']} Ready)"
    pods = f"{status.get('active', 0)} Active{ready}"
    page.field("Pods Statuses", f"{pods} / {status.get('succeeded', 0)} Succeeded / {status.get('failed', 0)} Failed")
    if spec.get("completionMode") == "Indexed":
        page.field("Completed Indexes", _indexes(status.get("completedIndexes") or ""))
    pod_template.write(page, spec.get("template") or {})
    events.write(page, obj, related)
    return page.text()


def _spec(page: Page, spec: Obj) -> None:
    if spec.get("parallelism") is not None:
        page.field("Parallelism", spec["parallelism"])
    page.field("Completions", UNSET if spec.get("completions") is None else spec["completions"])
    if spec.get("completionMode") is not None:
        page.field("Completion Mode", spec["completionMode"])
    if spec.get("suspend") is not None:
        page.field("Suspend", "true" if spec["suspend"] else "false")
    if spec.get("backoffLimit") is not None:
        page.field("Backoff Limit", spec["backoffLimit"])
    if spec.get("ttlSecondsAfterFinished") is not None:
        page.field("TTL Seconds After Finished", spec["ttlSecondsAfterFinished"])


def _times(page: Page, status: Obj) -> None:
    start, end = status.get("startTime"), status.get("completionTime")
    if start:
        page.field("Start Time", when(start))
    if end:
        page.field("Completed At", when(end))
    if start and end:
        page.field("Duration", human(parse_rfc3339(end) - parse_rfc3339(start)))


def _indexes(text: str) -> str:
    cut = text.find(",", _MANY)
    return text[: cut + 1] + "..." if cut >= 0 else text or NONE
