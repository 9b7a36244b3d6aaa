"""The ports of `port-forward`: names and service ports become ports of a container. source: kubectl portforward"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any

Obj = dict[str, Any]


def resolve(texts: list[str], obj: Obj, pod: Obj) -> list[str]:
    """`local:remote` with the port of the container, for each argument. CliError for what the object does not have."""
    is_service = obj["kind"] == "Service"
    declared = _of_service(obj) if is_service else _of_pod(pod)
    for text in texts:
        _refuse_udp(text, declared, obj if is_service else pod)
    return [_target(text, obj, pod) if is_service else _numbered(text, pod) for text in texts]


def check(text: str) -> None:
    """`[local]:remote` or one number for both."""
    local, colon, remote = text.partition(":")
    if not colon:
        remote = local
    _number("local", local or "0")
    if _number("remote", remote) == 0:
        raise CliError("remote port must be > 0")


def check_addresses(addresses: list[str]) -> None:
    if not addresses or addresses == [""]:
        raise CliError("you must specify at least 1 address")
    from ipaddress import ip_address

    for address in addresses:
        try:
            if address != "localhost":
                ip_address(address)
        except ValueError:
            raise CliError(f"{address} is not a valid IP") from None


def _number(which: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        why = "invalid syntax"
    elif int(text[-12:]) > 65535 or len(text.lstrip("0")) > 5:
        why = "value out of range"
    else:
        return int(text)
    raise CliError(f"error parsing {which} port '{text}': strconv.ParseUint: parsing \"{text}\": {why}")


def _split(text: str) -> tuple[str, str]:
    parts = text.split(":")
    return (parts[0], parts[1]) if len(parts) == 2 else (parts[0], parts[0])


def _atoi(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def _of_pod(pod: Obj) -> list[Obj]:
    ports = [p for c in pod["spec"]["containers"] for p in c.get("ports") or ()]
    return [{**p, "port": p["containerPort"]} for p in ports]


def _of_service(service: Obj) -> list[Obj]:
    return list((service.get("spec") or {}).get("ports") or ())


def _refuse_udp(text: str, declared: list[Obj], owner: Obj) -> None:
    remote = _split(text)[1]
    number = _atoi(remote)
    if number is None:
        number = _by_name(declared, remote, owner)
    protocols = {p.get("protocol", "TCP") for p in declared if p["port"] == number}
    if "UDP" in protocols and "TCP" not in protocols:
        raise CliError(f"UDP protocol is not supported for {remote}")


def _by_name(declared: list[Obj], name: str, owner: Obj) -> int:
    for port in declared:
        if port.get("name", "") == name:
            return int(port["port"])
    kind = "Service" if owner.get("kind") == "Service" else "Pod"
    raise CliError(f"{kind} '{owner['metadata']['name']}' does not have a named port '{name}'")


def _numbered(text: str, pod: Obj) -> str:
    local, remote = _split(text)
    number = remote if _atoi(remote) is not None else str(_by_name(_of_pod(pod), remote, pod))
    return number if local == remote else f"{local}:{number}"


def _target(text: str, service: Obj, pod: Obj) -> str:
    """A port of a service as the port of its pod's container."""
    local, remote = _split(text)
    number = _atoi(remote)
    if number is None:
        number = _by_name(_of_service(service), remote, service)
        local = str(number) if local == remote else local
    port = next((p for p in _of_service(service) if p["port"] == number), None)
    if port is None:
        raise CliError(f"Service {service['metadata']['name']} does not have a service port {number}")
    target = port.get("targetPort") or number
    if service["spec"].get("clusterIP") == "None":
        target = number
    if isinstance(target, str):
        target = _by_name(_of_pod(pod), target, pod)
    return str(target) if local == str(target) else f"{local}:{target}"
