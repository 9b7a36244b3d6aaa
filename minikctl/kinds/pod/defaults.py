"""What the server fills into a pod spec, alone or in a template. Pure; doing it twice changes nothing more.

source: Kubernetes' core/v1 defaults, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]


def default(pod: Obj) -> None:
    """A pod: what its spec says, and what only pods get (not templates)."""
    spec: Obj = pod.setdefault("spec", {})
    default_pod_spec(spec)
    spec.setdefault("enableServiceLinks", True)
    # what only has limits requests as much
    for container in all_containers(spec):
        resources = container["resources"]
        limits = resources.get("limits")
        if limits:
            requests: Obj = resources.setdefault("requests", {})
            for name, quantity in limits.items():
                requests.setdefault(name, quantity)
    if spec.get("hostNetwork"):
        _host_ports(spec)


def default_template(template: Obj) -> None:
    """A pod template (metadata and spec)."""
    template.setdefault("metadata", {})
    default_pod_spec(template.setdefault("spec", {}))


def all_containers(spec: Obj) -> list[Obj]:
    """Init containers, containers and ephemeral ones."""
    out: list[Obj] = []
    for field in ("initContainers", "containers", "ephemeralContainers"):
        out += spec.get(field) or ()
    return out


def default_pod_spec(spec: Obj) -> None:
    """A pod spec as it is in templates and in pods."""
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("restartPolicy", "Always")
    spec.setdefault("schedulerName", "default-scheduler")
    spec.setdefault("securityContext", {})
    spec.setdefault("terminationGracePeriodSeconds", 30)
    _same_account(spec)
    if spec.get("hostNetwork"):
        _host_ports(spec)
    for container in all_containers(spec):
        default_container(container)
    for volume in spec.get("volumes") or ():
        default_volume(volume)


def _same_account(spec: Obj) -> None:
    """`serviceAccount` is the old name of `serviceAccountName`: both are shown."""
    name = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if name:
        spec["serviceAccountName"] = spec["serviceAccount"] = name


def _host_ports(spec: Obj) -> None:
    for field in ("containers", "initContainers"):
        for container in spec.get(field) or ():
            for port in container.get("ports") or ():
                if not port.get("hostPort"):
                    port["hostPort"] = port.get("containerPort", 0)


def default_container(container: Obj) -> None:
    if not container.get("imagePullPolicy"):
        container["imagePullPolicy"] = "Always" if _is_latest(container.get("image") or "") else "IfNotPresent"
    container.setdefault("resources", {})
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    for port in container.get("ports") or ():
        port.setdefault("protocol", "TCP")
    for variable in container.get("env") or ():
        default_field_ref((variable.get("valueFrom") or {}).get("fieldRef"))
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        if container.get(name) is not None:
            _probe(container[name])
    for handler in (container.get("lifecycle") or {}).values():
        if isinstance(handler, dict):  # stopSignal is a word
            _handler(handler)


def _is_latest(image: str) -> bool:
    """No tag, or the tag latest; a digest pins the image."""
    if "@" in image:
        return False
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    return tag in ("", "latest")


def _probe(probe: Obj) -> None:
    for field, value in (
        ("timeoutSeconds", 1),
        ("periodSeconds", 10),
        ("successThreshold", 1),
        ("failureThreshold", 3),
    ):
        if not probe.get(field):
            probe[field] = value
    _handler(probe)


def _handler(handler: Obj) -> None:
    http = handler.get("httpGet")
    if http is not None:
        http["path"] = http.get("path") or "/"
        http["scheme"] = http.get("scheme") or "HTTP"
    grpc = handler.get("grpc")
    if grpc is not None:
        grpc["service"] = grpc.get("service") or ""  # the decoder writes what is not given as null


def default_field_ref(ref: Obj | None) -> None:
    if ref is not None:
        ref["apiVersion"] = ref.get("apiVersion") or "v1"


def default_volume(volume: Obj) -> None:
    """A volume without a source is an emptyDir."""
    sources = [key for key in volume if key != "name"]
    if not sources:
        volume["emptyDir"] = {}
    for source in sources:
        _SOURCES.get(source, _as_it_is)(volume[source])


def _as_it_is(_source: Obj) -> None:
    return None


def _mode(source: Obj) -> None:
    source.setdefault("defaultMode", 0o644)


def _downward(source: Obj) -> None:
    _mode(source)
    for item in source.get("items") or ():
        default_field_ref(item.get("fieldRef"))


def _projected(source: Obj) -> None:
    _mode(source)
    for each in source.get("sources") or ():
        token = each.get("serviceAccountToken")
        if token is not None:
            token.setdefault("expirationSeconds", 3600)
        for item in (each.get("downwardAPI") or {}).get("items") or ():
            default_field_ref(item.get("fieldRef"))


def _host_path(source: Obj) -> None:
    source.setdefault("type", "")


def _fill(**values: Any) -> Any:
    def fill(source: Obj) -> None:
        for key, value in values.items():
            if not source.get(key) and not (value is False and key in source):
                source[key] = value

    return fill


def _ephemeral(source: Obj) -> None:
    template = source.get("volumeClaimTemplate")
    if template is not None:
        template.setdefault("metadata", {})
        template.setdefault("spec", {}).setdefault("volumeMode", "Filesystem")


def _image(source: Obj) -> None:
    if not source.get("pullPolicy"):
        source["pullPolicy"] = "Always" if _is_latest(source.get("reference") or "") else "IfNotPresent"


_SOURCES: dict[str, Any] = {
    "secret": _mode,
    "configMap": _mode,
    "downwardAPI": _downward,
    "projected": _projected,
    "hostPath": _host_path,
    "ephemeral": _ephemeral,
    "image": _image,
    "iscsi": _fill(iscsiInterface="default"),
    "rbd": _fill(pool="rbd", user="admin", keyring="/etc/ceph/keyring"),
    "scaleIO": _fill(storageMode="ThinProvisioned", fsType="xfs"),
    "azureDisk": _fill(cachingMode="ReadWrite", fsType="ext4", kind="Shared", readOnly=False),
}
