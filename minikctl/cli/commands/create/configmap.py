"""`create configmap`: create a config map from files, directories or literal values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args, FromEnvFile, FromFile, FromLiteral
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("cm",)
BUNDLES = ("generator",)
USAGE = "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    append_hash: AppendHash = False,
    from_env_file: FromEnvFile = None,
    from_file: FromFile = None,
    from_literal: FromLiteral = None,
) -> None:
    """Create a config map from files, directories or literal values.

    The name of a file becomes its key unless another is given. Directories give one entry for each regular file
    with a valid name.

    Examples:
      # From every file of a directory
      kubectl create configmap web --from-file=conf/

      # From literal values
      kubectl create configmap web --from-literal=level=info --from-literal=size=3
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create configmap` yet")
