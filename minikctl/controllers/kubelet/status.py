"""The status that a kubelet writes: made from the records of a pod's containers, as a v1.36 kubelet does. Pure."""

from __future__ import annotations

from minikctl.controllers.kubelet.containers import restarts
from minikctl.controllers.kubelet.look import stamp
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.look import Look, Record

Obj = dict[str, Any]

_NO_RECORD: dict[str, Any] = {}
_OWN = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")


def pod_status(look: Look, host_ip: str, pod_ip: str | None) -> Obj:
    """The whole status; `pod_ip` None: there is no sandbox yet."""
    spec = look.spec
    records = look.records
    init = spec.get("initContainers")
    init_done = not init or _initialized(init, records)
    main = [_container_status(look, c, records.get(c["name"]), init) for c in spec["containers"]]
    phase = _phase(look, main, init_done)
    old = look.pod.get("status") or {}
    generation = look.meta.get("generation", 1)
    out: Obj = {
        "conditions": _conditions(look, old, phase, main, init_done, pod_ip),
        "containerStatuses": main,
        "hostIP": host_ip,
        "hostIPs": [{"ip": host_ip}],
        "observedGeneration": generation,
        "phase": phase,
        "qosClass": old.get("qosClass") or qos_class(spec),
        "startTime": stamp(look.start),
    }
    if init:
        out["initContainerStatuses"] = [_init_status(look, c, records.get(c["name"])) for c in init]
    if pod_ip:
        out["podIP"] = pod_ip
        out["podIPs"] = [{"ip": pod_ip}]
    if "ephemeralContainers" in spec:
        ephemeral = spec["ephemeralContainers"]
        out["ephemeralContainerStatuses"] = [_ephemeral_status(look, c, records.get(c["name"])) for c in ephemeral]
    if "resize" in old:
        out["resize"] = old["resize"]
    return out


def _container_status(look: Look, container: Obj, record: Record | None, init: list[Obj] | None) -> Obj:
    if record is None:
        record = _NO_RECORD
    running = record.get("stage") == "run"
    out: Obj = {
        "image": record.get("full") or container["image"],
        "imageID": record.get("digest", ""),
        "lastState": {},
        "name": container["name"],
        "ready": running and record["ready"],
        "restartCount": max(record.get("starts", 0) - 1, 0),
        "started": running and record["started"],
    }
    if "id" in record:
        out["containerID"] = record["id"]
    if running:
        out["state"] = {"running": {"startedAt": record["since"]}}
        resources = out["resources"] = container.get("resources") or {}
        if "requests" in resources:
            out["allocatedResources"] = resources["requests"]
        out["user"] = {"linux": user_of(look.spec, container)}
    elif "wait" in record:
        reason, message = record["wait"]
        out["state"] = {"waiting": {"message": message, "reason": reason}}
    elif "end" in record:
        out["state"] = {"terminated": record["end"]}
    else:
        out["state"] = {"waiting": {"reason": "PodInitializing" if init else "ContainerCreating"}}
    if "last" in record and (running or "wait" not in record):
        out["lastState"] = {"terminated": record["last"]}
    elif "wait" in record and "end" in record:
        out["lastState"] = {"terminated": record["end"]}
    mounts = container.get("volumeMounts")
    if mounts:
        out["volumeMounts"] = [_mount(m) for m in mounts]
    return out


def _init_status(look: Look, container: Obj, record: Record | None) -> Obj:
    """Like any other, but for `ready`: an init container that succeeded counts as ready."""
    out = _container_status(look, container, record, [container])
    if container.get("restartPolicy") != "Always":
        out["ready"] = "end" in (record or {}) and out["state"].get("terminated", {}).get("exitCode") == 0
    return out


def _ephemeral_status(look: Look, container: Obj, record: Record | None) -> Obj:
    """No probe looks at it, so it is neither started nor ready. source: kubelet's prober, UpdatePodStatus"""
    out = _container_status(look, container, record, None)
    del out["started"]
    return {**out, "ready": False}


def _mount(mount: Obj) -> Obj:
    out = {"mountPath": mount["mountPath"], "name": mount["name"]}
    if mount.get("readOnly"):
        out["readOnly"] = True
        out["recursiveReadOnly"] = mount.get("recursiveReadOnly", "Disabled")
    return out


def user_of(spec: Obj, container: Obj) -> Obj:
    """The user, group and groups that a container runs as."""
    pod = spec.get("securityContext") or {}
    own = container.get("securityContext") or {}
    uid = own.get("runAsUser", pod.get("runAsUser", 0))
    gid = own.get("runAsGroup", pod.get("runAsGroup", 0))
    groups = sorted({gid, *(pod.get("supplementalGroups") or ()), *([pod["fsGroup"]] if "fsGroup" in pod else ())})
    return {"gid": gid, "supplementalGroups": groups, "uid": uid}


def _initialized(init: list[Obj], records: dict[str, Record]) -> bool:
    """Whether every init container is past: ended well, or started for one that runs beside the others."""
    return all(is_past(c, records.get(c["name"]) or _NO_RECORD) for c in init)


def is_past(container: Obj, record: Record) -> bool:
    """Whether the next init container may begin."""
    if container.get("restartPolicy") == "Always":
        return bool(record.get("started") or record.get("starts", 0) > 1 or record.get("stage") == "done")
    return record.get("stage") == "done" and record["end"]["exitCode"] == 0


def _phase(look: Look, main: list[Obj], init_done: bool) -> str:
    """source: kubelet getPhase"""
    spec = look.spec
    init = spec.get("initContainers") or ()
    if not init_done:
        failed = any(
            look.records.get(c["name"], _NO_RECORD).get("stage") == "done" and not is_past(c, look.records[c["name"]])
            for c in init
        )
        return "Failed" if failed else "Pending"
    waiting = running = 0
    ended: list[bool] = []
    for container, status in zip(spec["containers"], main):
        state = status["state"]
        if "running" in state:
            running += 1
        else:
            over = state.get("terminated") or status["lastState"].get("terminated")
            if over is None:
                waiting += 1
            elif "waiting" in state or ("terminated" in state and _starts_again(look, container, over["exitCode"])):
                running += 1
            else:
                ended.append(over["exitCode"] == 0)
    if waiting:
        return "Pending"
    if running:
        return "Running"
    return "Succeeded" if all(ended) else "Failed"


def _starts_again(look: Look, container: Obj, code: int) -> bool:
    """Also whatever the restart policy says, where the container's definition changed.
    source: kubelet computePodActions"""
    stage = look.records.get(container["name"], _NO_RECORD).get("stage")
    return restarts(look, container, code) or stage in ("new", "pull", "err")


def _conditions(look: Look, old: Obj, phase: str, main: list[Obj], init_done: bool, pod_ip: str | None) -> list[Obj]:
    over = phase in ("Succeeded", "Failed")
    unready = [s["name"] for s in main if not s["ready"]]
    for c in look.spec.get("initContainers") or ():
        if c.get("restartPolicy") == "Always" and not look.records.get(c["name"], _NO_RECORD).get("ready"):
            unready.insert(0, c["name"])
    ready: tuple[str, ...] = ("True",)
    if phase == "Succeeded":
        ready = ("False", "PodCompleted")
    elif phase == "Failed":
        ready = ("False", "PodFailed")
    elif unready:
        ready = ("False", "ContainersNotReady", f"containers with unready status: [{' '.join(unready)}]")
    initialized: tuple[str, ...] = ("True", "PodCompleted") if phase == "Succeeded" else ("True",)
    if not init_done:
        missing = [
            c["name"] for c in look.spec["initContainers"] if not is_past(c, look.records.get(c["name"], _NO_RECORD))
        ]
        initialized = ("False", "ContainersNotInitialized", f"containers with incomplete status: [{' '.join(missing)}]")
    gated = _gates(look.spec, old) if "readinessGates" in look.spec and ready[0] == "True" else None
    wanted = (
        ("PodReadyToStartContainers", ("True",) if pod_ip and not over else ("False",)),
        ("Initialized", initialized),
        ("Ready", gated or ready),
        ("ContainersReady", ready),
        ("PodScheduled", ("True",)),
    )
    known = {c["type"]: c for c in old.get("conditions") or ()}
    generation = look.meta.get("generation", 1)
    now = look.stamp()
    out = [c for c in known.values() if c["type"] not in _OWN]
    for type_, said in wanted:
        before = known.get(type_)
        since = before["lastTransitionTime"] if before is not None and before["status"] == said[0] else now
        condition: Obj = {
            "lastProbeTime": None,
            "lastTransitionTime": since,
            "observedGeneration": generation,
            "status": said[0],
            "type": type_,
        }
        if len(said) > 1:
            condition["reason"] = said[1]
        if len(said) > 2:
            condition["message"] = said[2]
        out.append(condition)
    return out


def _gates(spec: Obj, old: Obj) -> tuple[str, ...] | None:
    """What readiness gates that are not open make of the Ready condition."""
    lacking = []
    known = {c["type"]: c["status"] for c in old.get("conditions") or ()}
    for gate in spec.get("readinessGates") or ():
        name = gate["conditionType"]
        if name not in known:
            lacking.append(f'corresponding condition of pod readiness gate "{name}" does not exist.')
        elif known[name] != "True":
            lacking.append(f'the status of pod readiness gate "{name}" is not "True", but {known[name]}')
    return ("False", "ReadinessGatesNotReady", ", ".join(lacking)) if lacking else None


def qos_class(spec: Obj) -> str:
    """Guaranteed: every container limits cpu and memory and requests as much; BestEffort: none asks for anything."""
    any_set, all_equal = False, True
    for container in (*(spec.get("initContainers") or ()), *spec["containers"]):
        resources = container.get("resources") or {}
        limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
        for name in ("cpu", "memory"):
            any_set = any_set or name in limits or name in requests
            if name not in limits or requests.get(name, limits[name]) != limits[name]:
                all_equal = False
    return "BestEffort" if not any_set else "Guaranteed" if all_equal else "Burstable"
