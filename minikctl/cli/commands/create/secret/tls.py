"""`create secret tls`: create a secret with a certificate and its key."""

from __future__ import annotations

from minikctl.cli.generating import Generator
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

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
    from minikctl.cli.generators import secrets
    from minikctl.cli.generators.key_pair import check_pair

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not opts.key or not opts.cert:
        raise CliError("key and cert must be specified")
    cert, key = _read(opts.cert, env), _read(opts.key, env)
    check_pair(cert, key, env.path(opts.cert), env.path(opts.key))
    return secrets.create(generator, name, "kubernetes.io/tls", {"tls.crt": cert, "tls.key": key})


def _read(name: str, env: Env) -> bytes:
    try:
        with open(env.path(name), "rb") as f:
            return f.read()
    except OSError as e:
        raise CliError(f"Cannot read file {name}, open {name}: {(e.strerror or str(e)).lower()}") from None
