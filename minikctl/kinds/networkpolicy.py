"""NetworkPolicies: stored and checked; nothing here filters packets. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, label_selector
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME POD-SELECTOR AGE."""
    return [obj["metadata"]["name"], label_selector((obj.get("spec") or {}).get("podSelector")), age(obj, now)]


def default(obj: Obj) -> None:
    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("podSelector", {})
    if not spec.get("policyTypes"):
        spec["policyTypes"] = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    for _, rule in _rules(spec):
        for port in rule.get("ports") or ():
            port.setdefault("protocol", "TCP")


def _rules(spec: Obj) -> list[tuple[str, Obj]]:
    """Every rule with its path."""
    return [(f"spec.{way}[{i}]", rule) for way in ("ingress", "egress") for i, rule in enumerate(spec.get(way) or ())]


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported
    from minikctl.kinds import _checks

    spec = obj["spec"]
    out = _checks.label_selector("spec.podSelector", spec["podSelector"])
    for path, rule in _rules(spec):
        for i, port in enumerate(rule.get("ports") or ()):
            out += _port(port, f"{path}.ports[{i}]")
        side = "from" if ".ingress" in path else "to"
        for i, peer in enumerate(rule.get(side) or ()):
            out += _peer(peer, f"{path}.{side}[{i}]")
    types = spec.get("policyTypes") or ()
    if len(types) > 2:
        return [*out, invalid_value("spec.policyTypes", types, "may not specify more than two policyTypes")]
    for i, kind in enumerate(types):
        if kind not in ("Ingress", "Egress"):
            out.append(not_supported(f"spec.policyTypes[{i}]", kind, ["Egress", "Ingress"]))
    return out


def _port(port: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported
    from minikctl.kinds import _checks

    out: list[FieldError] = []
    if port.get("protocol") not in ("SCTP", "TCP", "UDP"):
        out.append(not_supported(f"{path}.protocol", port.get("protocol"), ["SCTP", "TCP", "UDP"]))
    start, end = port.get("port"), port.get("endPort")
    if start is not None:
        out += _checks.port_or_name(f"{path}.port", start)
        if end is not None and isinstance(start, int) and end < start:
            out.append(invalid_value(f"{path}.endPort", end, "must be greater than or equal to `port`"))
    return out


def _peer(peer: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, required
    from minikctl.kinds import _checks

    given = [key for key in ("podSelector", "namespaceSelector", "ipBlock") if peer.get(key) is not None]
    out: list[FieldError] = []
    for key in given[:2]:
        if key != "ipBlock":
            out += _checks.label_selector(f"{path}.{key}", peer[key])
    if not given:
        out.append(required(path, "must specify a peer"))
    elif "ipBlock" in given:
        out += _ip_block(peer["ipBlock"], f"{path}.ipBlock")
        if len(given) > 1:
            out.append(field_forbidden(path, "may not specify both ipBlock and another peer"))
    return out


def _ip_block(block: Obj, path: str) -> list[FieldError]:
    from ipaddress import ip_network

    from minikctl.core import names
    from minikctl.core.errors import invalid_value, required

    if not block.get("cidr"):
        return [required(f"{path}.cidr")]
    wrong = names.cidr(block["cidr"])
    if wrong:
        return [invalid_value(f"{path}.cidr", block["cidr"], wrong[0])]
    whole = ip_network(block["cidr"], strict=False)
    out: list[FieldError] = []
    for i, text in enumerate(block.get("except") or ()):
        wrong = names.cidr(text)
        if wrong:
            out.append(invalid_value(f"{path}.except[{i}]", text, wrong[0]))
            continue
        try:
            part = ip_network(text, strict=False)
            inside = part.version == whole.version and part != whole and part.subnet_of(whole)  # type: ignore[arg-type]
        except ValueError:
            inside = False
        if not inside:
            out.append(invalid_value(f"{path}.except[{i}]", text, "must be a strict subset of `cidr`"))
    return out


KIND = Kind(
    group="networking.k8s.io",
    kind="NetworkPolicy",
    plural="networkpolicies",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            group="extensions",
            deprecated=deprecation("extensions/v1beta1", "NetworkPolicy", "1.9", "1.16", "networking.k8s.io/v1"),
            legacy=True,
        ),
    ),
    short_names=("netpol",),
    columns=(Column("Name", format="name"), Column("Pod-Selector"), Column("Age")),
    row=row,
    default=default,
    validate=validate,
    has_status=False,
)
