"""Endpoints: the addresses behind each Service with a selector, in one object of at most 1000."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Create, Delete, Result, Update, Watch, itself
from minikctl.controllers._pods import is_ready
from minikctl.controllers._service_pods import (
    HEADLESS,
    PODS_DELAY,
    TRIGGER_TIME,
    hostname_of,
    ip_of,
    is_headless,
    pods_of,
    ports_of,
    service_keys,
    target_ref,
    trigger_time,
)
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]
Ports = tuple[tuple[tuple[str, Any], ...], ...]

MANAGED_BY = "endpoints.kubernetes.io/managed-by"
OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity"
CAPACITY = 1000


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    service = view.get("services", namespace, name)
    current = view.get("endpoints", namespace, name)
    if service is None:
        return _remove(current)
    if not service["spec"].get("selector"):
        return NOTHING
    pods = pods_of(view, service, bool(service["spec"].get("publishNotReadyAddresses")))
    subsets, truncated = _truncated(_subsets(service, pods))
    meta: Obj = {"name": name, "namespace": namespace, "labels": _labels(service)}
    wanted: Obj = {"apiVersion": "v1", "kind": "Endpoints", "metadata": meta}
    if subsets:
        wanted["subsets"] = subsets
    if current is not None and _same(wanted, current, truncated):
        return NOTHING
    annotations = _annotations(service, pods, current, truncated)
    if annotations:
        meta["annotations"] = annotations
    if current is None:
        return Result([Create(wanted)])
    old = {k: v for k, v in current["metadata"].items() if k not in ("annotations", "labels")}
    wanted["metadata"] = {**old, **meta}
    return Result([Update(wanted)])


def _remove(current: Obj | None) -> Result:
    """The Service is gone; so are Endpoints, also those that a person wrote."""
    if current is None:
        return NOTHING
    meta = current["metadata"]
    return Result([Delete("endpoints", meta["namespace"], meta["name"], meta["uid"])])


def _labels(service: Obj) -> Obj:
    labels = {**(service["metadata"].get("labels") or {}), MANAGED_BY: "endpoint-controller"}
    if is_headless(service):
        labels[HEADLESS] = ""
    return labels


def _same(wanted: Obj, current: Obj, truncated: bool) -> bool:
    was_truncated = OVER_CAPACITY in (current["metadata"].get("annotations") or {})
    subsets = wanted.get("subsets") == (current.get("subsets") or None)
    return subsets and wanted["metadata"]["labels"] == current["metadata"].get("labels") and truncated == was_truncated


def _annotations(service: Obj, pods: list[Obj], current: Obj | None, truncated: bool) -> Obj:
    known = _ready_uids(current) if current else set()
    time = trigger_time(service, [p for p in pods if (p["metadata"]["uid"], is_ready(p)) not in known], current is None)
    kept = ((current or {}).get("metadata") or {}).get("annotations") or {}
    out = {k: v for k, v in kept.items() if k not in (TRIGGER_TIME, OVER_CAPACITY)}
    if time:
        out[TRIGGER_TIME] = time
    if truncated:
        out[OVER_CAPACITY] = "truncated"
    return out


def _ready_uids(current: Obj) -> set[tuple[str, bool]]:
    """(uid, ready) of the pods that were in it."""
    found = set()
    for subset in current.get("subsets") or ():
        for field, ready in (("addresses", True), ("notReadyAddresses", False)):
            found |= {((a.get("targetRef") or {}).get("uid", ""), ready) for a in subset.get(field) or ()}
    return found


def _subsets(service: Obj, pods: list[Obj]) -> list[Obj]:
    """Addresses by the set of ports they have; everything sorted, so that the same pods give the same object."""
    tolerant = bool(service["spec"].get("publishNotReadyAddresses"))
    groups: dict[Ports, Obj] = {}
    for pod in pods:
        ports = ports_of(pod, service)
        if not ports and not (is_headless(service) and not service["spec"].get("ports")):
            continue
        ports.sort(key=_port_hash)
        subset = groups.setdefault(tuple(tuple(sorted(p.items())) for p in ports), {})
        field = "addresses" if tolerant or is_ready(pod) else "notReadyAddresses"
        subset.setdefault(field, []).append(_address(pod, service))
    out = []
    for ports_key, subset in sorted(groups.items()):
        for addresses in subset.values():
            addresses.sort(key=lambda a: (a["ip"], a["targetRef"]["uid"]))
        if ports_key:
            subset["ports"] = [dict(p) for p in ports_key]
        out.append(subset)
    return out


def _address(pod: Obj, service: Obj) -> Obj:
    address: Obj = {"ip": ip_of(pod), "targetRef": target_ref(pod)}
    hostname = hostname_of(pod, service)
    if hostname:
        address["hostname"] = hostname
    if pod["spec"].get("nodeName"):
        address["nodeName"] = pod["spec"]["nodeName"]
    return address


def _port_hash(port: Obj) -> bytes:
    """Ports come in the order of a hash over their Go text. # source: endpoints util, observed on v1.36"""
    from _md5 import md5  # type: ignore[import-not-found]  # hashlib would import OpenSSL

    app = port.get("appProtocol")
    text = (
        f"(v1.EndpointPort){{Name:(string){port.get('name', '')} Port:(int32){port['port']} "
        f"Protocol:(v1.Protocol){port['protocol']} AppProtocol:(*string){app if app else '<nil>'}}}"
    )
    digest: bytes = md5(text.encode()).digest()
    return digest


def _truncated(subsets: list[Obj]) -> tuple[list[Obj], bool]:
    """At most 1000 addresses, the ready ones first."""
    fields = ("addresses", "notReadyAddresses")
    if sum(len(s.get(f, ())) for s in subsets for f in fields) <= CAPACITY:
        return subsets, False
    room = CAPACITY
    for field in fields:
        for subset in subsets:
            if field in subset:
                subset[field] = subset[field][: max(0, room)]
                room -= len(subset[field])
                if not subset[field]:
                    del subset[field]
    return [s for s in subsets if any(f in s for f in fields)], True


CONTROLLER = Controller(
    "endpoints",
    "kube-controller-manager",
    (Watch("services", itself), Watch("endpoints", itself), Watch("pods", service_keys, PODS_DELAY)),
    reconcile,
    component="endpoint-controller",
)
