"""One pod brought from what it is to what it should be: volumes, containers, status, the next look, the end.

Memo: {"c": records, "start": ..., "ip": ..., "mount": ..., "repeats": ...}; None for a pod that simply runs, whose
records are read back from its status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.controllers._base import NOTHING, Delete, Event, Repeat, Result, Update
from minikctl.controllers.kubelet import containers, needs
from minikctl.controllers.kubelet.look import Look
from minikctl.controllers.kubelet.status import is_past, pod_status
from minikctl.core.times import SECOND, parse_rfc3339

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.kubelet.look import Record

Obj = dict[str, Any]

MOUNT_LONGEST = 122 * SECOND
EXPIRED = "Pod was active on the node longer than the specified deadline"


def sync(view: View, pod: Obj, node: Obj, now: int) -> Result:
    status: Obj = pod.get("status") or {}
    memo = view.memo()
    if memo:
        records = {name: dict(record) for name, record in memo["c"].items()}
        start, ip, mount = memo["start"], memo.get("ip"), memo.get("mount")
    else:
        began = status.get("startTime")
        records = _restore(pod) if began else {}
        start = parse_rfc3339(began) if began else now
        ip, mount = status.get("podIP"), None
    look = Look(view, pod, now, records, start)
    if memo and memo.get("repeats"):
        _skip_played(look)
    deadline = pod["spec"].get("activeDeadlineSeconds")
    if deadline is not None and start + deadline * SECOND <= now:
        return _expire(look, node, ip)
    if status.get("observedGeneration") != look.meta.get("generation", 1) or _lacks_something(records):
        _notice_changes(look)
    mount = None if ip or records else _mount(look, mount)
    if mount is None:
        _run_containers(look)
        if ip is None and records and ("startTime" in status or not _only_pulling(records)):
            ip = _pod_ip(view, pod, node)
    new = pod_status(look, _host_ip(node), ip)
    return _result(look, new, mount, ip, deadline)


def _result(look: Look, new: Obj, mount: Obj | None, ip: str | None, deadline: int | None) -> Result:
    changes: list[Change] = list(look.events)
    if look.events or new != look.pod.get("status"):
        changes.append(Update({**look.pod, "status": new}, "status"))
    if new["phase"] in ("Succeeded", "Failed"):
        return Result(changes)
    records = look.records
    due = [r["due"] for r in records.values() if r["due"] is not None]
    again = [(name, r["again"]) for name, r in records.items() if "again" in r]
    if mount is not None:
        due.append(mount["due"])
    if deadline is not None:
        due.append(look.start + deadline * SECOND)
    if not due and not again and ip and not any(_is_remembered(r) for r in records.values()):
        return Result(changes)
    memo: Obj = {"c": records, "start": look.start, "ip": ip}
    if mount is not None:
        memo["mount"] = mount
    if not due and again and (len(again) > 1 or again[0][1][0] == look.now + again[0][1][1]):
        memo["repeats"] = True
        loops = any("loop" in r for r in records.values())
        return Result(changes, None, memo, _repeat(look, again)._replace(look=loops))
    due += [a[0] for _, a in again]
    return Result(changes, min(due) if due else None, memo)


def _is_remembered(record: Record) -> bool:
    """Whether the status does not tell all that matters later."""
    return "crashes" in record or "tries" in record or "awaits" in record


def _repeat(look: Look, again: list[tuple[str, list[Any]]]) -> Repeat:
    """What comes up again and again while nothing else happens; the shortest period counts for all."""
    events = tuple(
        Event(look.pod, type_, reason, message, "kubelet", look.host, _path_of(look.spec, name))
        for name, a in again
        for type_, reason, message in a[2]
    )
    return Repeat(min(a[1] for _, a in again), events)


def _skip_played(look: Look) -> None:
    """Events that the engine has repeated meanwhile are not due any more."""
    for record in look.records.values():
        if "again" in record and record["again"][0] <= look.now:
            containers.skip(look, record)


def _run_containers(look: Look) -> None:
    """Init containers one after the other, then the others; an image is pulled when those before are there."""
    records = look.records
    spec = look.spec
    for position, container in enumerate(spec.get("initContainers") or ()):
        record = records.get(container["name"])
        if record is None:
            record = records[container["name"]] = containers.new()
        if record["stage"] != "done":
            containers.advance(look, container, f"spec.initContainers{{{container['name']}}}", record)
        if not is_past(container, record):
            return
        if position > 63:
            break
    pulling = False
    for container in spec["containers"]:
        name = container["name"]
        record = records.get(name)
        if record is None:
            if pulling:
                continue
            record = records[name] = containers.new()
        if record["due"] is not None or "again" in record:
            containers.advance(look, container, f"spec.containers{{{name}}}", record)
        pulling = pulling or (record["stage"] == "pull" and "id" not in record and "failed" not in record)
    if "initContainers" in spec:
        _stop_sidecars(look)


def _stop_sidecars(look: Look) -> None:
    """Init containers that run beside the others end when all of those have."""
    main = [look.records.get(c["name"]) for c in look.spec["containers"]]
    if all(r is not None and r["stage"] == "done" for r in main):
        for container in look.spec.get("initContainers") or ():
            record = look.records[container["name"]]
            if record["stage"] == "run":
                containers.end(look, container, record, 0)
                record.update(stage="done", due=None)


def _lacks_something(records: dict[str, Record]) -> bool:
    return any(r["stage"] in ("config", "back") or "awaits" in r or "loop" in r for r in records.values())


def _notice_changes(look: Look) -> None:
    """A new image replaces what was pulled for the old one; what a container lacked may be there now."""
    for container, path in _containers(look.spec):
        record = look.records.get(container["name"])
        if record is None or record["stage"] == "done":
            continue
        if record.get("image") not in (None, container["image"]) and not record.get("swap"):
            if record["stage"] == "run":
                from minikctl.controllers.kubelet import running

                record["swap"] = True
                name = container["name"]
                running.kill(look, container, path, record, f"Container {name} definition changed, will be restarted")
            else:
                containers.renew(look, record)
        elif record["stage"] == "config" and not needs.missing_config(look.view, look.meta["namespace"], container):
            record.pop("again", None)
            record["due"] = look.now
        elif "again" in record and containers.is_better(look, container, record):
            containers.renew(look, record)
        elif "awaits" in record:
            from minikctl.controllers.kubelet import running

            running.proceed(look, container, record)


def _mount(look: Look, mount: Obj | None) -> Obj | None:
    """None when every volume is there; else when to try again, twice as long after each failure."""
    lacking = needs.missing_volume(look.view, look.pod)
    if lacking is None:
        return None
    if mount is not None and mount["due"] > look.now:
        return mount
    pause = min(mount["pause"] * 2, MOUNT_LONGEST) if mount is not None else SECOND // 2
    look.event("Warning", "FailedMount", lacking)
    return {"due": look.now + pause, "pause": pause}


def _expire(look: Look, node: Obj, ip: str | None) -> Result:
    """activeDeadlineSeconds is over: everything is stopped, the pod has failed."""
    look.event("Normal", "DeadlineExceeded", EXPIRED)
    _stop_all(look)
    status = pod_status(look, _host_ip(node), ip)
    status.update(phase="Failed", reason="DeadlineExceeded", message=EXPIRED)
    _close(status)
    return Result([*look.events, Update({**look.pod, "status": status}, "status")])


def _stop_all(look: Look) -> None:
    for container, path in _containers(look.spec):
        record = look.records.get(container["name"])
        if record is not None and record["stage"] == "run":
            look.event("Normal", "Killing", f"Stopping container {container['name']}", path)
            containers.end(look, container, record, _stop_code(look, container))
            record.update(stage="done", due=None)
        elif record is not None:
            record.update(stage="done" if "end" in record else "gone", due=None)


def _stop_code(look: Look, container: Obj) -> int:
    from minikctl.controllers.kubelet import behaviour
    from minikctl.core.images import resolve

    return 137 if behaviour.ignores_term(container, resolve(container["image"], look.rules)) else 0


def terminate(view: View, pod: Obj, now: int) -> Result:
    """A pod that is being deleted: tell its containers, and a quarter of a second later say that it is gone."""
    meta = pod["metadata"]
    gone = Delete("pods", meta["namespace"], meta["name"], meta["uid"], grace=0)
    memo = view.memo()
    stopping = memo.get("stop") if memo else None
    running = [(n, p) for n, p in _running(pod)]
    if stopping is None and meta.get("deletionGracePeriodSeconds") != 0:
        host = pod["spec"]["nodeName"]
        events: list[Change] = [
            Event(pod, "Normal", "Killing", f"Stopping container {name}", "kubelet", host, path)
            for name, path in running
        ]
        at = now + (containers.STOPPING if running else containers.TICK)
        return Result(events, at, {"stop": at})
    if stopping is not None and stopping > now:
        return Result((), stopping, memo)
    if not meta.get("finalizers"):
        return Result((gone,))
    if meta.get("deletionGracePeriodSeconds") == 0 and not running:
        return NOTHING
    return Result((Update({**pod, "status": _stopped(view, pod, now)}, "status"), gone))


def _stopped(view: View, pod: Obj, now: int) -> Obj:
    """The last status of a pod that something else still holds on to."""
    look = Look(view, pod, now, _restore(pod), now)
    _stop_all(look)
    old = pod.get("status") or {}
    if "startTime" in old:
        look.start = parse_rfc3339(old["startTime"])
    status = pod_status(look, old.get("hostIP", ""), old.get("podIP"))
    codes = [s["state"]["terminated"]["exitCode"] for s in status["containerStatuses"] if "terminated" in s["state"]]
    status["phase"] = "Succeeded" if codes and not any(codes) else "Failed"
    _close(status)
    return status


def _close(status: Obj) -> None:
    """The conditions of a pod whose containers have all been stopped."""
    for condition in status["conditions"]:
        if condition["type"] == "PodReadyToStartContainers":
            condition["status"] = "False"
        elif condition["type"] in ("Ready", "ContainersReady"):
            condition.update(status="False", reason="PodCompleted" if status["phase"] == "Succeeded" else "PodFailed")
            condition.pop("message", None)


def _restore(pod: Obj) -> dict[str, Record]:
    """Records of containers that the kubelet has no memory of: they run, or are over, as the status says."""
    status = pod.get("status") or {}
    specs = {c["name"]: c for c, _ in _containers(pod["spec"])}
    records: dict[str, Record] = {}
    for one in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
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


def _containers(spec: Obj) -> list[tuple[Obj, str]]:
    """Every container with its field path, init containers first."""
    init = [(c, f"spec.initContainers{{{c['name']}}}") for c in spec.get("initContainers") or ()]
    return init + [(c, f"spec.containers{{{c['name']}}}") for c in spec["containers"]]


def _path_of(spec: Obj, name: str) -> str:
    return next((path for c, path in _containers(spec) if c["name"] == name), "")


def _running(pod: Obj) -> list[tuple[str, str]]:
    """(name, field path) of the containers that the status calls running."""
    status = pod.get("status") or {}
    found = []
    for field, spec_field in (("containerStatuses", "containers"), ("initContainerStatuses", "initContainers")):
        for one in status.get(field) or ():
            if "running" in (one.get("state") or {}):
                found.append((one["name"], f"spec.{spec_field}{{{one['name']}}}"))
    return found


def _only_pulling(records: dict[str, Record]) -> bool:
    return all(r["stage"] == "pull" and "id" not in r for r in records.values())


def _host_ip(node: Obj) -> str:
    for address in (node.get("status") or {}).get("addresses") or ():
        if address["type"] == "InternalIP":
            return str(address["address"])
    return ""


def _pod_ip(view: View, pod: Obj, node: Obj) -> str | None:
    """An address of the node's range that no other pod there has; where it is looked for first depends on the uid."""
    if pod["spec"].get("hostNetwork"):
        return _host_ip(node) or None
    from minikctl.controllers.nodes.addresses import Block

    block = Block.of(node)
    if block is None:
        return None
    used = {p["status"].get("podIP") for p in view.on_node(pod["spec"]["nodeName"]) if "status" in p}
    return block.pick(int(pod["metadata"]["uid"][:8], 16), used)
