"""Services from --tcp: `port`, `port:targetPort`. source: kubectl create service, messages observed on v1.37"""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

SERVICES = typed("v1", "Service", "services")


def create(opts: Opts, client: Client, env: Env, type_name: str, extra: Obj | None = None, node_port: int = 0) -> int:
    """Make a service of a type. extra: more fields of its spec."""
    name = opts.name_arg()
    generator = Generator(opts, client, env)
    extra = extra or {}
    headless = extra.get("clusterIP") == "None"
    if type_name == "ExternalName":
        _check_external_name(extra["externalName"])
    elif not opts.tcp and not headless:
        raise CliError("at least one tcp port specifier must be provided")
    labels = {"app": name}
    spec = {"ports": [_port(text, node_port) for text in opts.tcp], "selector": labels, **extra, "type": type_name}
    if not spec["ports"]:
        del spec["ports"]
    service = {
        "kind": "Service",
        "apiVersion": "v1",
        "metadata": {"name": name, "labels": labels},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }
    generator.create(SERVICES, service, f"failed to create {type_name} service: ", keep_config=False)
    return 0


def _port(text: str, node_port: int) -> Obj:
    parts = text.split(":")
    number = uint16(parts[0])
    target = _target(parts[1]) if len(parts) > 1 else number
    port: Obj = {"name": text.replace(":", "-"), "protocol": "TCP", "port": number, "targetPort": target}
    if node_port:
        port["nodePort"] = node_port
    return {key: value for key, value in port.items() if value != ""}


def _target(text: str) -> int | str:
    from minikctl.core.names import port_name, port_number

    number = plain_int(text)
    wrong = port_name(text) if number is None else port_number(number)
    if wrong:
        raise CliError(",".join(wrong))
    return text if number is None else number


def plain_int(text: str) -> int | None:
    """Go's Atoi: decimal digits with or without a sign; None for anything else."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isdecimal() and digits.isascii() else None


def uint16(text: str) -> int:
    """Go's ParseUint for a port."""
    from minikctl.core.go_text import quote_go

    if not (text.isdecimal() and text.isascii()):
        raise CliError(f"strconv.ParseUint: parsing {quote_go(text)}: invalid syntax")
    if int(text) > 65535:
        raise CliError(f"strconv.ParseUint: parsing {quote_go(text)}: value out of range")
    return int(text)


def _check_external_name(name: str) -> None:
    from minikctl.core.names import dns1123_subdomain

    if dns1123_subdomain(name):
        raise CliError(f"invalid service external name {name}")
