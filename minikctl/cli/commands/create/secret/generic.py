"""`create secret generic`: create a secret from files, directories or literal values."""

from __future__ import annotations

from minikctl.cli.generating import Generator
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args, FromEnvFile, FromFile, FromLiteral
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] "
    "[--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    append_hash: AppendHash = False,
    from_env_file: FromEnvFile = None,
    from_file: FromFile = None,
    from_literal: FromLiteral = None,
    type: Annotated[str, Option("--type", help="The type of the secret.")] = "",
) -> None:
    """Create a secret from files, directories or literal values.

    Examples:
      # Two literal values
      kubectl create secret generic db --from-literal=user=ann --from-literal=password=pw

      # From a file, with a key of its own
      kubectl create secret generic ssh --from-file=id=$HOME/.ssh/id_ed25519
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import secrets, sources

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not name:
        raise CliError("name must be specified")
    sources.check(opts)
    entries = secrets.Entries()
    sources.entries(opts, env, entries.add)
    return secrets.create(generator, name, opts.type, entries.data)
