"""`config view`: show the kubeconfig."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig import files, paths, views
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllowMissingTemplateKeys, Args, Output, ShowManagedFields, Template
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    flatten: Annotated[
        bool,
        Option("--flatten", help="Put the content of files in place of their names, so that the output stands alone."),
    ] = False,
    merge: Annotated[bool, Option("--merge", help="Show all kubeconfig files as one.")] = True,
    minify: Annotated[bool, Option("--minify", help="Only what the current context needs.")] = False,
    output: Output = "yaml",
    raw: Annotated[bool, Option("--raw", help="Show credentials and certificates as they are.")] = False,
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """Show the kubeconfig.

    Credentials are left out unless --raw asks for them.

    Examples:
      # All files as one
      kubectl config view

      # Only what is in use
      kubectl config view --minify
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    opts.no_args()
    from minikctl.printers import printer_for

    show = printer_for(
        opts.output,
        template=opts.template,
        allow_missing_keys=opts.allow_missing_template_keys,
        sort_keys=False,
        read=lambda path: _read(env, path),
    )
    places, config = _loaded(opts, env)
    if opts.minify:
        config = views.minified(config._replace(current_context=opts.context or config.current_context))
    if opts.flatten:
        config = paths.embedded(places, config)
    elif not opts.raw:
        config = views.redacted(config)
    env.stdout.write(show(configs.to_object(config)))
    return 0


def _loaded(opts: Opts, env: Env) -> tuple[Places, Config]:
    if opts.merge:
        return _files.read(opts, env)
    if not opts.kubeconfig:
        raise CliError("if merge==false a precise file must be specified")
    places = _files.places(opts, env)
    found = files.read_file(places, opts.kubeconfig)
    if found is None:
        raise CliError(f"open {opts.kubeconfig}: no such file or directory")
    return places, found


def _read(env: Env, path: str) -> str:
    with open(env.path(path), encoding="utf-8", errors="replace") as f:
        return f.read()
