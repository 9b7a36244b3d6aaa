"""Containers: image, ports, command, state, resources, probes, environment and mounts, of a pod or of a template."""

from __future__ import annotations

from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _environment, _probes
from minikctl.describe._page import NONE, Page, true_false, when

if TYPE_CHECKING:
    from collections.abc import Sequence

Obj = dict[str, Any]


def write(
    page: Page,
    title: str,
    containers: Sequence[Obj],
    statuses: Sequence[Obj] = (),
    pod: Obj | None = None,
    indent: str = "",
) -> None:
    """One section of containers. `indent` is a template's; statuses and the environment's values come from a pod."""
    by_name = {status["name"]: status for status in statuses}
    page.line(f"{indent}{title}:{'' if containers else ' ' + NONE}")
    for container in containers:
        status = by_name.get(container["name"])
        page.line(f"{' ' if indent else ''}{container['name']}:", 1)
        _basics(page, container, status)
        _words(page, "Command", container.get("command"))
        _words(page, "Args", container.get("args"))
        if status is not None:
            _state(page, status)
        resources(page, container.get("resources"), 2)
        _probes.write(page, container)
        _environment.write(page, container, pod)
        _mounts(page, container)


def _basics(page: Page, container: Obj, status: Obj | None) -> None:
    if status is not None:
        page.field("Container ID", status.get("containerID", ""), 2)
    page.field("Image", container.get("image", ""), 2)
    if status is not None:
        page.field("Image ID", status.get("imageID", ""), 2)
    ports = container.get("ports") or ()
    plural = "s" if len(ports) > 1 else ""
    page.field(f"Port{plural}", _ports(ports, "containerPort"), 2)
    page.field(f"Host Port{plural}", _ports(ports, "hostPort"), 2)
    seccomp = (container.get("securityContext") or {}).get("seccompProfile")
    if seccomp:
        page.field("SeccompProfile", seccomp.get("type", ""), 2)
        if seccomp.get("type") == "Localhost":
            page.field("LocalhostProfile", seccomp.get("localhostProfile", ""), 3)


def _ports(ports: Sequence[Obj], field: str) -> str:
    """`80/TCP (http), 443/TCP`."""
    out = []
    for port in ports:
        name = port.get("name")
        out.append(f"{port.get(field, 0)}/{port.get('protocol', '')}" + (f" ({name})" if name else ""))
    return ", ".join(out) or NONE


def _words(page: Page, title: str, words: Sequence[str] | None) -> None:
    """A command, each word on its own line."""
    if words:
        page.line(f"{title}:", 2)
        for word in words:
            for line in word.split("\n"):
                page.line(line, 3)


def _state(page: Page, status: Obj) -> None:
    _one_state(page, "State", status.get("state") or {})
    last = status.get("lastState") or {}
    if last.get("terminated") is not None:
        _one_state(page, "Last State", last)
    page.field("Ready", true_false(bool(status.get("ready"))), 2)
    page.field("Restart Count", status.get("restartCount", 0), 2)


def _one_state(page: Page, title: str, state: Obj) -> None:
    running, waiting, terminated = state.get("running"), state.get("waiting"), state.get("terminated")
    if running is not None:
        page.field(title, "Running", 2)
        page.field("Started", when(running.get("startedAt")), 3)
    elif waiting is not None or terminated is None:
        page.field(title, "Waiting", 2)
        if waiting and waiting.get("reason"):
            page.field("Reason", waiting["reason"], 3)
    else:
        _terminated(page, title, terminated)


def _terminated(page: Page, title: str, state: Obj) -> None:
    page.field(title, "Terminated", 2)
    for name in ("reason", "message"):
        if state.get(name):
            page.field(name.capitalize(), state[name], 3)
    page.field("Exit Code", state.get("exitCode", 0), 3)
    if state.get("signal", 0) > 0:
        page.field("Signal", state["signal"], 3)
    page.field("Started", when(state.get("startedAt")), 3)
    page.field("Finished", when(state.get("finishedAt")), 3)


def resources(page: Page, wanted: Obj | None, level: int) -> None:
    """Limits and requests, by name."""
    for title in ("Limits", "Requests"):
        found = (wanted or {}).get(title.lower()) or {}
        if found:
            page.line(f"{title}:", level)
        for name in sorted(found):
            page.field(name, canonical(found[name]), level + 1)


def _mounts(page: Page, container: Obj) -> None:
    from minikctl.core.errors import quote

    found = container.get("volumeMounts") or ()
    none = "" if found else f"\t{NONE}"
    page.line(f"Mounts:{none}", 2)
    for mount in sorted(found, key=lambda m: str(m.get("mountPath", ""))):
        how = "ro" if mount.get("readOnly") else "rw"
        if mount.get("subPath"):
            how += f",path={quote(mount['subPath'])}"
        page.line(f"{mount.get('mountPath', '')} from {mount.get('name', '')} ({how})", 3)
    devices = container.get("volumeDevices") or ()
    if devices:
        page.line(f"Devices:{none}", 2)  # kubectl says <none> here when there are no mounts
        for device in sorted(devices, key=lambda d: str(d.get("devicePath", ""))):
            page.line(f"{device.get('devicePath', '')} from {device.get('name', '')}", 3)
