"""Events as client-go's recorder makes them: the same again is counted, similar ones are combined, too many are
dropped.

Pure but for the writes it returns: `record` gives the Event object to create or update, or None where the source has
used up its burst: what is known of such a source is kept by correlator.py.
source: client-go record.EventCorrelator (25 events in a burst, one more each 300 s; 10 similar in 600 s are
combined), observed on v1.36
"""

from __future__ import annotations

from minikctl.core.times import parse_rfc3339, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds.event import last_written

if TYPE_CHECKING:
    from minikctl.controllers._base import Event

Obj = dict[str, Any]

SECOND = 1_000_000
BURST, REFILL = 25, 300 * SECOND
SIMILAR, SIMILAR_WINDOW = 10, 600 * SECOND
COMBINED = "(combined from similar events): "
TTL = 3600 * SECOND


def of_source(component: str, known: list[Obj], now: int) -> list[Obj]:
    """Those that this component said and that have not expired, whether or not they were swept away."""
    return [e for e in known if (e.get("source") or {}).get("component") == component and last_written(e) + TTL > now]


def record(event: Event, component: str, mine: list[Obj], now: int, times: int = 1) -> Obj:
    """The Event to write (with a resourceVersion where it is an update).

    mine: what the source has said of the object. times: how often it happened, for repeated events played in one go.
    """
    message = event.message
    if event.single or event.first:
        return new(event, component, message, now, times)
    if len(mine) >= SIMILAR - 1 and _similar(event, mine, now) >= SIMILAR - 1:  # with this one they are so many
        message = COMBINED + event.message
        same = next((e for e in mine if _alike(e, event) and e["message"].startswith(COMBINED)), None)
    else:
        same = next((e for e in mine if e["message"] == message and _alike(e, event)), None)
    if same is not None:
        return {
            **same,
            "count": same.get("count", 1) + times,
            "lastTimestamp": rfc3339(now),
            "message": message,
        }
    return new(event, component, message, now, times)


def _alike(one: Obj, event: Event) -> bool:
    about = one["involvedObject"]
    return bool(
        one["type"] == event.type and one["reason"] == event.reason and about.get("fieldPath", "") == event.field_path
    )


def _similar(event: Event, mine: list[Obj], now: int) -> int:
    """How many different messages of this kind there were in the window."""
    since = now - SIMILAR_WINDOW
    return sum(1 for e in mine if _alike(e, event) and parse_rfc3339(e["lastTimestamp"]) >= since)


def is_spam(mine: list[Obj], now: int) -> bool:
    """Whether the source has used up its burst for this object."""
    total = sum(e.get("count", 1) for e in mine)
    if total < BURST:
        return False
    first = min(parse_rfc3339(e["firstTimestamp"]) for e in mine)
    return bool(total >= BURST + (now - first) // REFILL)


def new(event: Event, component: str, message: str, now: int, times: int) -> Obj:
    """An Event object without a name of its own."""
    obj = event.regarding
    meta = obj["metadata"]
    namespace = meta.get("namespace") or "default"
    about: Obj = {"apiVersion": obj["apiVersion"]}
    if event.field_path:
        about["fieldPath"] = event.field_path
    about["kind"] = obj["kind"]
    about["name"] = meta["name"]
    if meta.get("namespace"):
        about["namespace"] = meta["namespace"]
    about["resourceVersion"] = meta.get("resourceVersion", "")
    about["uid"] = meta["uid"]
    stamp = rfc3339(now)
    source: Obj = {"component": component}
    if event.host:
        source["host"] = event.host
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": meta["name"], "namespace": namespace},
        "involvedObject": about,
        "reason": event.reason,
        "message": message,
        "source": source,
        "firstTimestamp": stamp,
        "lastTimestamp": stamp,
        "count": times,
        "type": event.type,
        "eventTime": None,
        "reportingComponent": component,
        "reportingInstance": event.host,
    }
