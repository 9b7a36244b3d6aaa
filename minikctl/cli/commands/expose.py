"""`expose`: make a service for a replication controller, service, deployment or pod."""

from __future__ import annotations

from minikctl.cli import failure, targets
from minikctl.cli.generating import Generator
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, FieldManager, Labels, Overrides, OverrideType, Record, SaveConfig
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = (
    "printing",
    "files",
)
USAGE = (
    "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] "
    "[--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]"
)


def command(
    args: Args = None,
    *,
    cluster_ip: Annotated[
        str, Option("--cluster-ip", help="The IP of the service; None makes it headless, empty has one allocated.")
    ] = "",
    dry_run: DryRun = "none",
    external_ip: Annotated[str, Option("--external-ip", help="One more IP that the service takes traffic on.")] = "",
    field_manager: FieldManager = "kubectl-expose",
    labels: Labels = "",
    load_balancer_ip: Annotated[
        str, Option("--load-balancer-ip", help="The IP that the load balancer is asked for.")
    ] = "",
    name: Annotated[str, Option("--name", help="The name of the new service.")] = "",
    override_type: OverrideType = "merge",
    overrides: Overrides = "",
    port: Annotated[str, Option("--port", help="The port of the service; that of the resource otherwise.")] = "",
    protocol: Annotated[str, Option("--protocol", help="TCP, UDP or SCTP; TCP otherwise.")] = "",
    record: Record = False,
    save_config: SaveConfig = False,
    selector: Annotated[
        str, Option("--selector", help="The labels that the service looks for; those of the resource otherwise.")
    ] = "",
    session_affinity: Annotated[str, Option("--session-affinity", help="None or ClientIP.")] = "",
    target_port: Annotated[
        str, Option("--target-port", help="The port of the pods, by number or name; --port otherwise.")
    ] = "",
    type: Annotated[
        str, Option("--type", help="ClusterIP, NodePort, LoadBalancer or ExternalName; ClusterIP otherwise.")
    ] = "",
) -> None:
    """Make a service for a replication controller, service, deployment or pod.

    The service takes the selector of the resource. Pods, services, deployments, replica sets and replication
    controllers can be exposed.

    Examples:
      # Port 80 of a deployment
      kubectl expose deployment web --port=80 --target-port=8080

      # On every node
      kubectl expose deployment web --type=NodePort --port=80
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    generator = Generator(opts, client, env, "exposed", late=True)
    errors: list[Exception] = []
    infos = targets.visited(opts, client, env, Wanted(), errors, latest=False)
    found = Found({}, {}, [])
    for info in infos:
        try:
            found = _expose(opts, generator, info, found)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    return 0


class Found(NamedTuple):
    """What was learnt from the first object; kubectl keeps it for all that follow, and so it is here."""

    selector: dict[str, str]
    labels: dict[str, str]
    ports: list[str]


def _expose(opts: Opts, generator: Generator, info: Info, found: Found) -> Found:
    from minikctl.cli import record
    from minikctl.cli.generators import exposed, overrides
    from minikctl.cli.generators.ports import SERVICES

    exposed.check_exposable(info.resource.group, info.resource.kind)
    obj = info.obj or {}
    selector = exposed.label_flag(opts.selector) or found.selector or exposed.selector_of(obj)
    declared = exposed.ports_of(obj)
    wanted = opts.port.split(",") if opts.port else found.ports or [port.number for port in declared]
    if not wanted and opts.cluster_ip != "None":
        raise CliError("couldn't find port via --port flag or introspection")
    labels = exposed.label_flag(opts.labels) or found.labels or dict(obj["metadata"].get("labels") or {})
    ports = exposed.service_ports(wanted, declared, opts.protocol, opts.target_port)
    service = exposed.service(opts, opts.name or info.name[:63], selector, labels, ports)
    service = overrides.apply(opts, service, "core/v1.Service")
    if opts.record:
        record.annotate(service, opts, generator.env)
    generator.create(SERVICES, service)
    return Found(selector, labels, wanted)
