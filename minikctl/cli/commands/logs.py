"""`logs`: print the logs of containers."""

from __future__ import annotations

from minikctl.cli import reading_logs
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.apiserver.logs import LogOptions
    from minikctl.cli.env import Env
    from minikctl.cli.flags import DURATION, Args, Container, PodRunningTimeout, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

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


_EXPECTED = (
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
    "POD or TYPE/NAME is a required argument for the logs command"
)
_SELECTED_TAIL = 10


def run(opts: Opts, client: Client, env: Env) -> int:
    _check_arguments(opts)
    inline = opts.args[1] if len(opts.args) == 2 else ""
    options = _options(opts, inline or opts.container)
    found = _objects(opts, client, env)
    _check(opts, options)
    requests = reading_logs.requests(
        client, env, found, options, opts.all_containers, opts.all_pods, opts.pod_running_timeout
    )
    if opts.follow and len(requests) > opts.max_log_requests > 0:
        raise CliError(
            f"you are attempting to follow {len(requests)} log streams, but maximum allowed concurrency is "
            f"{opts.max_log_requests}, use --max-log-requests to increase the limit"
        )
    writer = reading_logs.Writer(env, opts.prefix or opts.all_pods, opts.ignore_errors)
    reading_logs.consume(client, requests, writer, together=opts.follow and len(requests) > 1)
    return 0


def _check_arguments(opts: Opts) -> None:
    if len(opts.args) > 2 or not (opts.args or opts.selector):
        raise opts.usage_error(_EXPECTED)
    if opts.selector and len(opts.args) == 1:
        raise opts.usage_error("only a selector (-l) or a POD name is allowed")


def _options(opts: Opts, container: str) -> LogOptions:
    from minikctl.apiserver.logs import LogOptions

    since_time = _since_time(opts.since_time) if opts.since_time else None
    tail = None if opts.tail == -1 else opts.tail
    if opts.selector and opts.tail == -1 and not opts.changed("tail"):
        tail = _SELECTED_TAIL
    # rounded as Go does, half away from zero
    seconds = int(abs(opts.since) + 0.5) * (1 if opts.since > 0 else -1) if opts.since else None
    limit = opts.limit_bytes or None
    return LogOptions(container, opts.follow, opts.previous, opts.timestamps, seconds, since_time, tail, limit)


def _since_time(text: str) -> int:
    from minikctl.core.times import TimeError, parse_rfc3339

    try:
        return parse_rfc3339(text)
    except TimeError as e:
        raise CliError(str(e)) from None


def _objects(opts: Opts, client: Client, env: Env) -> list[Obj]:
    """The pods of the selector, or the one object that is named."""
    from minikctl.cli.pods.choosing import PODS
    from minikctl.client import builder

    if opts.selector:
        pods: list[Obj] = client.list(PODS, client.namespace, opts.selector)["items"]
        if not pods:
            env.stderr.write(f"No resources found in {client.namespace} namespace.\n")
        return pods
    word, slash, _ = opts.args[0].partition("/")
    resource = client.resolve(word) if slash else PODS
    errors: list[Exception] = []
    argument = opts.args[0] if slash else f"pods/{word}"
    found = builder.infos(client, [argument], builder.Wanted(), errors)
    for error in errors:
        if isinstance(error, ApiError) and error.reason == "NotFound":
            raise CliError(f'error from server (NotFound): {error.message} in namespace "{client.namespace}"')
        raise error
    return [{"apiVersion": resource.api_version, "kind": resource.kind, **(info.obj or {})} for info in found]


def _check(opts: Opts, options: LogOptions) -> None:
    """In kubectl's order: after the object has been found."""
    if opts.since_time and opts.since:
        raise CliError("at most one of `sinceTime` or `sinceSeconds` may be specified")
    if opts.all_containers and options.container:
        raise CliError(f"--all-containers=true should not be specified with container name {options.container}")
    if opts.changed("container") and len(opts.args) == 2:
        raise CliError("only one of -c or an inline [CONTAINER] arg is allowed")
    if opts.limit_bytes < 0:
        raise CliError("--limit-bytes must be greater than 0")
    if options.since_seconds is not None and options.since_seconds < 0:
        raise CliError("--since must be greater than 0")
    if opts.tail < -1:
        raise CliError("--tail must be greater than or equal to -1")
