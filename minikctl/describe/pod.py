"""Pods."""

from __future__ import annotations

from minikctl.core.duration import age
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _containers, _page, _scheduling, _volumes, events
from minikctl.describe._page import NONE, Page, pairs, when

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    _place(page, spec, status)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    _state(page, obj, related.now)
    _addresses(page, status)
    _page.controlled_by(page, obj)
    if status.get("nominatedNodeName"):
        page.field("NominatedNodeName", status["nominatedNodeName"])
    if spec.get("resources") is not None:
        page.line("Resources:")
        _containers.resources(page, spec["resources"], 1)
    _all_containers(page, obj)
    _conditions(page, spec, status)
    _volumes.write(page, spec.get("volumes") or ())
    page.field("QoS Class", status.get("qosClass") or _qos_class(spec))
    page.values("Node-Selectors", pairs(spec.get("nodeSelector")))
    _scheduling.tolerations(page, spec)
    _scheduling.spread_constraints(page, spec)
    _scheduling.group(page, spec)
    events.write(page, obj, related)
    return page.text()


def _qos_class(spec: Obj) -> str:
    """What a pod's status says unless it is very old."""
    from minikctl.kinds.pod.rules import qos_class

    return qos_class(spec)


def _place(page: Page, spec: Obj, status: Obj) -> None:
    if spec.get("priority") is not None:
        page.field("Priority", spec["priority"])
    for title, field in (
        ("Priority Class Name", "priorityClassName"),
        ("Runtime Class Name", "runtimeClassName"),
        ("Service Account", "serviceAccountName"),
    ):
        if spec.get(field):
            page.field(title, spec[field])
    node = spec.get("nodeName")
    page.field("Node", f"{node}/{status.get('hostIP', '')}" if node else NONE)
    if status.get("startTime"):
        page.field("Start Time", when(status["startTime"]))


def _state(page: Page, obj: Obj, now: int) -> None:
    meta, status = obj["metadata"], obj.get("status") or {}
    phase = status.get("phase", "")
    if meta.get("deletionTimestamp") and phase not in ("Failed", "Succeeded"):
        page.field("Status", f"Terminating (lasts {age(meta['deletionTimestamp'], now)})")
        page.field("Termination Grace Period", f"{meta.get('deletionGracePeriodSeconds', 0)}s")
    else:
        page.field("Status", phase)
    for name in ("reason", "message"):
        if status.get(name):
            page.field(name.capitalize(), status[name])
    seccomp = (obj["spec"].get("securityContext") or {}).get("seccompProfile")
    if seccomp:
        page.field("SeccompProfile", seccomp.get("type", ""))
        if seccomp.get("type") == "Localhost":
            page.field("LocalhostProfile", seccomp.get("localhostProfile", ""))


def _addresses(page: Page, status: Obj) -> None:
    page.field("IP", status.get("podIP", ""))
    if not status.get("podIPs"):
        page.field("IPs", NONE)
        return
    page.line("IPs:")
    for address in status["podIPs"]:
        page.field("IP", address.get("ip", ""), 1)


def _all_containers(page: Page, pod: Obj) -> None:
    spec, status = pod["spec"], pod.get("status") or {}
    if spec.get("initContainers"):
        statuses = status.get("initContainerStatuses") or ()
        _containers.write(page, "Init Containers", spec["initContainers"], statuses, pod)
    _containers.write(page, "Containers", spec.get("containers") or (), status.get("containerStatuses") or (), pod)
    if spec.get("ephemeralContainers"):
        statuses = status.get("ephemeralContainerStatuses") or ()
        _containers.write(page, "Ephemeral Containers", spec["ephemeralContainers"], statuses, pod)


def _conditions(page: Page, spec: Obj, status: Obj) -> None:
    """The readiness gates with the conditions they wait for, and all conditions; a space follows each cell."""
    found = status.get("conditions") or ()
    have = {each.get("type"): each.get("status") for each in reversed(found)}
    gates = spec.get("readinessGates") or ()
    if gates:
        page.write("Readiness Gates:\n  Type\tStatus\n")
    for gate in gates:
        name = gate.get("conditionType", "")
        page.line(f"{name} \t{have.get(name, NONE)} ", 1)
    if found:
        page.write("Conditions:\n  Type\tStatus\n")
    for each in found:
        page.line(f"{each.get('type', '')} \t{each.get('status', '')} ", 1)
