"""What a Service is given: a cluster address, node ports. Allocated from the ranges of a default cluster, from the
seed.
"""

from __future__ import annotations

from minikctl.core.errors import invalid, invalid_value
from minikctl.core.randomness import digest
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

NODE_PORTS = (30000, 32767)
_WITH_IP = ("ClusterIP", "NodePort", "LoadBalancer")


def mutate(
    api: ApiServer, target: Target, _op: str, obj: Obj, old: Obj | None, _asked: Asked, subresource: str
) -> None:
    """ApiError 422 for an address or port that is taken or out of range."""
    if subresource:
        return
    spec = obj["spec"]
    before = (old or {}).get("spec") or {}
    if spec.get("type", "ClusterIP") in _WITH_IP:
        _cluster_ip(api, target, obj, before)
    else:
        for field in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
            if field in before or not spec.get(field):
                spec.pop(field, None)
    if spec.get("type") in ("NodePort", "LoadBalancer") and spec.get("allocateLoadBalancerNodePorts", True):
        _node_ports(api, target, obj, before)
    elif before.get("type") in ("NodePort", "LoadBalancer"):
        spec["ports"] = [{k: v for k, v in p.items() if k != "nodePort"} for p in spec.get("ports") or ()]


def _others(api: ApiServer, obj: Obj) -> list[Obj]:
    uid = obj["metadata"].get("uid")
    return [s["spec"] for s in api.tx.list("services", "") if s["metadata"]["uid"] != uid]


def _cluster_ip(api: ApiServer, target: Target, obj: Obj, before: Obj) -> None:
    spec = obj["spec"]
    given = spec.get("clusterIP") or (spec.get("clusterIPs") or [""])[0]
    if not given and before.get("clusterIP"):
        given = before["clusterIP"]
    if given != before.get("clusterIP") or not given:
        taken = {str(s.get("clusterIP", "")) for s in _others(api, obj)}
        if not given:
            given = _free_ip(api, obj, taken)
        elif given != "None":
            _check_ip(target, obj, given, taken)
    spec["clusterIP"] = given
    spec["clusterIPs"] = [given]
    spec.setdefault("ipFamilies", before.get("ipFamilies") or ["IPv4"])
    spec.setdefault("ipFamilyPolicy", before.get("ipFamilyPolicy") or "SingleStack")


def _free_ip(api: ApiServer, obj: Obj, taken: set[str]) -> str:
    meta = obj["metadata"]
    n = 0
    while True:
        a, b = digest(api.world.seed, "ip", meta["namespace"], meta["name"], str(api.tx.revision), str(n))[:2]
        ip = f"10.96.{a}.{b}"
        if ip not in taken and (a, b) > (0, 10) and b not in (0, 255):
            return ip
        n += 1


def _check_ip(target: Target, obj: Obj, ip: str, taken: set[str]) -> None:
    parts = ip.split(".")
    name = obj["metadata"]["name"]
    fits = len(parts) == 4 and all(p.isdigit() and int(p) < 256 for p in parts)
    if fits and (parts[0] != "10" or not 96 <= int(parts[1]) <= 111):
        why = f"failed to allocate IP {ip}: the provided network does not match the current range"
        raise invalid("Service", "", name, [invalid_value("spec.clusterIPs", [ip], why)])
    if ip in taken:
        why = f"failed to allocate IP {ip}: provided IP is already allocated"
        raise invalid("Service", "", name, [invalid_value("spec.clusterIPs", [ip], why)])


def _node_ports(api: ApiServer, target: Target, obj: Obj, before: Obj) -> None:
    taken = {p["nodePort"] for s in _others(api, obj) for p in s.get("ports") or () if p.get("nodePort")}
    had = {(p.get("name"), p.get("protocol", "TCP"), p["port"]): p.get("nodePort") for p in before.get("ports") or ()}
    ports = []
    for i, port in enumerate(obj["spec"].get("ports") or ()):
        wanted = port.get("nodePort") or had.get((port.get("name"), port.get("protocol", "TCP"), port["port"]))
        if not wanted:
            wanted = _free_port(api, obj, taken, i)
        elif wanted not in had.values():
            _check_port(obj, wanted, taken, i)
        taken.add(wanted)
        ports.append({**port, "nodePort": wanted})
    obj["spec"]["ports"] = ports


def _free_port(api: ApiServer, obj: Obj, taken: set[int], index: int) -> int:
    low, high = NODE_PORTS
    meta = obj["metadata"]
    n = 0
    while True:
        raw = digest(api.world.seed, "port", meta["namespace"], meta["name"], str(api.tx.revision), str(index), str(n))
        port = low + int.from_bytes(raw[:4], "big") % (high - low + 1)
        if port not in taken:
            return port
        n += 1


def _check_port(obj: Obj, port: int, taken: set[int], index: int) -> None:
    low, high = NODE_PORTS
    why = ""
    if not low <= port <= high:
        why = f"provided port is not in the valid range. The range of valid ports is {low}-{high}"
    elif port in taken:
        why = "provided port is already allocated"
    if why:
        error = invalid_value(f"spec.ports[{index}].nodePort", port, why)
        raise invalid("Service", "", obj["metadata"]["name"], [error])
