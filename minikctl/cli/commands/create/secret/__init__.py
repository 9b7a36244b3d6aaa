"""`create secret`: create a secret of one of several types."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "docker-registry",
    "generic",
    "tls",
)
USAGE = "(docker-registry | generic | tls) [options]"


def command(args: Args = None) -> None:
    """Create a secret of one of several types.

    generic holds any data, docker-registry the account of an image registry, tls a certificate with its key.
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stderr)
