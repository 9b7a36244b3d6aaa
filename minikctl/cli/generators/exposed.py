"""The Service that `expose` makes of a workload, and `run --expose` of a pod. source: kubectl, observed on v1.37"""

from __future__ import annotations

from minikctl.cli.generators import labels as label_flags
from minikctl.cli.generators.ports import plain_int
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

# kinds that can be exposed, with their groups
_EXPOSABLE = {
    ("", "ReplicationController"),
    ("", "Service"),
    ("", "Pod"),
    ("apps", "Deployment"),
    ("apps", "ReplicaSet"),
    ("extensions", "Deployment"),
    ("extensions", "ReplicaSet"),
}


class Port(NamedTuple):
    """A port to be served: its number as text, and the protocols that it is open for."""

    number: str
    protocols: tuple[str, ...]


def check_exposable(group: str, kind: str) -> None:
    if (group, kind) not in _EXPOSABLE:
        raise CliError(f"cannot expose a {kind}.{group}" if group else f"cannot expose a {kind}")


def selector_of(obj: Obj) -> dict[str, str]:
    """The labels that select the pods of an object. CliError where there are none, or not in a Service's form."""
    kind, spec = obj["kind"], obj.get("spec") or {}
    why = "couldn't retrieve selectors via --selector flag or introspection: "
    if kind == "Pod":
        found = obj["metadata"].get("labels") or {}
        problem = "the pod has no labels and cannot be exposed"
    elif kind == "Service":
        found, problem = spec.get("selector") or {}, "the service has no pod selector set"
    elif kind == "ReplicationController":
        found, problem = spec.get("selector") or {}, "the replication controller has no pod selector set"
    else:
        selector = spec.get("selector") or {}
        if selector.get("matchExpressions"):
            raise CliError(
                f'{why}couldn\'t convert expressions - "{_expressions(selector["matchExpressions"])}" '
                "to map-based selector format"
            )
        found = selector.get("matchLabels") or {}
        problem = f"the {kind.lower()} has no pod selector set"
    if not found:
        raise CliError(why + problem)
    return dict(found)


def _expressions(expressions: list[Obj]) -> str:
    """Go's %+v of the structs."""
    parts = [
        f"{{Key:{e['key']} Operator:{e['operator']} Values:[{' '.join(e.get('values') or ())}]}}" for e in expressions
    ]
    return f"[{' '.join(parts)}]"


def ports_of(obj: Obj) -> list[Port]:
    """The ports that containers (or the Service) declare, each number once, in order."""
    spec = obj.get("spec") or {}
    found: dict[str, list[str]] = {}
    if obj["kind"] == "Service":
        pairs = [(port["port"], port.get("protocol")) for port in spec.get("ports") or ()]
    else:
        pod_spec = spec if obj["kind"] == "Pod" else (spec.get("template") or {}).get("spec") or {}
        pairs = [
            (port["containerPort"], port.get("protocol"))
            for container in pod_spec.get("containers") or ()
            for port in container.get("ports") or ()
        ]
    for number, protocol in pairs:
        protocols = found.setdefault(str(number), [])
        if (protocol or "TCP") not in protocols:
            protocols.append(protocol or "TCP")
    return [Port(number, tuple(protocols)) for number, protocols in found.items()]


def service(opts: Opts, name: str, selector: dict[str, str], labels: dict[str, str], ports: list[Obj]) -> Obj:
    """The object, with what the flags of `expose` say of it."""
    spec: Obj = {"ports": ports, "selector": selector}
    if not ports:
        del spec["ports"]
    if opts.external_ip:
        spec["externalIPs"] = [opts.external_ip]
    if opts.type:
        spec["type"] = opts.type
    if opts.type == "LoadBalancer" and opts.load_balancer_ip:
        spec["loadBalancerIP"] = opts.load_balancer_ip
    if opts.session_affinity:
        if opts.session_affinity not in ("None", "ClientIP"):
            raise CliError(f"unknown session affinity: {opts.session_affinity}")
        spec["sessionAffinity"] = opts.session_affinity
    if opts.cluster_ip:
        spec["clusterIP"] = opts.cluster_ip
    return plain(name, labels, spec)


def plain(name: str, labels: dict[str, str], spec: Obj) -> Obj:
    return {
        "kind": "Service",
        "apiVersion": "v1",
        "metadata": {"name": name, **({"labels": labels} if labels else {})},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }


def service_ports(wanted: list[str], declared: list[Port], protocol: str, target: str) -> list[Obj]:
    """Entries of spec.ports. Several get names; a number that is open for several protocols gives one for each."""
    from minikctl.core import intstr

    known = {port.number: port.protocols for port in declared}
    out: list[Obj] = []
    for place, text in enumerate(wanted, 1):
        number = plain_int(text)
        if number is None:
            from minikctl.core.go_text import quote_go

            raise CliError(f"strconv.Atoi: parsing {quote_go(text)}: invalid syntax")
        protocols = (protocol,) if protocol else known.get(text) or ("TCP",)
        for one in protocols:
            name = f"port-{place}" if len(wanted) > 1 else ""
            if len(protocols) > 1:
                name = f"port-{place}-{one.lower()}"
            port = {"protocol": one, "port": number, "targetPort": intstr.parse(target) if target else number}
            out.append({"name": name, **port} if name else port)
    return out


def label_flag(text: str) -> dict[str, str]:
    return label_flags.parse(text) if text else {}
