"""Records of containers that the kubelet keeps no memory of, read back from a pod's status. Pure."""

from __future__ import annotations

from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.look import Record

Obj = dict[str, Any]

# where containers are, and what the status tells of them; ephemeral ones come last
_FIELDS = ("initContainers", "containers", "ephemeralContainers")
_STATUSES = ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")


def restore(pod: Obj) -> dict[str, Record]:
    """Records of containers that the kubelet has no memory of: they run, or are over, as the status says."""
    status = pod.get("status") or {}
    specs = {c["name"]: c for c, _ in containers_of(pod["spec"])}
    records: dict[str, Record] = {}
    for one in (one for field in _STATUSES for one in status.get(field) or ()):
        spec = specs.get(one["name"])
        state = one.get("state") or {}
        if spec is None or "containerID" not in one:
            continue
        record: Record = {
            "id": one["containerID"],
            "full": one["image"],
            "digest": one.get("imageID", ""),
            "image": _image_of(one, spec),
            "starts": one.get("restartCount", 0) + 1,
            "due": None,
        }
        if "terminated" in (one.get("lastState") or {}):
            record["last"] = one["lastState"]["terminated"]
        if "running" in state:
            since = state["running"]["startedAt"]
            record.update(stage="run", since=since, began=parse_rfc3339(since))
            record.update(ready=one.get("ready", False), started=one.get("started", False))
        elif "terminated" in state:
            record.update(stage="done", end=state["terminated"])
        else:
            continue
        records[one["name"]] = record
    return records


def _image_of(status: Obj, container: Obj) -> str:
    """The image as the spec wrote it, if it still is what runs; else what runs."""
    from minikctl.core.images import InvalidReference, parse

    try:
        same = str(parse(container["image"])) == status["image"]
    except InvalidReference:
        same = False
    image: str = container["image"] if same else status["image"]
    return image


def containers_of(spec: Obj) -> list[tuple[Obj, str]]:
    """Every container with its field path, init containers first."""
    return [(c, f"spec.{field}{{{c['name']}}}") for field in _FIELDS for c in spec.get(field) or ()]


def path_of(spec: Obj, name: str) -> str:
    return next((path for c, path in containers_of(spec) if c["name"] == name), "")


def running_of(pod: Obj) -> list[tuple[str, str]]:
    """(name, field path) of the containers that the status calls running."""
    status = pod.get("status") or {}
    found = []
    init, main, ephemeral = zip(_FIELDS, _STATUSES)
    for spec_field, field in (main, init, ephemeral):
        for one in status.get(field) or ():
            if "running" in (one.get("state") or {}):
                found.append((one["name"], f"spec.{spec_field}{{{one['name']}}}"))
    return found
