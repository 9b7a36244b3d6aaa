"""Events: stored as v1, also seen through events.k8s.io, which names some fields differently. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import since
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_RENAMED = (  # v1, events.k8s.io/v1
    ("involvedObject", "regarding"),
    ("message", "note"),
    ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"),
    ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"),
    ("reportingComponent", "reportingController"),
)


def row(obj: Obj, now: int) -> list[Any]:
    """LAST SEEN, TYPE REASON OBJECT SUBOBJECT SOURCE MESSAGE, FIRST SEEN, COUNT NAME."""
    about, source, series = obj.get("involvedObject") or {}, obj.get("source") or {}, obj.get("series")
    first = since(obj.get("firstTimestamp") or obj.get("eventTime"), now)
    last = since(obj["lastTimestamp"], now) if obj.get("lastTimestamp") else first
    count = obj.get("count") or 1
    if series:
        last, count = since(series.get("lastObservedTime"), now), series.get("count", 0)
    target = about.get("kind", "").lower()
    if about.get("name"):
        target += "/" + about["name"]
    component = source.get("component") or obj.get("reportingComponent") or ""
    host = source.get("host") or obj.get("reportingInstance")
    return [
        last,
        obj.get("type", ""),
        obj.get("reason", ""),
        target,
        about.get("fieldPath", ""),
        f"{component}, {host}" if host else component,
        obj.get("message", "").strip(),
        first,
        count,
        obj["metadata"]["name"],
    ]


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    about, namespace = obj.get("involvedObject") or {}, obj["metadata"].get("namespace", "")
    there = about.get("namespace") or ""
    if there != namespace and (there or namespace != "default"):
        return [invalid_value("involvedObject.namespace", there, "does not match event.namespace")]
    return []


def _from_events(obj: Obj) -> None:
    for ours, theirs in _RENAMED:
        if theirs in obj:
            obj[ours] = obj.pop(theirs)
    for field, empty in (("reportingComponent", ""), ("reportingInstance", "")):
        obj.setdefault(field, empty)


def _to_events(obj: Obj) -> None:
    for ours, theirs in _RENAMED:
        if ours in obj:
            obj[theirs] = obj.pop(ours)
    for field in ("reportingController", "reportingInstance"):
        if obj.get(field) == "":
            del obj[field]


def last_written(event: Obj) -> int:
    """When an event was made or last counted (microseconds): its hour begins then."""
    times = [event["metadata"].get("creationTimestamp"), event.get("lastTimestamp")]
    if event.get("series"):
        times.append(event["series"].get("lastObservedTime"))
    return max([_instant(text) for text in times if text], default=0)


def _instant(text: str) -> int:
    from minikctl.core.times import TimeError, parse_rfc3339

    try:
        return parse_rfc3339(text)
    except TimeError:  # somebody has edited the file
        return 0


KIND = Kind(
    group="",
    kind="Event",
    plural="events",
    versions=(
        Served("v1"),
        Served("v1", group="events.k8s.io", decode=_from_events, encode=_to_events),
        Served(
            "v1beta1",
            group="events.k8s.io",
            decode=_from_events,
            encode=_to_events,
            deprecated=deprecation("events.k8s.io/v1beta1", "Event", "1.19", "1.25", "events.k8s.io/v1"),
            legacy=True,
        ),
    ),
    short_names=("ev",),
    columns=(
        Column("Last Seen"),
        Column("Type"),
        Column("Reason"),
        Column("Object"),
        Column("Subobject", priority=1),
        Column("Source", priority=1),
        Column("Message"),
        Column("First Seen", priority=1),
        Column("Count", priority=1),
        Column("Name", format="name", priority=1),
    ),
    row=row,
    validate=validate,
    spec_fields=(),
    has_status=False,
    fields=(
        ("involvedObject.kind", ("involvedObject", "kind")),
        ("involvedObject.namespace", ("involvedObject", "namespace")),
        ("involvedObject.name", ("involvedObject", "name")),
        ("involvedObject.uid", ("involvedObject", "uid")),
        ("involvedObject.apiVersion", ("involvedObject", "apiVersion")),
        ("involvedObject.resourceVersion", ("involvedObject", "resourceVersion")),
        ("involvedObject.fieldPath", ("involvedObject", "fieldPath")),
        ("reason", ("reason",)),
        ("reportingComponent", ("reportingComponent",)),
        ("source", ("source", "component")),
        ("type", ("type",)),
    ),
    name_check="subdomain",
    ttl=3600,
)
