"""Services, with their ready endpoints."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _addresses, _page, events
from minikctl.describe._page import NONE, UNSET, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    meta, spec = obj["metadata"], obj["spec"]
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Selector", _page.joined(spec.get("selector")))
    page.field("Type", spec.get("type", ""))
    _ips(page, obj)
    slices = _addresses.slices_or_none(related, meta.get("namespace", ""), meta["name"])
    for port in spec.get("ports") or ():
        _port(page, port, slices)
    _policies(page, spec)
    events.write(page, obj, related)
    return page.text()


def _ips(page: Page, obj: Obj) -> None:
    spec = obj["spec"]
    if spec.get("ipFamilyPolicy") is not None:
        page.field("IP Family Policy", spec["ipFamilyPolicy"])
    page.field("IP Families", ",".join(spec.get("ipFamilies") or ()) or NONE)
    page.field("IP", spec.get("clusterIP", ""))
    page.field("IPs", ",".join(spec.get("clusterIPs") or ()) or NONE)
    if spec.get("externalIPs"):
        page.field("External IPs", ",".join(spec["externalIPs"]))
    if spec.get("loadBalancerIP"):
        page.field("Desired LoadBalancer IP", spec["loadBalancerIP"])
    if spec.get("externalName"):
        page.field("External Name", spec["externalName"])
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    if ingress:
        page.field("LoadBalancer Ingress", ", ".join(map(_ingress, ingress)))


def _ingress(ingress: Obj) -> str:
    if not ingress.get("ip"):
        return str(ingress.get("hostname", ""))
    mode = ingress.get("ipMode")
    return f"{ingress['ip']} ({mode})" if mode is not None else str(ingress["ip"])


def _port(page: Page, port: Obj, slices: list[Obj]) -> None:
    name, protocol = port.get("name") or UNSET, port.get("protocol", "")
    page.field("Port", f"{name}\t{port.get('port', 0)}/{protocol}")
    page.field("TargetPort", f"{port.get('targetPort', 0)}/{protocol}")
    if port.get("appProtocol") is not None:
        page.field("AppProtocol", port["appProtocol"])
    if port.get("nodePort"):
        page.field("NodePort", f"{name}\t{port['nodePort']}/{protocol}")
    page.field("Endpoints", _addresses.ready(slices, port.get("name") or ""))


def _policies(page: Page, spec: Obj) -> None:
    page.field("Session Affinity", spec.get("sessionAffinity", ""))
    for title, field in (
        ("External Traffic Policy", "externalTrafficPolicy"),
        ("Internal Traffic Policy", "internalTrafficPolicy"),
        ("HealthCheck NodePort", "healthCheckNodePort"),
    ):
        if spec.get(field):
            page.field(title, spec[field])
    if spec.get("loadBalancerSourceRanges"):
        page.field("LoadBalancer Source Ranges", ",".join(spec["loadBalancerSourceRanges"]))
    if spec.get("trafficDistribution") is not None:
        page.field("Traffic Distribution", spec["trafficDistribution"])
