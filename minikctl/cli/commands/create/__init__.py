"""`create`: create resources from files or the standard input."""

from __future__ import annotations

from minikctl.cli import failure, results, writing
from minikctl.cli.write_options import dry_run, write_options
from minikctl.client.builder import NOTHING_GIVEN
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Raw, Record, Selector, WindowsLineEndings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "clusterrole",
    "clusterrolebinding",
    "configmap",
    "cronjob",
    "deployment",
    "ingress",
    "job",
    "namespace",
    "poddisruptionbudget",
    "priorityclass",
    "quota",
    "role",
    "rolebinding",
    "secret",
    "service",
    "serviceaccount",
    "token",
)
BUNDLES = (
    "generator",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    edit: Annotated[bool, Option("--edit", help="Open the object in an editor before it is sent.")] = False,
    raw: Raw = "",
    record: Record = False,
    selector: Selector = "",
    windows_line_endings: WindowsLineEndings = False,
) -> None:
    """Create resources from files or the standard input.

    Takes JSON and YAML. The subcommands make objects of one kind from flags alone.

    Examples:
      # Create what the file holds
      kubectl create -f pod.yaml

      # Create from standard input
      kubectl create -f - < pod.json

      # Create a deployment from flags
      kubectl create deployment web --image=nginx
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    writing.no_arguments(opts)
    if opts.edit and not opts.filename and not opts.kustomize:
        raise CliError(NOTHING_GIVEN)
    writing.require_files(opts)
    if opts.raw:
        return _raw(opts, client, env)
    strategy = dry_run(opts, env)
    options = write_options(opts, strategy)
    if opts.edit:
        from minikctl.cli.editing.session import before_create

        return before_create(opts, client, env, options)
    show = results.printer(opts, env, "created", strategy)
    found = writing.from_files(opts, client, env)
    errors: list[Exception] = []
    for info in found.infos:
        obj = writing.prepared(info.obj or {}, opts, env)
        try:
            if strategy != "client":
                obj = client.create(info.resource, info.namespace, writing.new(obj), options)
        except ApiError as e:
            errors.append(failure.with_source("creating", info.source, e))
            continue
        show(info.resource, obj)
    failure.aggregate(errors + found.errors)
    if not found.infos:
        raise CliError("no objects passed to create")
    return 0


def _raw(opts: Opts, client: Client, env: Env) -> int:
    if opts.edit:
        raise CliError("--raw and --edit are mutually exclusive")
    writing.check_raw(opts)
    return writing.send_raw(opts, client, env, "POST")
