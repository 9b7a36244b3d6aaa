"""`api-versions`: list the group versions that the server has."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError, TransportError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[options]"


def command(args: Args = None) -> None:
    """List the group versions that the server has.

    Examples:
      # As group/version
      kubectl api-versions
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    opts.no_args()
    try:
        resources = client.resources()
    except (ApiError, TransportError) as e:
        raise CliError(f"couldn't get available api versions from server: {e.message}") from None
    versions = sorted({resource.api_version for resource in resources if not resource.legacy})
    env.stdout.write("".join(f"{version}\n" for version in versions))
    return 0
