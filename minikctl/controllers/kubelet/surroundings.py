"""What a container's process finds around it: environment variables and the files of its volumes. Pure.

Nothing needs this to run a pod; what a container prints depends on it.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.behaviour import is_finite
from minikctl.controllers.kubelet.shell import Surroundings
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import Any, Protocol

Obj = dict[str, Any]
Objects = list[Obj]  # Cluster has a method of the name `list`


class Cluster(Protocol):
    """What is asked of a View here."""

    settings: Obj

    def get(self, resource: str, namespace: str, name: str) -> Obj | None: ...

    def list(self, resource: str, namespace: str = "") -> Objects: ...


_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def around(cluster: Cluster, pod: Obj, container: Obj, start: int, now: int) -> Surroundings:
    """Everything, for a container that was started at `start` (microseconds)."""
    namespace = pod["metadata"]["namespace"]
    host = (pod["spec"].get("hostname") or pod["metadata"]["name"])[:63]

    def since(name: str, other: str) -> int | None:
        found = cluster.get("services", other or namespace, name) or _of_headless(cluster, namespace, name, other)
        return None if found is None else parse_rfc3339(found["metadata"]["creationTimestamp"]) - start

    variables = environment(cluster, pod, container, start)
    files, folders = _files(cluster, pod, container)
    named = {**_kubelets_own(pod, host), **files}
    lone = tuple(p for p in named if not any(p.startswith(f"{folder}/") for folder in folders))
    return Surroundings(
        *(start, now, variables, named, host),
        service=since,
        lone=lone,
        folders=folders,
        user=_user(pod, container),
        finite=is_finite(pod, container),
    )


def _of_headless(cluster: Cluster, namespace: str, name: str, service: str) -> Obj | None:
    """The pod that `name.service` is: one with that hostname, behind a Service without an address of its own."""
    found = cluster.get("services", namespace, service) if service else None
    if found is None or (found.get("spec") or {}).get("clusterIP") != "None":
        return None
    pod = cluster.get("pods", namespace, name)
    return pod if pod is not None and pod["spec"].get("subdomain") == service else None


def environment(cluster: Cluster, pod: Obj, container: Obj, start: int) -> dict[str, str]:
    """The variables of a container: the image's, those of its spec, those of services that were there before it."""
    host = (pod["spec"].get("hostname") or pod["metadata"]["name"])[:63]
    links = _service_links(cluster, pod, start)
    known = dict(links)
    out: dict[str, str] = {}
    for source in container.get("envFrom") or ():
        prefix = source.get("prefix", "")
        data = _data(cluster, pod, source.get("configMapRef"), source.get("secretRef"))
        out.update({prefix + key: value for key, value in data.items()})
    known.update(out)
    for variable in container.get("env") or ():
        name = variable["name"]
        if variable.get("valueFrom"):
            value = _value(cluster, pod, container, variable["valueFrom"])
        else:
            value = expand(variable.get("value", ""), known)
        if value is not None:
            known[name] = out[name] = value
    return {"PATH": _PATH, "HOSTNAME": host, **out, **links, "HOME": "/" if _user(pod, container)[0] else "/root"}


def expand(text: str, known: dict[str, str]) -> str:
    """`$(NAME)` by its value, `$$` by `$`; what is not known stays as it is. source: kubelet's forked expansion"""
    out, at = "", 0
    while at < len(text):
        following = text[at + 1 : at + 2]
        if text[at] != "$" or following not in ("$", "("):
            out, at = out + text[at], at + 1
        elif following == "$":
            out, at = out + "$", at + 2
        else:
            end = text.find(")", at)
            if end < 0:
                return out + text[at:]
            name = text[at + 2 : end]
            out += known[name] if name in known else text[at : end + 1]
            at = end + 1
    return out


def argv(container: Obj, known: dict[str, str]) -> tuple[str, ...]:
    """The command line, variables expanded."""
    return tuple(expand(word, known) for word in (*(container.get("command") or ()), *(container.get("args") or ())))


# --- where values come from


def _data(cluster: Cluster, pod: Obj, config_map: Obj | None, secret: Obj | None) -> dict[str, str]:
    """The entries of a config map or of a secret, as text."""
    namespace = pod["metadata"]["namespace"]
    ref = config_map or secret or {}
    obj = cluster.get(
        "configmaps" if config_map else "secrets", namespace, ref.get("name") or ref.get("secretName") or ""
    )
    if obj is None:
        return {}
    if config_map:
        return dict(obj.get("data") or {})
    import binascii

    return {k: binascii.a2b_base64(v).decode("utf-8", "replace") for k, v in (obj.get("data") or {}).items()}


def _value(cluster: Cluster, pod: Obj, container: Obj, source: Obj) -> str | None:
    for field, word in (("configMapKeyRef", 0), ("secretKeyRef", 1)):
        ref = source.get(field)
        if ref:
            return _data(cluster, pod, None if word else ref, ref if word else None).get(ref.get("key", ""))
    if source.get("fieldRef"):
        return field_of(pod, source["fieldRef"].get("fieldPath", ""))
    if source.get("resourceFieldRef"):
        return _resource(pod, container, source["resourceFieldRef"])
    return None


def field_of(pod: Obj, path: str) -> str:
    """A field of the pod, as the downward API gives it."""
    name, bracket, key = path.partition("[")
    meta = pod["metadata"]
    if bracket:
        values = meta.get(name.rpartition(".")[2]) or {}
        return str(values.get(key.rstrip("]").strip("'\""), ""))
    if path in ("metadata.labels", "metadata.annotations"):
        import json

        values = meta.get(path.rpartition(".")[2]) or {}
        return "\n".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in sorted(values.items()))
    status = pod.get("status") or {}
    if path == "status.podIPs":
        return ",".join(ip["ip"] for ip in status.get("podIPs") or ())
    if path == "status.hostIPs":
        return ",".join(ip["ip"] for ip in status.get("hostIPs") or ())
    part, _, rest = path.partition(".")
    return str((pod.get(part) or {}).get(rest, ""))


def _resource(pod: Obj, container: Obj, ref: Obj) -> str:
    """limits.cpu and the like, in whole divisors, rounded up; a limit that is not set is the node's size."""
    from minikctl.core.quantity import parse

    named = ref.get("containerName")
    if named:
        container = next((c for c in pod["spec"]["containers"] if c["name"] == named), container)
    kind, _, name = ref.get("resource", "").partition(".")
    amounts = (container.get("resources") or {}).get(kind) or {}
    usual = {"cpu": "4", "memory": "8Gi"} if kind == "limits" else {}
    amount = amounts.get(name) or usual.get(name) or "0"
    divisor = ref.get("divisor") or "1"
    if divisor == "0":
        divisor = "1"
    value, unit = parse(amount).milli(), parse(divisor).milli()
    return str(-(-value // unit) if unit else 0)


def _service_links(cluster: Cluster, pod: Obj, start: int) -> dict[str, str]:
    """NAME_SERVICE_HOST, NAME_PORT_80_TCP_ADDR and so on of the services that were there first."""
    namespace = pod["metadata"]["namespace"]
    services = [cluster.get("services", "default", "kubernetes")]
    if pod["spec"].get("enableServiceLinks", True):
        services += [s for s in cluster.list("services", namespace) if s["metadata"]["name"] != "kubernetes"]
    out: dict[str, str] = {}
    for service in services:
        spec = (service or {}).get("spec") or {}
        address = spec.get("clusterIP", "")
        if service is None or address in ("", "None") or not spec.get("ports"):
            continue
        if parse_rfc3339(service["metadata"]["creationTimestamp"]) > start:
            continue
        out.update(_links_of(service["metadata"]["name"], address, spec["ports"]))
    return out


def _links_of(name: str, address: str, ports: list[Obj]) -> dict[str, str]:
    word = name.upper().replace("-", "_")
    first = ports[0]
    out = {f"{word}_SERVICE_HOST": address, f"{word}_SERVICE_PORT": str(first["port"])}
    for port in ports:
        if port.get("name"):
            out[f"{word}_SERVICE_PORT_{port['name'].upper().replace('-', '_')}"] = str(port["port"])
    for position, port in enumerate(ports):
        protocol = port.get("protocol", "TCP")
        url = f"{protocol.lower()}://{address}:{port['port']}"
        if position == 0:
            out[f"{word}_PORT"] = url
        prefix = f"{word}_PORT_{port['port']}_{protocol}"
        out[prefix] = url
        out[f"{prefix}_PROTO"] = protocol.lower()
        out[f"{prefix}_PORT"] = str(port["port"])
        out[f"{prefix}_ADDR"] = address
    return out


# --- files of volumes


def _files(cluster: Cluster, pod: Obj, container: Obj) -> tuple[dict[str, str], tuple[str, ...]]:
    """Path -> text of what is mounted, and the folders that are wholly made of objects."""
    folders: list[str] = []
    volumes = {v["name"]: v for v in pod["spec"].get("volumes") or ()}
    out: dict[str, str] = {}
    for mount in container.get("volumeMounts") or ():
        volume = volumes.get(mount["name"]) or {}
        found = _content(cluster, pod, container, volume)
        where = mount["mountPath"].rstrip("/")
        part = mount.get("subPath", "").strip("/")
        if part in found:
            out[where] = found[part]
        else:
            out.update({f"{where}/{name}": text for name, text in found.items()})
            if not part and any(kind in volume for kind in ("configMap", "secret", "downwardAPI")):
                folders.append(where)
    return out, tuple(folders)


def _content(cluster: Cluster, pod: Obj, container: Obj, volume: Obj) -> dict[str, str]:
    """Path within the volume -> text, for volumes that are made of objects."""
    out: dict[str, str] = {}
    for source in (volume.get("projected") or {}).get("sources") or (volume,):
        config_map, secret = source.get("configMap"), source.get("secret")
        if config_map or secret:
            data = _data(cluster, pod, config_map, secret)
            items = (config_map or secret or {}).get("items")
            out.update({i["path"]: data.get(i["key"], "") for i in items} if items else data)
        if source.get("serviceAccountToken"):
            out["namespace"] = pod["metadata"]["namespace"]
        for item in (source.get("downwardAPI") or {}).get("items") or ():
            if item.get("fieldRef"):
                out[item["path"]] = field_of(pod, item["fieldRef"].get("fieldPath", ""))
            elif item.get("resourceFieldRef"):
                out[item["path"]] = _resource(pod, container, item["resourceFieldRef"])
    return out


# --- files that every container has from its kubelet


def _kubelets_own(pod: Obj, host: str) -> dict[str, str]:
    """/etc/hosts and /etc/resolv.conf, where they are not the node's. source: kubelet hostsFileContent, dns.go"""
    spec, address = pod["spec"], (pod.get("status") or {}).get("podIP", "")
    if spec.get("hostNetwork") or not address:
        return {}
    domain = f"{spec['subdomain']}.{pod['metadata']['namespace']}.svc.cluster.local" if spec.get("subdomain") else ""
    names = f"{host}.{domain}\t{host}" if domain else host
    lines = [*_HOSTS, f"{address}\t{names}"]
    if spec.get("hostAliases"):
        lines += ["", "# Entries added by HostAliases."]
        lines += ["\t".join([alias["ip"], *(alias.get("hostnames") or ())]) for alias in spec["hostAliases"]]
    out = {"/etc/hosts": "".join(f"{line}\n" for line in lines), "/etc/hostname": f"{host}\n"}
    resolv = _resolv_conf(spec, pod["metadata"]["namespace"])
    return {**out, "/etc/resolv.conf": resolv} if resolv else out


_HOSTS = (
    "# Kubernetes-managed hosts file.",
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    "fe00::0\tip6-localnet",
    "fe00::0\tip6-mcastprefix",
    "fe00::1\tip6-allnodes",
    "fe00::2\tip6-allrouters",
)
_DNS = "10.96.0.10"


def _resolv_conf(spec: Obj, namespace: str) -> str:
    """ "" where it is the node's."""
    config = spec.get("dnsConfig") or {}
    servers, searches, options = [], [], []
    if spec.get("dnsPolicy") == "ClusterFirst":
        servers = [_DNS]
        searches = [f"{namespace}.svc.cluster.local", "svc.cluster.local", "cluster.local"]
        options = ["ndots:5"]
    elif spec.get("dnsPolicy") != "None":
        return ""
    servers += [s for s in config.get("nameservers") or () if s not in servers]
    searches += [s for s in config.get("searches") or () if s not in searches]
    own = {o["name"]: o.get("value") for o in config.get("options") or ()}
    options = [o for o in options if o.partition(":")[0] not in own]
    options += [f"{name}:{value}" if value is not None else name for name, value in own.items()]
    lines = [f"search {' '.join(searches)}"] if searches else []
    lines += [f"nameserver {server}" for server in servers]
    lines += [f"options {' '.join(options)}"] if options else []
    return "".join(f"{line}\n" for line in lines)


def _user(pod: Obj, container: Obj) -> tuple[int, int, tuple[int, ...]]:
    """As the status tells it; root where nothing is said."""
    from minikctl.controllers.kubelet.status import user_of

    found = user_of(pod["spec"], container)
    return found["uid"], found["gid"], tuple(found["supplementalGroups"])
