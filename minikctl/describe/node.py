"""Nodes: what they are, what they have, and how much of it their pods ask for."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _node_pods, _page, events
from minikctl.describe._page import NONE, UNSET, Page, when

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_LEASES = "leases.coordination.k8s.io"
_ROLE = "node-role.kubernetes.io/"
_OLD_ROLE = "kubernetes.io/role"
_POOLS = 10  # of devices, before the rest is only counted
_INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
)


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    _page.head(page, obj, namespaced=False)
    page.field("Roles", ",".join(_roles(obj)) or NONE)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("CreationTimestamp", _page.created(obj))
    taints = sorted(spec.get("taints") or (), key=lambda t: f"{t.get('effect', '')},{t.get('key', '')}")
    page.values("Taints", [_taint(each) for each in taints])
    page.field("Unschedulable", "true" if spec.get("unschedulable") else "false")
    _lease(page, obj["metadata"]["name"], related)
    _conditions(page, status)
    page.line("Addresses:")
    for address in status.get("addresses") or ():
        page.field(address.get("type", ""), address.get("address", ""), 1)
    _amounts(page, "Capacity", status.get("capacity"))
    _amounts(page, "Allocatable", status.get("allocatable"))
    _devices(page, obj["metadata"]["name"], related)
    _system(page, spec, status)
    _node_pods.write(page, obj, related)
    events.write(page, obj, related)
    return page.text()


def _roles(obj: Obj) -> list[str]:
    labels = obj["metadata"].get("labels") or {}
    roles = {key.removeprefix(_ROLE) for key in labels if key.startswith(_ROLE)} | {labels.get(_OLD_ROLE) or ""}
    return sorted(roles - {""})


def _taint(taint: Obj) -> str:
    """`key=value:Effect`."""
    key, value, effect = (taint.get(field) or "" for field in ("key", "value", "effect"))
    if not effect:
        return f"{key}={value}:" if value else key
    return f"{key}={value}:{effect}" if value else f"{key}:{effect}"


def _lease(page: Page, name: str, related: Related) -> None:
    try:
        lease = related.get(_LEASES, "kube-node-lease", name)
    except ApiError as e:
        page.field("Lease", f"Failed to get lease: {e.message}")
        return
    if lease is None:
        page.field("Lease", f'Failed to get lease: {_LEASES} "{name}" not found')
        return
    spec = lease.get("spec") or {}
    holder = spec.get("holderIdentity")
    page.line("Lease:")
    page.field("HolderIdentity", UNSET if holder is None else holder, 1)
    for title in ("AcquireTime", "RenewTime"):
        time = spec.get(title[0].lower() + title[1:])
        page.field(title, when(time) if time else UNSET, 1)


def _conditions(page: Page, status: Obj) -> None:
    found = status.get("conditions") or ()
    if not found:
        return
    page.write("Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n")
    page.line("----\t------\t-----------------\t------------------\t------\t-------", 1)
    for each in found:
        cells = [each.get("type", ""), each.get("status", "")]
        cells += [when(each.get("lastHeartbeatTime")), when(each.get("lastTransitionTime"))]
        page.line(" \t".join([*cells, each.get("reason", ""), each.get("message", "")]), 1)


def _amounts(page: Page, title: str, found: Obj | None) -> None:
    if found:
        page.line(f"{title}:")
    for name in sorted(found or {}):
        page.field(name, canonical((found or {})[name]), 1)


def _devices(page: Page, name: str, related: Related) -> None:
    """The pools of devices that drivers offer on this node only, the first few of them."""
    try:
        slices = related.list("resourceslices.resource.k8s.io", "", fields=f"spec.nodeName={name}")
    except ApiError:
        return
    pools: dict[tuple[str, str], list[int]] = {}
    for each in slices:
        spec = each.get("spec") or {}
        pool = (spec.get("driver", ""), (spec.get("pool") or {}).get("name", ""))
        pools.setdefault(pool, []).append(len(spec.get("devices") or ()))
    if not pools:
        return
    page.line("Node-Local ResourceSlices:")
    page.line("Driver\tPool\tSlices\tDevices", 1)
    page.line("------\t----\t------\t-------", 1)
    for pool in sorted(pools, key="/".join)[:_POOLS]:
        page.line("\t".join([*pool, str(len(pools[pool])), str(sum(pools[pool]))]), 1)
    if len(pools) > _POOLS:
        page.line(f"...and {len(pools) - _POOLS} more pools", 1)


def _system(page: Page, spec: Obj, status: Obj) -> None:
    page.line("System Info:")
    info = status.get("nodeInfo") or {}
    for title, field in _INFO:
        page.field(title, info.get(field, ""), 1)
    if spec.get("podCIDR"):
        page.field("PodCIDR", spec["podCIDR"])
    if spec.get("podCIDRs"):
        page.field("PodCIDRs", ",".join(spec["podCIDRs"]))
    if spec.get("providerID"):
        page.field("ProviderID", spec["providerID"])
