"""`describe`: show resources in detail."""

from __future__ import annotations

from minikctl.cli import failure, targets
from minikctl.cli.related import ClientRelated
from minikctl.client import builder
from minikctl.client._base import require_name
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, ChunkSize, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = ("files",)
USAGE = "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    chunk_size: ChunkSize = 500,
    selector: Selector = "",
    show_events: Annotated[bool, Option("--show-events", help="Show the events about the object too.")] = True,
) -> None:
    """Show resources in detail.

    Puts together what belongs to an object, with its events.

    Examples:
      # A pod
      kubectl describe pod web

      # All nodes
      kubectl describe nodes

      # By label
      kubectl describe pods -l app=web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError(
            "You must specify the type of resource to describe. "
            f'Use "{env.name} api-resources" for a complete list of supported resources.\n'
        )
    errors: list[Exception] = []
    wanted = Wanted(opts.selector, all_namespaces=opts.all_namespaces, bare_type=True)
    infos = targets.infos(opts, client, env, wanted, errors)
    missing = errors[0] if len(errors) == 1 else None
    if isinstance(missing, ApiError) and missing.reason == "NotFound" and len(opts.args) == 2:
        return _by_prefix(opts, client, env, missing)
    related = ClientRelated(client, _events_wanted(opts, single=len(infos) < 2 and not errors), opts.chunk_size)
    between = ""
    for info in infos:
        try:
            require_name(info.resource, info.namespace, info.name)
            text = _described(info, related)
        except (ApiError, CliError) as e:
            if all(failure.message_of(e) != failure.message_of(known) for known in errors):
                errors.append(e)
            continue
        env.stdout.write(between + text)
        between = "\n\n"
    if not infos and not errors:
        where = "" if opts.all_namespaces else f" in {client.namespace} namespace."
        env.stderr.write(f"No resources found{where}\n")
    failure.aggregate(errors)
    return 0


def _events_wanted(opts: Opts, single: bool) -> bool:
    """Unless the flag says so, events are shown of a single object, asked for by its whole name."""
    return bool(opts.show_events) if opts.changed("show-events") else single


def _described(info: Info, related: ClientRelated) -> str:
    from minikctl.describe import describer

    assert info.obj is not None
    resource = info.resource
    obj = {"apiVersion": resource.api_version, "kind": resource.kind, **info.obj}  # items of lists may not say it
    return describer(resource.kind, resource.group)(obj, related)


def _by_prefix(opts: Opts, client: Client, env: Env, missing: ApiError) -> int:
    """`describe pod web`: no pod has that name, so all whose names begin with it, each followed by an empty line."""
    word, prefix = opts.args
    errors: list[Exception] = []
    found = builder.infos(client, [word], Wanted(bare_type=True), errors)
    failure.aggregate(errors)
    matching = [info for info in found if info.name.startswith(prefix)]
    if not matching:
        raise missing
    related = ClientRelated(client, _events_wanted(opts, single=False), opts.chunk_size)
    for info in matching:
        env.stdout.write(_described(info, related) + "\n")
    return 0
