"""Debugging profiles: what a debug container may do, and what becomes of the pod around it. Pure.

source: kubectl debug v1.37, observed for each profile on pods, copies and nodes
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

LEGACY = "legacy"
NAMES = (LEGACY, "general", "baseline", "restricted", "netadmin", "sysadmin")
_TRACING = ("SYS_PTRACE",)
_NETWORK = ("NET_ADMIN", "NET_RAW")
_PROBES = {"keep_liveness": "livenessProbe", "keep_readiness": "readinessProbe", "keep_startup": "startupProbe"}
_ROOT = "host-root"


def on_copy(profile: str, pod: Obj, container: Obj, opts: Opts) -> None:
    """A container of a copy. --keep-* say what the copy keeps; the legacy profile asks nobody."""
    meta, spec = pod["metadata"], pod["spec"]
    if profile == LEGACY:
        meta.pop("labels", None)
        return
    for kept, field in ((opts.keep_labels, "labels"), (opts.keep_annotations, "annotations")):
        if not kept:
            meta.pop(field, None)
    for one in spec["containers"]:
        for flag, probe in _PROBES.items():
            if not getattr(opts, flag):
                one.pop(probe, None)
    if not opts.keep_init_containers:
        spec.pop("initContainers", None)
    spec.setdefault("shareProcessNamespace", True)
    grant(profile, container)


def on_node(profile: str, pod: Obj) -> None:
    """The only container of a pod that looks into a node."""
    spec = pod["spec"]
    container = spec["containers"][0]
    if profile not in ("baseline", "restricted"):
        spec.update(hostNetwork=True, hostPID=True, hostIPC=True)
    if profile in (LEGACY, "general", "sysadmin"):
        spec["volumes"] = [{"name": _ROOT, "hostPath": {"path": "/"}}]
        container["volumeMounts"] = [{"mountPath": "/host", "name": _ROOT}]
    if profile != "general":  # which traces what is beside it in a pod, and there is nothing
        grant(profile, container)


def grant(profile: str, container: Obj) -> None:
    """What a profile does to the container itself."""
    if profile == "general":
        _add_capabilities(container, _TRACING)
    elif profile == "baseline":
        container.pop("securityContext", None)
    elif profile == "restricted":
        container["securityContext"] = {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": True,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    elif profile == "netadmin":
        _add_capabilities(container, _NETWORK)
    elif profile == "sysadmin":
        container["securityContext"] = {**(container.get("securityContext") or {}), "privileged": True}


def _add_capabilities(container: Obj, names: tuple[str, ...]) -> None:
    context = container.get("securityContext") or {}
    capabilities = context.get("capabilities") or {}
    added = [*(capabilities.get("add") or ()), *names]
    container["securityContext"] = {**context, "capabilities": {**capabilities, "add": added}}


_POWERLESS = (
    "Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not "
    'work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".'
)


def warning(pod: Obj, container: Obj) -> str:
    """What the pod's user makes of what was granted, "" for nothing."""
    context = container.get("securityContext") or {}
    granted = context.get("privileged") or (context.get("capabilities") or {}).get("add")
    user = (pod["spec"].get("securityContext") or {}).get("runAsUser")
    return _POWERLESS if user and granted and context.get("runAsUser") != 0 else ""
