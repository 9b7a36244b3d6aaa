"""`apply set-last-applied`: set the last-applied annotation to what a file says."""

from __future__ import annotations

from minikctl.cli import failure, results
from minikctl.cli.applying import last_applied
from minikctl.cli.write_options import dry_run
from minikctl.client import manifests
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import NOTHING_GIVEN
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, Filename
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

BUNDLES = ("printing",)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    create_annotation: Annotated[
        bool, Option("--create-annotation", help="Write the annotation also where there was none.")
    ] = False,
    dry_run: DryRun = "none",
    filename: Filename = None,
) -> None:
    """Set the last-applied annotation to what a file says.

    Nothing else of the object is changed.

    Examples:
      # From a file
      kubectl apply set-last-applied -f web.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.editing.annotations import patch

    strategy = dry_run(opts, env)
    if not opts.filename:
        raise CliError(NOTHING_GIVEN)
    show = results.printer(opts, env, "configured", strategy)
    found = manifests.mapped(client, env, opts.filename, False, validate=False)
    failure.aggregate(found.errors)
    changes = [change for info in found.infos if (change := _change(opts, client, env, info)) is not None]
    options = WriteOptions(strategy == "server")
    for info, config in changes:
        obj = info.obj or {}
        if strategy != "client":
            obj = client.patch(info.resource, info.namespace, info.name, patch(config), MERGE_PATCH, options)
        show(info.resource, obj)
    return 0


def _change(opts: Opts, client: Client, env: Env, info: Info) -> tuple[Info, Obj] | None:
    """The live object and its new configuration; None where it has that already."""
    config = info.obj or {}
    try:
        live = client.get(info.resource, info.namespace, info.name)
    except ApiError as e:
        if e.reason == "NotFound":
            raise
        verb = f"retrieving current configuration of:\n{last_applied.info_text(info)}\nfrom server for:"
        raise failure.with_source(verb, info.source, e) from None
    text = last_applied.original(live)
    if text is None and not opts.create_annotation:
        raise CliError(
            f"no last-applied-configuration annotation found on resource: {info.name}, to create the annotation, run "
            "the command with --create-annotation"
        )
    if text is not None and text.rstrip("\n") == last_applied.encoded(config).rstrip("\n"):
        env.stdout.write(f"set-last-applied {info.name}: no changes required.\n")
        return None
    return info._replace(obj=live), config
