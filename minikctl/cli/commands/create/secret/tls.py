"""`create secret tls`: create a secret with a certificate and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = "NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    append_hash: AppendHash = False,
    cert: Annotated[str, Option("--cert", help="The file with the public key certificate, in PEM.")] = "",
    key: Annotated[str, Option("--key", help="The file with the private key, in PEM.")] = "",
) -> None:
    """Create a secret with a certificate and its key.

    Both are read from PEM files and must belong together.

    Examples:
      # From two files
      kubectl create secret tls shop --cert=shop.crt --key=shop.key
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create secret tls` yet")
