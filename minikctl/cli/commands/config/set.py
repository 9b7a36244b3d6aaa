"""`config set`: set one value of the kubeconfig."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import properties, writing
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "PROPERTY_NAME PROPERTY_VALUE [options]"


def command(
    args: Args = None,
    *,
    set_raw_bytes: Annotated[
        bool, Option("--set-raw-bytes", help="The value is base64; keep the bytes it stands for.")
    ] = False,
) -> None:
    """Set one value of the kubeconfig.

    The name of the value is a path with dots, e.g. clusters.test.server.

    Examples:
      # A server
      kubectl config set clusters.test.server https://1.2.3.4
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 2:
        raise _files.usage(opts, env)
    name, text = opts.args
    if not name:
        raise CliError("you must specify a property")
    if not text:
        raise CliError("you cannot use set to unset a property")
    places, config = _files.read(opts, env)
    changed = properties.set_property(config, name, text, opts.set_raw_bytes)
    writing.modify(places, config, changed, relative=False)
    env.stdout.write(f'Property "{name}" set.\n')
    return 0
