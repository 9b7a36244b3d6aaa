"""`plugin list`: list the plug-ins on the PATH."""

from __future__ import annotations

from minikctl.cli import plugins
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    name_only: Annotated[bool, Option("--name-only", help="Only the file names, without their directories.")] = False,
) -> None:
    """List the plug-ins on the PATH.

    Examples:
      # With their paths
      kubectl plugin list
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    """Every file on the PATH that looks like a plugin, in order; what is wrong with some comes last."""
    import os

    found, unreadable = plugins.every(env)
    for text in unreadable:
        env.stderr.write(text)
    if not found:
        raise CliError("unable to find any kubectl plugins in your PATH")
    env.stdout.write("The following compatible plugins are available:\n\n")
    warnings = 0
    seen: dict[str, str] = {}
    for path in found:
        name = os.path.basename(path)
        env.stdout.write((name if opts.name_only else path) + "\n")
        for warning in _warnings(path, name, seen):
            warnings += 1
            env.stderr.write(f"  - {warning}\n")
        seen.setdefault(name, path)
    if warnings:
        raise CliError("one plugin warning was found" if warnings == 1 else f"{warnings} plugin warnings were found")
    return 0


def _warnings(path: str, name: str, seen: dict[str, str]) -> list[str]:
    import os

    from minikctl.cli import table

    out = []
    words = name.split("-")[1:]
    command, _ = table.find(words)
    if command.path:
        out.append(f'warning: {name} overwrites existing command: "kubectl {" ".join(command.path)}"')
    if not os.access(path, os.X_OK):
        out.append(f"warning: {path} identified as a kubectl plugin, but it is not executable")
    elif name in seen:
        out.append(f"warning: {path} is overshadowed by a similarly named plugin: {seen[name]}")
    return out
