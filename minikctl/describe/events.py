"""The last section of a description: what happened to the object."""

from __future__ import annotations

from minikctl.core.duration import age
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe._page import NONE

if TYPE_CHECKING:
    from minikctl.describe._base import Related
    from minikctl.describe._page import Page

Obj = dict[str, Any]


def write(page: Page, obj: Obj, related: Related) -> None:
    """The section `Events:`, unless events are not wanted."""
    if not related.show_events:
        return
    found = related.events(obj)
    if not found:
        page.field("Events", NONE)
        return
    page.end_columns()
    page.write("Events:\n  Type\tReason\tAge\tFrom\tMessage\n")
    page.line("----\t------\t----\t----\t-------", 1)
    for event in sorted(found, key=lambda e: str(e.get("lastTimestamp") or "")):
        page.line("\t".join(_cells(event, related.now)), 1)


def _cells(event: Obj, now: int) -> tuple[str, ...]:
    source = (event.get("source") or {}).get("component") or event.get("reportingComponent") or ""
    message = (event.get("message") or "").strip()
    where = (event.get("involvedObject") or {}).get("fieldPath")
    return (
        event.get("type", ""),
        event.get("reason", ""),
        interval(event, now),
        source,
        f"{where}: {message}" if where else message,
    )


def interval(event: Obj, now: int) -> str:
    """How long ago, and how often since when: `12s (x3 over 40s)`."""
    first = age(event.get("eventTime") or event.get("firstTimestamp"), now)
    series = event.get("series")
    if series:
        return f"{age(series.get('lastObservedTime'), now)} (x{series.get('count', 0)} over {first})"
    if event.get("count", 0) > 1:
        return f"{age(event.get('lastTimestamp'), now)} (x{event['count']} over {first})"
    return first
