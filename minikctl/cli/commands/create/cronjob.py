"""`create cronjob`: create a cron job."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Image
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("cj",)
BUNDLES = ("generator",)
USAGE = "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags] [options]"


def command(
    args: Args = None,
    *,
    image: Image,
    restart: Annotated[str, Option("--restart", help="The restart policy of the pods: OnFailure or Never.")] = "",
    schedule: Annotated[str, Option("--schedule", help="When the job runs, in cron's format.")],
) -> None:
    """Create a cron job.

    Examples:
      # A job for every five minutes
      kubectl create cronjob hello --image=busybox --schedule='*/5 * * * *' -- date
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators.containers import one_container

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    template = one_container(name, opts.image, opts.after_dash, opts.restart or "OnFailure")
    meta = {"name": name} if name else {}
    cron_job = {
        "kind": "CronJob",
        "apiVersion": "batch/v1",
        "metadata": {"name": name},
        "spec": {
            "schedule": opts.schedule,
            "jobTemplate": {"metadata": meta, "spec": {"template": template}},
        },
        "status": {},
    }
    generator.create(typed("batch/v1", "CronJob", "cronjobs"), cron_job, "failed to create cronjob: ")
    return 0
