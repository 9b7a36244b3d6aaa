"""cordon and uncordon: whether a node takes new pods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.client import builder
from minikctl.client._base import STRATEGIC_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

TAILS = {"none": "", "client": " (dry run)", "server": " (server dry run)"}


def nodes(opts: Opts, client: Client, errors: list[Exception]) -> list[Info]:
    """The nodes that the command names or selects; what is missing goes to `errors`."""
    verb = opts.path[-1]
    if not opts.args and not opts.selector:
        raise opts.usage_error(f"USAGE: {verb} NODE [flags]")
    if opts.args and opts.selector:
        raise opts.usage_error("cannot specify both a node name and a --selector option")
    args = opts.args if any("/" in a for a in opts.args) else ["nodes", *opts.args]
    found = builder.infos(client, args, Wanted(opts.selector), errors)
    if errors:  # kubectl does not go on without one of the nodes
        raise errors[0]
    for info in found:
        if info.resource.kind != "Node":
            resource = info.resource
            got = f"{resource.group}/{resource.version}, Resource={resource.plural}"
            raise CliError(f'expected resource of type node, got "{got}"')
    return found


def cordon(client: Client, env: Env, info: Info, desired: bool, strategy: str) -> None:
    """Make one node unschedulable (or schedulable again), and say so."""
    word = "cordoned" if desired else "uncordoned"
    assert info.obj is not None
    if bool(info.obj["spec"].get("unschedulable")) is desired:
        env.stdout.write(f"node/{info.name} already {word}{TAILS[strategy]}\n")
        return
    if strategy != "client":
        patch = {"spec": {"unschedulable": True if desired else None}}
        options = WriteOptions(dry_run=strategy == "server")
        client.patch(info.resource, "", info.name, patch, STRATEGIC_PATCH, options)
    env.stdout.write(f"node/{info.name} {word}{TAILS[strategy]}\n")


def run(opts: Opts, client: Client, env: Env, desired: bool) -> int:
    """The verb: every node, then what went wrong."""
    from minikctl.cli import failure
    from minikctl.cli.write_options import dry_run

    strategy = dry_run(opts, env)
    errors: list[Exception] = []
    for info in nodes(opts, client, errors):
        cordon(client, env, info, desired, strategy)
    failure.aggregate(errors)
    return 0
