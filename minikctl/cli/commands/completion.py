"""`completion`: print the code that gives a shell completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
      kubectl completion bash > ~/.minikctl-completion; . ~/.minikctl-completion

      # In zsh
      kubectl completion zsh > "${fpath[1]}/_minikctl"
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli import completion

    return completion.script(opts, env)
