"""The Pod Security Standards: which pods the levels `baseline` and `restricted` forbid, and in which words. Pure.

A check looks at annotations and spec, and gives reason and detail of what it forbids, or None. Checks have an id (they
are told in the order of ids, those of baseline first), the minor version since which they hold, and the checks of
baseline that they replace.
source: Kubernetes' pod-security-admission, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Obj = dict[str, Any]
Forbidden = tuple[str, str]

LATEST = 1000  # the minor version that "latest" stands for


class Looked(NamedTuple):
    """What a check looks at."""

    annotations: dict[str, str]
    spec: Obj
    containers: list[Obj]
    minor: int

    @property
    def context(self) -> Obj:
        return self.spec.get("securityContext") or {}

    @property
    def apart(self) -> bool:
        """The pod has users of its own: those of the host are safe from it."""
        return self.minor >= 35 and self.spec.get("hostUsers") is False

    @property
    def windows(self) -> bool:
        return self.minor >= 25 and (self.spec.get("os") or {}).get("name") == "windows"


def violations(annotations: dict[str, str], spec: Obj, level: str, minor: int) -> list[Forbidden]:
    """Reason and detail of everything that a level of a version forbids in a pod."""
    if level == "privileged":
        return []
    containers = [c for kind in ("initContainers", "containers", "ephemeralContainers") for c in spec.get(kind) or ()]
    looked = Looked(annotations, spec, containers, minor)
    checks = [check for check in _BASELINE if minor >= check[1]]
    if level == "restricted":
        stricter = [check for check in _RESTRICTED if minor >= check[1]]
        replaced = {check[3] for check in stricter}
        checks = [check for check in checks if check[0] not in replaced] + stricter
    return [found for check in checks if (found := check[2](looked))]


def detail(found: list[Forbidden]) -> str:
    return ", ".join(f"{why} ({what})" if what else why for why, what in found)


def _of(container: Obj) -> Obj:
    return container.get("securityContext") or {}


def _names(word: str, names: Iterable[str], plural: str = "") -> str:
    """`container "a"`, `containers "a", "b"`."""
    listed = list(names)
    return f"{word if len(listed) == 1 else plural or word + 's'} " + ", ".join(f'"{name}"' for name in listed)


def _quoted(values: set[str]) -> str:
    return ", ".join(f'"{value}"' for value in sorted(values))


def _setters(looked: Looked, is_bad: Callable[[Obj], bool]) -> list[str]:
    """Who sets a thing badly: `pod`, `containers "a", "b"`."""
    out = ["pod"] if is_bad(looked.context) else []
    bad = [c["name"] for c in looked.containers if is_bad(_of(c))]
    return [*out, _names("container", bad)] if bad else out


def _apparmor(looked: Looked) -> Forbidden | None:
    bad: set[str] = set()

    def is_bad(context: Obj) -> bool:
        kind = (context.get("appArmorProfile") or {}).get("type")
        if kind is None or kind in ("RuntimeDefault", "Localhost"):
            return False
        bad.add(kind)
        return True

    setters = _setters(looked, is_bad)
    noted = sorted(
        f'{key}="{value}"'
        for key, value in looked.annotations.items()
        if key.startswith("container.apparmor.security.beta.kubernetes.io/")
        and value not in ("", "runtime/default")
        and not value.startswith("localhost/")
    )
    if noted:
        setters.append("annotation" if len(noted) == 1 else "annotations")
    if not setters:
        return None
    values = [*sorted(bad), *noted]
    why = "forbidden AppArmor profile" + ("" if len(values) == 1 else "s")
    return why, f"{' and '.join(setters)} must not set AppArmor profile type to " + ", ".join(f'"{v}"' for v in values)


_DEFAULT_CAPABILITIES = frozenset(
    (
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD"),
        *("NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    )
)


def _added(looked: Looked, allowed: frozenset[str]) -> str:
    bad, names = set(), []
    for container in looked.containers:
        more = set((_of(container).get("capabilities") or {}).get("add") or ()) - allowed
        if more:
            bad |= more
            names.append(container["name"])
    if not names:
        return ""
    return f"{_names('container', names)} must not include {_quoted(bad)} in securityContext.capabilities.add"


def _capabilities(looked: Looked) -> Forbidden | None:
    what = _added(looked, _DEFAULT_CAPABILITIES)
    return ("non-default capabilities", what) if what else None


def _host_namespaces(looked: Looked) -> Forbidden | None:
    used = [f"{name}=true" for name in ("hostNetwork", "hostPID", "hostIPC") if looked.spec.get(name)]
    return ("host namespaces", ", ".join(used)) if used else None


def _host_path(looked: Looked) -> Forbidden | None:
    names = [v["name"] for v in looked.spec.get("volumes") or () if "hostPath" in v]
    return ("hostPath volumes", _names("volume", names)) if names else None


def _host_ports(looked: Looked) -> Forbidden | None:
    ports, names = set(), []
    for container in looked.containers:
        used = {str(p["hostPort"]) for p in container.get("ports") or () if p.get("hostPort")}
        if used:
            ports |= used
            names.append(container["name"])
    if not names:
        return None
    word, verb = "hostPort" if len(ports) == 1 else "hostPorts", "uses" if len(names) == 1 else "use"
    return "hostPort", f"{_names('container', names)} {verb} {word} {', '.join(sorted(ports))}"


def _hosts(container: Obj) -> set[str]:
    """Hosts that probes and lifecycle handlers of a container name."""
    handlers = [container.get(probe) or {} for probe in ("livenessProbe", "readinessProbe", "startupProbe")]
    lifecycle = container.get("lifecycle") or {}
    handlers += [lifecycle.get(hook) or {} for hook in ("postStart", "preStop")]
    return {
        host
        for handler in handlers
        for way in ("httpGet", "tcpSocket")
        if (host := (handler.get(way) or {}).get("host"))
    }


def _host_probes(looked: Looked) -> Forbidden | None:
    hosts: set[str] = set()
    names = set()
    for container in looked.containers:
        found = _hosts(container)
        if found:
            hosts |= found
            names.add(container["name"])
    if not names:
        return None
    verb = "uses" if len(names) == 1 else "use"
    word = "probe or lifecycle host"
    return word, f"{_names('container', sorted(names))} {verb} {_names(word, sorted(hosts))}"


def _privileged(looked: Looked) -> Forbidden | None:
    names = [c["name"] for c in looked.containers if _of(c).get("privileged")]
    if not names:
        return None
    return "privileged", f"{_names('container', names)} must not set securityContext.privileged=true"


def _proc_mount(looked: Looked) -> Forbidden | None:
    return None if looked.apart else _proc_mount_at_all(looked)


def _proc_mount_at_all(looked: Looked) -> Forbidden | None:
    bad = {
        c["name"]: _of(c)["procMount"] for c in looked.containers if _of(c).get("procMount") not in (None, "Default")
    }
    if not bad:
        return None
    return (
        "procMount",
        f"{_names('container', bad)} must not set securityContext.procMount to {_quoted(set(bad.values()))}",
    )


def _selinux(looked: Looked) -> Forbidden | None:
    allowed = {"", "container_t", "container_init_t", "container_kvm_t"}
    if looked.minor >= 31:
        allowed.add("container_engine_t")
    types: set[str] = set()
    more: set[str] = set()

    def is_bad(context: Obj) -> bool:
        options = context.get("seLinuxOptions") or {}
        wrong = {options.get("type", "")} - allowed
        also = {f"{word} may not be set" for word in ("user", "role") if options.get(word)}
        types.update(wrong)
        more.update(also)
        return bool(wrong or also)

    setters = _setters(looked, is_bad)
    if not setters:
        return None
    # user and role are told only beside a type, as the server does
    data = [_names("type", sorted(types)), *sorted(more, reverse=True)] if types else []
    return "seLinuxOptions", f"{' and '.join(setters)} set forbidden securityContext.seLinuxOptions: {'; '.join(data)}"


def _old_seccomp_allowed(value: str) -> bool:
    return value in ("runtime/default", "docker/default") or value.startswith("localhost/")


def _seccomp(looked: Looked) -> Forbidden | None:
    if looked.minor >= 19:
        return _bad_seccomp(looked)
    keys = ["seccomp.security.alpha.kubernetes.io/pod"]
    keys += [f"container.seccomp.security.alpha.kubernetes.io/{c['name']}" for c in looked.containers]
    given = looked.annotations
    bad = sorted({f'{key}="{given[key]}"' for key in keys if key in given and not _old_seccomp_allowed(given[key])})
    if not bad:
        return None
    return "seccompProfile", f"forbidden annotation{'' if len(bad) == 1 else 's'} {', '.join(bad)}"


def _bad_seccomp(looked: Looked) -> Forbidden | None:
    bad: set[str] = set()

    def is_bad(context: Obj) -> bool:
        kind = (context.get("seccompProfile") or {}).get("type")
        if kind is None or kind in ("RuntimeDefault", "Localhost"):
            return False
        bad.add(kind)
        return True

    setters = _setters(looked, is_bad)
    if not setters:
        return None
    what = f"must not set securityContext.seccompProfile.type to {_quoted(bad)}"
    return "seccompProfile", f"{' and '.join(setters)} {what}"


_SYSCTLS = {
    "kernel.shm_rmid_forced": 0,
    "net.ipv4.ip_local_port_range": 0,
    "net.ipv4.tcp_syncookies": 0,
    "net.ipv4.ping_group_range": 0,
    "net.ipv4.ip_unprivileged_port_start": 0,
    "net.ipv4.ip_local_reserved_ports": 27,
    "net.ipv4.tcp_keepalive_time": 29,
    "net.ipv4.tcp_fin_timeout": 29,
    "net.ipv4.tcp_keepalive_intvl": 29,
    "net.ipv4.tcp_keepalive_probes": 29,
    "net.ipv4.tcp_rmem": 32,
    "net.ipv4.tcp_wmem": 32,
}


def _sysctls(looked: Looked) -> Forbidden | None:
    given = [one.get("name", "") for one in looked.context.get("sysctls") or ()]
    bad = [name for name in given if looked.minor < _SYSCTLS.get(name, LATEST + 1)]
    return ("forbidden sysctls", ", ".join(bad)) if bad else None


def _host_process(looked: Looked) -> Forbidden | None:
    setters = _setters(looked, lambda context: bool((context.get("windowsOptions") or {}).get("hostProcess")))
    if not setters:
        return None
    return "hostProcess", f"{' and '.join(setters)} must not set securityContext.windowsOptions.hostProcess=true"


def _escalation(looked: Looked) -> Forbidden | None:
    names = [c["name"] for c in looked.containers if _of(c).get("allowPrivilegeEscalation") is not False]
    if not names or looked.windows:
        return None
    what = f"{_names('container', names)} must set securityContext.allowPrivilegeEscalation=false"
    return "allowPrivilegeEscalation != false", what


def _dropped(looked: Looked) -> Forbidden | None:
    if looked.windows:
        return None
    kept = [c["name"] for c in looked.containers if "ALL" not in ((_of(c).get("capabilities") or {}).get("drop") or ())]
    details = [f'{_names("container", kept)} must set securityContext.capabilities.drop=["ALL"]'] if kept else []
    added = _added(looked, frozenset(("NET_BIND_SERVICE",)))
    details += [added] if added else []
    return ("unrestricted capabilities", "; ".join(details)) if details else None


_FREE_VOLUMES = frozenset(
    (
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"),
        *("persistentVolumeClaim", "projected", "secret"),
    )
)


def _volumes(looked: Looked) -> Forbidden | None:
    names, types = [], set()
    for volume in looked.spec.get("volumes") or ():
        sources = volume.keys() - {"name"}
        if not sources & _FREE_VOLUMES:
            names.append(volume["name"])
            types.add(min(sources, default="unknown"))
    if not names:
        return None
    verb = "uses" if len(names) == 1 else "use"
    return (
        "restricted volume types",
        f"{_names('volume', names)} {verb} {_names('restricted volume type', sorted(types))}",
    )


def _must_be_set(looked: Looked, key: str) -> list[str]:
    """Containers that leave out what the pod leaves out too."""
    return [c["name"] for c in looked.containers if _of(c).get(key) is None]


def _non_root(looked: Looked) -> Forbidden | None:
    if looked.apart:
        return None
    why = "runAsNonRoot != true"
    setters = _setters(looked, lambda context: context.get("runAsNonRoot") is False)
    if setters:
        return why, f"{' and '.join(setters)} must not set securityContext.runAsNonRoot=false"
    names = [] if looked.context.get("runAsNonRoot") else _must_be_set(looked, "runAsNonRoot")
    return (why, f"pod or {_names('container', names)} must set securityContext.runAsNonRoot=true") if names else None


def _user(looked: Looked) -> Forbidden | None:
    if looked.apart:
        return None
    setters = _setters(looked, lambda context: context.get("runAsUser") == 0)
    return ("runAsUser=0", f"{' and '.join(setters)} must not set runAsUser=0") if setters else None


def _seccomp_set(looked: Looked) -> Forbidden | None:
    if looked.windows:
        return None
    bad = _bad_seccomp(looked)
    if bad:
        return bad
    names = [] if looked.context.get("seccompProfile") else _must_be_set(looked, "seccompProfile")
    if not names:
        return None
    what = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
    return "seccompProfile", f"pod or {_names('container', names)} {what}"


_Check = tuple[str, int, "Callable[[Looked], Forbidden | None]", str]
# id, since which minor version, the check, the check of baseline that it replaces
_BASELINE: tuple[_Check, ...] = (
    ("appArmorProfile", 0, _apparmor, ""),
    ("capabilities_baseline", 0, _capabilities, ""),
    ("hostNamespaces", 0, _host_namespaces, ""),
    ("hostPathVolumes", 0, _host_path, ""),
    ("hostPorts", 0, _host_ports, ""),
    ("hostProbesAndHostLifecycle", 34, _host_probes, ""),
    ("privileged", 0, _privileged, ""),
    ("procMount", 0, _proc_mount, ""),
    ("seLinuxOptions", 0, _selinux, ""),
    ("seccompProfile_baseline", 0, _seccomp, ""),
    ("sysctls", 0, _sysctls, ""),
    ("windowsHostProcess", 0, _host_process, ""),
)
_RESTRICTED: tuple[_Check, ...] = (
    ("allowPrivilegeEscalation", 8, _escalation, ""),
    ("capabilities_restricted", 22, _dropped, "capabilities_baseline"),
    ("procMount_restricted", 35, _proc_mount_at_all, "procMount"),
    ("restrictedVolumes", 0, _volumes, "hostPathVolumes"),
    ("runAsNonRoot", 0, _non_root, ""),
    ("runAsUser", 23, _user, ""),
    ("seccompProfile_restricted", 19, _seccomp_set, "seccompProfile_baseline"),
)
