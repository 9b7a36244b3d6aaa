"""`completion`: print the code that gives a shell completion."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "SHELL [options]"


def command(args: Args = None) -> None:
    """Print the code that gives a shell completion.

    For bash, zsh, fish and powershell.

    Examples:
      # In this bash
      kubectl completion bash > ~/.kube-completion; . ~/.kube-completion

      # In zsh
      kubectl completion zsh > "${fpath[1]}/_kubectl"
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args:
        raise opts.usage_error("Shell not specified.")
    if len(opts.args) > 1:
        raise opts.usage_error("Too many arguments. Expected only the shell type.")
    from minikctl.cli import shells

    if opts.args[0] not in shells.SCRIPTS:
        raise opts.usage_error(f'Unsupported shell type "{opts.args[0]}".')
    env.stdout.write(shells.script(opts.args[0], env.called))
    return 0
