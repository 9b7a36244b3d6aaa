"""EndpointSlices: the same addresses in slices of at most 100 endpoints, terminating pods included.

A slice keeps its endpoints where it can; new ones fill slices that change anyway, then the fullest that has room,
then new slices.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Create, Delete, Result, Update, Watch, itself
from minikctl.controllers._owners import controller_ref, owner_keys
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
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]
PortsKey = tuple[tuple[tuple[str, Any], ...], ...]

SERVICE_NAME = "kubernetes.io/service-name"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
MANAGER = "endpointslice-controller.k8s.io"
CAPACITY = 100


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    service = view.get("services", namespace, name)
    slices = _slices(view, namespace, name)
    if service is None:
        return Result([_gone(one) for one in slices])
    if not service["spec"].get("selector"):
        from minikctl.controllers.mirroring import mirror

        return Result(mirror(view, namespace, name, True))
    if service["spec"].get("type") == "ExternalName":
        return NOTHING
    pods = pods_of(view, service, True)
    plan = _Plan(view, service, slices, pods)
    return Result(plan.changes())


def _slices(view: View, namespace: str, name: str) -> list[Obj]:
    from minikctl.controllers._selecting import lookup

    selector = lookup({"matchLabels": {SERVICE_NAME: name, MANAGED_BY: MANAGER}})
    return view.select("endpointslices.discovery.k8s.io", namespace, selector)


def _gone(one: Obj) -> Delete:
    meta = one["metadata"]
    return Delete("endpointslices.discovery.k8s.io", meta["namespace"], meta["name"], meta["uid"])


class _Plan:
    """The slices of one Service as they should be."""

    def __init__(self, view: View, service: Obj, slices: list[Obj], pods: list[Obj]) -> None:
        self._view = view
        self._service = service
        self._slices = slices
        self._known = {e["targetRef"]["uid"]: e for s in slices for e in s.get("endpoints") or () if "targetRef" in e}
        self._pods = {pod["metadata"]["uid"]: pod for pod in pods}
        self._endpoints = {uid: _endpoint(pod, service) for uid, pod in self._pods.items()}

    def changes(self) -> list[Change]:
        groups: dict[PortsKey, list[str]] = {}
        for uid, pod in self._pods.items():
            ports = [{"name": "", **port} for port in ports_of(pod, self._service)]
            if ports or (is_headless(self._service) and not self._service["spec"].get("ports")):
                groups.setdefault(_key(ports), []).append(uid)
        existing: dict[PortsKey, list[Obj]] = {}
        for one in self._slices:
            existing.setdefault(_key(one.get("ports") or []), []).append(one)
        if not groups:
            return self._placeholder()
        spare = [one for ports, found in existing.items() if ports not in groups for one in found]
        out: list[Change] = []
        for key, uids in sorted(groups.items()):
            out += self._group(key, uids, existing.get(key, []), spare)
        return out + [_gone(one) for one in spare]

    def _placeholder(self) -> list[Change]:
        """A Service without endpoints has one empty slice."""
        first = self._slices[0] if self._slices else None
        wanted = self._slice(first, (), [])
        kept: list[Change] = [] if first is not None and wanted == first else [self._write(first, wanted)]
        return kept + [_gone(one) for one in self._slices[1:]]

    def _group(self, ports: PortsKey, uids: list[str], slices: list[Obj], spare: list[Obj]) -> list[Change]:
        """Spread the endpoints that share ports; takes a spare slice before it makes a new one."""
        missing = dict.fromkeys(uids)
        contents: list[tuple[Obj | None, list[str]]] = []
        for one in slices:
            kept = [u for u in (_uid(e) for e in one.get("endpoints") or ()) if u in missing]
            for uid in kept:
                del missing[uid]
            contents.append((one, kept))
        rest = list(missing)
        changed = [(one, kept) for one, kept in contents if one is None or len(kept) < len(one.get("endpoints") or ())]
        for _, kept in sorted(changed, key=lambda c: -len(c[1])):
            if kept:
                rest = _fill(kept, rest)
        if rest:
            room = [kept for _, kept in contents if len(kept) + len(rest) <= CAPACITY and kept]
            if room:
                rest = _fill(max(room, key=len), rest)
        while rest:
            empty = next(((one, kept) for one, kept in contents if not kept), None)
            if empty is None:
                empty = (spare.pop(0) if spare else None, [])
                contents.append(empty)
            rest = _fill(empty[1], rest)
        return self._writes(ports, contents)

    def _writes(self, ports: PortsKey, contents: list[tuple[Obj | None, list[str]]]) -> list[Change]:
        out: list[Change] = []
        for one, uids in contents:
            if not uids and one is not None:
                out.append(_gone(one))
                continue
            wanted = self._slice(one, ports, uids)
            if wanted != one:
                out.append(self._write(one, wanted))
        return out

    def _slice(self, one: Obj | None, ports: PortsKey, uids: list[str]) -> Obj:
        service, old = self._service, one or {}
        endpoints = [self._endpoints[uid] for uid in uids]
        meta: Obj = {**(old.get("metadata") or self._new_meta()), "labels": self._labels()}
        wanted: Obj = {
            **(old or {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"}),
            "metadata": meta,
            "addressType": "IPv6" if (service["spec"].get("ipFamilies") or ["IPv4"])[0] == "IPv6" else "IPv4",
            "endpoints": endpoints or None,
            "ports": [dict(p) for p in ports] or None,
        }
        if one is not None and wanted == one:
            return one
        changed = [self._pods[u] for u in uids if self._known.get(u) != self._endpoints[u]]
        time = trigger_time(service, changed, one is None and not self._slices)
        annotations = {k: v for k, v in (meta.get("annotations") or {}).items() if k != TRIGGER_TIME}
        if time:
            annotations[TRIGGER_TIME] = time
        meta.pop("annotations", None)
        if annotations:
            meta["annotations"] = annotations
        return wanted

    def _new_meta(self) -> Obj:
        meta = self._service["metadata"]
        base = f"{meta['name']}-"
        return {
            "generateName": base,
            "namespace": meta["namespace"],
            "ownerReferences": [controller_ref(self._service)],
        }

    def _labels(self) -> Obj:
        meta = self._service["metadata"]
        labels = {k: v for k, v in (meta.get("labels") or {}).items() if k not in (SERVICE_NAME, MANAGED_BY, HEADLESS)}
        if is_headless(self._service):
            labels[HEADLESS] = ""
        return {**labels, SERVICE_NAME: meta["name"], MANAGED_BY: MANAGER}

    def _write(self, one: Obj | None, wanted: Obj) -> Change:
        if one is not None:
            return Update(wanted)
        meta = wanted["metadata"]
        name = self._view.generate_name("endpointslices.discovery.k8s.io", meta["namespace"], meta["generateName"])
        return Create({**wanted, "metadata": {"name": name, **meta}})


def _fill(kept: list[str], rest: list[str]) -> list[str]:
    """Move as many as fit; what is left."""
    room = CAPACITY - len(kept)
    kept += rest[:room]
    return rest[room:]


def _key(ports: list[Obj]) -> PortsKey:
    return tuple(tuple(sorted(port.items())) for port in ports)


def _uid(endpoint: Obj) -> str:
    return str((endpoint.get("targetRef") or {}).get("uid", ""))


def _endpoint(pod: Obj, service: Obj) -> Obj:
    serving = is_ready(pod)
    terminating = "deletionTimestamp" in pod["metadata"]
    ready = bool(service["spec"].get("publishNotReadyAddresses")) or (serving and not terminating)
    out: Obj = {
        "addresses": [ip_of(pod)],
        "conditions": {"ready": ready, "serving": serving, "terminating": terminating},
        "targetRef": target_ref(pod),
    }
    if pod["spec"].get("nodeName"):
        out["nodeName"] = pod["spec"]["nodeName"]
    hostname = hostname_of(pod, service)
    if hostname:
        out["hostname"] = hostname
    return out


def _by_hand(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Endpoints that no controller wrote are mirrored."""
    one = obj or old
    if one is None or "endpoints.kubernetes.io/managed-by" in (one["metadata"].get("labels") or {}):
        return []
    return itself(obj, old, view)


CONTROLLER = Controller(
    "endpointslice",
    "kube-controller-manager",
    (
        Watch("services", itself),
        Watch("endpoints", _by_hand),
        Watch("endpointslices.discovery.k8s.io", owner_keys("Service", "")),
        Watch("endpointslices.discovery.k8s.io", owner_keys("Endpoints", "")),
        Watch("pods", service_keys, PODS_DELAY),
    ),
    reconcile,
    component="endpoint-slice-controller",
)
