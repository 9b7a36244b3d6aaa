"""`create namespace`: create a namespace."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("ns",)
BUNDLES = ("generator",)
USAGE = "NAME [--dry-run=server|client|none] [options]"


def command(args: Args = None) -> None:
    """Create a namespace.

    Examples:
      # A namespace for tests
      kubectl create namespace test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    name = opts.name_arg()
    generator = Generator(opts, client, env)
    namespace = {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": name}, "spec": {}, "status": {}}
    generator.create(typed("v1", "Namespace", "namespaces", namespaced=False), namespace)
    return 0
