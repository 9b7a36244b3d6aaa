"""`create job`: create a job."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

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
    from minikctl.cli.generators.containers import one_container

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if bool(opts.image) == bool(opts.from_):
        raise CliError("either --image or --from must be specified")
    if opts.after_dash and opts.from_:
        raise CliError("cannot specify --from and command")
    job: dict[str, Any] = {"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": name}}
    if opts.from_:
        _take_over(job, _cron_job(opts.from_, client))
    else:
        job["spec"] = {"template": one_container(name, opts.image, opts.after_dash, "Never")}
    job["status"] = {}
    generator.create(typed("batch/v1", "Job", "jobs"), job, "failed to create job: ")
    return 0


def _cron_job(text: str, client: Client) -> dict[str, Any]:
    """The one object that --from names."""
    from minikctl.cli import failure
    from minikctl.client.builder import Wanted, infos

    errors: list[Exception] = []
    found = infos(client, [text], Wanted(), errors)
    failure.aggregate(errors)
    if len(found) != 1 or found[0].obj is None:
        raise CliError("from must be an existing cronjob")
    obj = found[0].obj
    if found[0].resource.kind != "CronJob":
        raise CliError(f"unknown object type *{obj['apiVersion'].rpartition('/')[2]}.{obj['kind']}")
    return obj


def _take_over(job: dict[str, Any], cron_job: dict[str, Any]) -> None:
    """What the cron job's own controller would have made, by hand."""
    template = cron_job["spec"]["jobTemplate"]
    meta = template.get("metadata") or {}
    if meta.get("labels"):
        job["metadata"]["labels"] = meta["labels"]
    job["metadata"]["annotations"] = {
        "cronjob.kubernetes.io/instantiate": "manual",
        **(meta.get("annotations") or {}),
    }
    owner = cron_job["metadata"]
    job["metadata"]["ownerReferences"] = [
        {"apiVersion": "batch/v1", "kind": "CronJob", "name": owner["name"], "uid": owner["uid"], "controller": True}
    ]
    job["spec"] = template["spec"]
