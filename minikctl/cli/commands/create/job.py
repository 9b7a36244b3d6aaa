"""`create job`: create a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Image
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...] [options]"


def command(
    args: Args = None,
    *,
    from_: Annotated[
        str, Option("--from", help="The object that the job is made from; only a cron job, as cronjob/NAME.")
    ] = "",
    image: Image = "",
) -> None:
    """Create a job.

    Examples:
      # A job with a command
      kubectl create job hello --image=busybox -- date

      # Run a cron job once, now
      kubectl create job now --from=cronjob/hello
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create job` yet")
