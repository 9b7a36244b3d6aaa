"""`config get-contexts`: list contexts."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.cli.commands.config import _files
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.kubeconfig.config import Config

USAGE = "[(-o|--output=)name)] [options]"


def command(
    args: Args = None,
    *,
    no_headers: NoHeaders = False,
    output: Annotated[str, Option("--output", "-o", help="The format; only name.")] = "",
) -> None:
    """List contexts.

    Examples:
      # All of them
      kubectl config get-contexts

      # One
      kubectl config get-contexts test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.output not in ("", "name"):
        raise CliError(f"--output {opts.output} is not available in {opts.command}; resetting to default output format")
    _, config = _files.read(opts, env)
    wanted = opts.args or config.contexts
    found = sorted(name for name in set(wanted) if name in config.contexts)
    if opts.output == "name":
        env.stdout.write("".join(f"{name}\n" for name in found))
    else:
        env.stdout.write(_table(config, found, not opts.no_headers))
    missing = [CliError(f"context {name} not found") for name in dict.fromkeys(wanted) if name not in config.contexts]
    failure.aggregate(missing)
    return 0


def _table(config: Config, names: list[str], headers: bool) -> str:
    from minikctl.printers.tabwriter import TabWriter

    writer = TabWriter(6, 4, 3)
    if headers:
        writer.line(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"])
    for name in names:
        value = config.contexts[name].value
        current = "*" if name == config.current_context else ""
        writer.line([current, name, value["cluster"], value["user"], value.get("namespace", "")])
    return writer.flush() if headers or names else ""
