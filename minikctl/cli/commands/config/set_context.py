"""`config set-context`: set a context."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig import files, state, writing
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.kubeconfig.files import Places

USAGE = "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]"


def command(
    args: Args = None,
    *,
    cluster: Annotated[str, Option("--cluster", help="The cluster entry that the context names.")] = "",
    current: Annotated[bool, Option("--current", help="Change the current context.")] = False,
    namespace: Annotated[str, Option("--namespace", "-n", help="The namespace of the context.")] = "",
    user: Annotated[str, Option("--user", help="The user entry that the context names.")] = "",
) -> None:
    """Set a context.

    Only the given fields are changed.

    Examples:
      # The namespace of the current one
      kubectl config set-context --current --namespace=dev
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.current and opts.args:
        raise CliError("you cannot specify both a context name and --current")
    if len(opts.args) > 1:
        raise _files.usage(opts, env)
    name = opts.args[0] if opts.args else ""
    if not name and not opts.current:
        raise CliError("you must specify a non-empty context name or --current")
    places, config = _files.read(opts, env)
    if opts.current:
        name = config.current_context
        if not name:
            raise CliError("no current context is set")
    there = name in config.contexts
    value = dict(config.contexts[name].value) if there else configs.zero("contexts")
    for field in ("cluster", "user", "namespace"):
        if opts.changed(field):
            value[field] = getattr(opts, field)
    writing.modify(places, config, config.with_entry("contexts", name, configs.tidy("contexts", value)))
    env.stdout.write(f'Context "{name}" {"modified" if there else "created"}.\n')
    if opts.current and opts.changed("namespace"):
        _also_embedded(opts, env, places)
    return 0


def _also_embedded(opts: Opts, env: Env, places: Places) -> None:
    """A kubeconfig of the environment has been changed; the state, which commands work on, follows."""
    if places.state or opts.kubeconfig or not _files.embedded(opts, env):
        return
    own = state.places(opts, env)
    config = files.read(own)
    entry = config.contexts.get(config.current_context)
    if entry is not None:
        value = configs.tidy("contexts", {**entry.value, "namespace": opts.namespace})
        writing.modify(own, config, config.with_entry("contexts", config.current_context, value))
