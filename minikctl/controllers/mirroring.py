"""EndpointSlices of a Service without a selector, whose Endpoints somebody wrote by hand: the same addresses.

source: Kubernetes' endpointslicemirroring controller, v1.36
"""

from __future__ import annotations

from minikctl.controllers._base import Create, Delete, Update
from minikctl.controllers._owners import controller_ref
from minikctl.controllers._service_pods import TRIGGER_TIME
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

SLICES = "endpointslices.discovery.k8s.io"
SERVICE_NAME = "kubernetes.io/service-name"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
MANAGER = "endpointslicemirroring-controller.k8s.io"
CAPACITY = 1000  # addresses of a subset that are mirrored
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def mirror(view: View, namespace: str, name: str, is_wanted: bool) -> list[Change]:
    """What makes the slices those of the Endpoints; none are wanted where the Service is gone or finds its own pods."""
    from minikctl.controllers._selecting import lookup

    selector = lookup({"matchLabels": {SERVICE_NAME: name, MANAGED_BY: MANAGER}})
    have = list(view.select(SLICES, namespace, selector))
    endpoints = view.get("endpoints", namespace, name) if is_wanted else None
    contents = _contents(endpoints) if endpoints is not None and is_mirrored(endpoints) else []
    out: list[Change] = []
    for content in contents:
        old = next((one for one in have if one["addressType"] == content["addressType"]), None)
        if old is not None:
            have.remove(old)
        out += _written(view, endpoints or {}, old, content)
    return out + [Delete(SLICES, namespace, one["metadata"]["name"], one["metadata"]["uid"]) for one in have]


def is_mirrored(endpoints: Obj) -> bool:
    labels = endpoints["metadata"].get("labels") or {}
    annotations = endpoints["metadata"].get("annotations") or {}
    return (
        labels.get("endpointslice.kubernetes.io/skip-mirror") != "true"
        and "endpoints.kubernetes.io/managed-by" not in labels
        and "control-plane.alpha.kubernetes.io/leader" not in annotations
    )


def _contents(endpoints: Obj) -> list[Obj]:
    """Addresses and ports of each subset, those of IPv4 apart from those of IPv6."""
    out = []
    for subset in endpoints.get("subsets") or ():
        found = [(a, True) for a in subset.get("addresses") or ()]
        found += [(a, False) for a in subset.get("notReadyAddresses") or ()]
        for kind in ("IPv4", "IPv6"):
            of_kind = [_endpoint(a, ready) for a, ready in found[:CAPACITY] if (":" in a["ip"]) == (kind == "IPv6")]
            if of_kind:
                ports = [{"name": "", **port} for port in subset.get("ports") or ()]
                out.append({"addressType": kind, "endpoints": of_kind, "ports": ports or None})
    return out


def _endpoint(address: Obj, ready: bool) -> Obj:
    out: Obj = {"addresses": [address["ip"]], "conditions": {"ready": ready}}
    return out | {field: address[field] for field in ("hostname", "nodeName", "targetRef") if address.get(field)}


def _written(view: View, endpoints: Obj, old: Obj | None, content: Obj) -> list[Change]:
    meta = endpoints["metadata"]
    labels = {**(meta.get("labels") or {}), SERVICE_NAME: meta["name"], MANAGED_BY: MANAGER}
    annotations = {k: v for k, v in (meta.get("annotations") or {}).items() if k not in (TRIGGER_TIME, _APPLIED)}
    if old is None:
        head: Obj = {"generateName": f"{meta['name']}-", "namespace": meta["namespace"]}
        head["name"] = view.generate_name(SLICES, meta["namespace"], head["generateName"])
        head["ownerReferences"] = [controller_ref(endpoints)]
    else:
        head = {k: v for k, v in old["metadata"].items() if k != "annotations"}
    head["labels"] = labels
    if annotations:
        head["annotations"] = annotations
    wanted = {**(old or {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"}), **content, "metadata": head}
    if old is None:
        return [Create(wanted)]
    return [] if wanted == old else [Update(wanted)]
