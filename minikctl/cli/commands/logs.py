"""`logs`: print the logs of containers."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import DURATION, Args, Container, PodRunningTimeout, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]"


def command(
    args: Args = None,
    *,
    all_containers: Annotated[
        bool, Option("--all-containers", help="The logs of every container of the pods.")
    ] = False,
    all_pods: Annotated[
        bool, Option("--all-pods", help="The logs of every pod of the workload, each line with its pod's name.")
    ] = False,
    container: Container = "",
    follow: Annotated[bool, Option("--follow", "-f", help="Go on and print new lines as they come.")] = False,
    ignore_errors: Annotated[
        bool, Option("--ignore-errors", help="Go on with the other pods when the log of one cannot be had.")
    ] = False,
    insecure_skip_tls_verify_backend: Annotated[
        bool,
        Option(
            "--insecure-skip-tls-verify-backend",
            help="Do not check the certificate of the kubelet that the logs come from.",
        ),
    ] = False,
    limit_bytes: Annotated[int, Option("--limit-bytes", help="At most this many bytes of log; 0 for no limit.")] = 0,
    max_log_requests: Annotated[int, Option("--max-log-requests", help="How many logs may be followed at once.")] = 5,
    pod_running_timeout: PodRunningTimeout = "20s",
    prefix: Annotated[
        bool, Option("--prefix", help="Begin every line with the names of its pod and container.")
    ] = False,
    previous: Annotated[
        bool, Option("--previous", "-p", help="The log of the container's last run before this one.")
    ] = False,
    selector: Selector = "",
    since: Annotated[str, Option("--since", help="Only lines newer than this (5s, 2m, 3h)."), DURATION] = "0s",
    since_time: Annotated[str, Option("--since-time", help="Only lines after this time (RFC 3339).")] = "",
    tail: Annotated[
        int, Option("--tail", help="Only so many lines from the end; -1 for all (10 with a selector).")
    ] = -1,
    timestamps: Annotated[bool, Option("--timestamps", help="Begin every line with its time.")] = False,
) -> None:
    """Print the logs of containers.

    Examples:
      # A pod with one container
      kubectl logs web

      # Follow, with times
      kubectl logs -f --timestamps deployment/web

      # What it said before it crashed
      kubectl logs -p web -c app
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `logs` yet")
