"""One pod brought from what it is to what it should be: volumes, containers, status, and when to look again.

Memo: {"c": records, "start": ..., "ip": ..., "mount": ..., "repeats": ...}; None for a pod that simply runs, whose
records are read back from its status.
"""

from __future__ import annotations

from minikctl.controllers._base import Event, Repeat, Result, Update
from minikctl.controllers.kubelet import containers, needs
from minikctl.controllers.kubelet.addresses import host_ip, pod_ip
from minikctl.controllers.kubelet.admitting import refusal
from minikctl.controllers.kubelet.look import Look
from minikctl.controllers.kubelet.memory import containers_of, path_of, restore
from minikctl.controllers.kubelet.status import is_past, pod_status
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.kubelet.look import Record

Obj = dict[str, Any]

MOUNT_LONGEST = 122 * SECOND
FEW = 5  # containers whose starts are far from using up what a source may say of one object


def sync(view: View, pod: Obj, node: Obj, now: int) -> Result:
    status: Obj = pod.get("status") or {}
    memo = view.memo()
    if memo:
        records = {name: dict(record) for name, record in memo["c"].items()}
        start, ip, mount = memo["start"], memo.get("ip"), memo.get("mount")
        mount = dict(mount) if mount else None
    else:
        began = status.get("startTime")
        records = restore(pod) if began else {}
        start = parse_rfc3339(began) if began else now
        ip, mount = status.get("podIP"), None
        if not began:
            lacking = refusal(view, pod, node)
            if lacking:
                from minikctl.controllers.kubelet.ending import refuse

                return refuse(pod, node, *lacking, now)
    look = Look(view, pod, now, records, start)
    look.first = not memo and not records and len(containers_of(pod["spec"])) <= FEW
    if memo and memo.get("repeats"):
        _skip_played(look, mount)
    deadline = pod["spec"].get("activeDeadlineSeconds")
    if deadline is not None and start + deadline * SECOND <= now:
        from minikctl.controllers.kubelet.ending import expire

        return expire(look, node, ip)
    if status.get("observedGeneration") != look.meta.get("generation", 1) or _lacks_something(records):
        _notice_changes(look)
    mount = None if ip or records else _mount(look, mount)
    if mount is None:
        _run_containers(look)
        if ip is None and records and ("startTime" in status or not _only_pulling(records)):
            ip = pod_ip(view, pod, node)
    new = pod_status(look, host_ip(node), ip)
    return _result(look, new, mount, ip, deadline)


def _result(look: Look, new: Obj, mount: Obj | None, ip: str | None, deadline: int | None) -> Result:
    changes: list[Change] = [*look.skipped, *look.events]
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
    if mount is not None and deadline is None and mount["due"] == look.now + MOUNT_LONGEST:
        memo["repeats"] = True
        said = Event(look.pod, "Warning", "FailedMount", mount["said"], "kubelet", look.host)
        return Result(changes, None, memo, Repeat(MOUNT_LONGEST, (said,)))
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
        Event(look.pod, type_, reason, message, "kubelet", look.host, path_of(look.spec, name))
        for name, a in again
        for type_, reason, message in a[2]
    )
    return Repeat(min(a[1] for _, a in again), events)


def _skip_played(look: Look, mount: Obj | None) -> None:
    """Events that the engine has repeated meanwhile are not due any more."""
    if mount is not None and mount["due"] <= look.now:
        mount["due"] += ((look.now - mount["due"]) // MOUNT_LONGEST + 1) * MOUNT_LONGEST
    for record in look.records.values():
        if "again" in record and record["again"][0] <= look.now:
            containers.skip(look, record)


def _run_containers(look: Look) -> None:
    """Init containers one after the other, then the others; an image is pulled when those before are there."""
    records = look.records
    spec = look.spec
    if "ephemeralContainers" in spec:
        _run_ephemeral(look)
    for position, container in enumerate(spec.get("initContainers") or ()):
        record = records.get(container["name"])
        if record is None:
            record = records[container["name"]] = containers.new(look.first)
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
            record = records[name] = containers.new(look.first)
        if record["due"] is not None or "again" in record:
            containers.advance(look, container, f"spec.containers{{{name}}}", record)
        pulling = pulling or (record["stage"] == "pull" and "id" not in record and "failed" not in record)
    if "initContainers" in spec:
        _stop_sidecars(look)


def _run_ephemeral(look: Look) -> None:
    """They start whatever the others do, and once. source: kubelet computePodActions"""
    for container in look.spec["ephemeralContainers"]:
        name = container["name"]
        record = look.records.get(name)
        if record is None:
            record = look.records[name] = containers.new(False)
        containers.advance(look, container, f"spec.ephemeralContainers{{{name}}}", record)


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
    for container, path in containers_of(look.spec):
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
    return {"due": look.now + pause, "pause": pause, "said": lacking}


def _only_pulling(records: dict[str, Record]) -> bool:
    return all(r["stage"] == "pull" and "id" not in r for r in records.values())
