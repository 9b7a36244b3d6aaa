"""`run`: run one image in one pod."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        ARRAY,
        Args,
        Attach,
        Cascade,
        DetachKeys,
        DryRun,
        FieldManager,
        Force,
        GracePeriod,
        Image,
        ImagePullPolicy,
        Kustomize,
        Labels,
        Overrides,
        OverrideType,
        Pflag,
        PodRunningTimeout,
        Quiet,
        Record,
        Recursive,
        SaveConfig,
        Stdin,
        Strings,
        Timeout,
        Tty,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

PODS = typed("v1", "Pod", "pods")
SERVICES = typed("v1", "Service", "services")
_RESTART = ("Always", "OnFailure", "Never")
_PULL = ("Always", "IfNotPresent", "Never")
BUNDLES = ("printing",)
USAGE = (
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] '
    "[--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]"
)


def command(
    args: Args = None,
    *,
    annotations: Annotated[
        Strings, Option("--annotations", help="An annotation of the pod, as key=value; can be repeated."), ARRAY
    ] = None,
    attach: Attach = False,
    cascade: Cascade = "background",
    command: Annotated[
        bool, Option("--command", help="Take what follows -- as the command of the container instead of its arguments.")
    ] = False,
    detach_keys: DetachKeys = "ctrl-p,ctrl-q",
    dry_run: DryRun = "none",
    env: Annotated[
        Strings,
        Option("--env", help="An environment variable of the container, as NAME=value; can be repeated."),
        ARRAY,
    ] = None,
    expose: Annotated[bool, Option("--expose", help="Make a ClusterIP service for the pod too; needs --port.")] = False,
    field_manager: FieldManager = "kubectl-run",
    filename: Annotated[
        Strings,
        Option("--filename", "-f", help="Not used.", hidden=True),
        Pflag(deprecated="it is ignored by kubectl run and will be removed in a future release"),
    ] = None,
    force: Force = False,
    grace_period: GracePeriod = -1,
    image: Image,
    image_pull_policy: ImagePullPolicy = "",
    kustomize: Kustomize = "",
    labels: Labels = "",
    leave_stdin_open: Annotated[
        bool, Option("--leave-stdin-open", help="Keep the input open after the first session has ended.")
    ] = False,
    override_type: OverrideType = "merge",
    overrides: Overrides = "",
    pod_running_timeout: PodRunningTimeout = "1m0s",
    port: Annotated[str, Option("--port", help="The port that the container opens.")] = "",
    privileged: Annotated[bool, Option("--privileged", help="Run the container as a privileged one.")] = False,
    quiet: Quiet = False,
    record: Record = False,
    recursive: Recursive = False,
    restart: Annotated[
        str, Option("--restart", help="The restart policy of the pod: Always, OnFailure or Never.")
    ] = "Always",
    rm: Annotated[bool, Option("--rm", help="Delete the pod when the attached session ends.")] = False,
    save_config: SaveConfig = False,
    stdin: Stdin = False,
    timeout: Timeout = "0s",
    tty: Tty = False,
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = False,
) -> None:
    """Run one image in one pod.

    Examples:
      # A pod with nginx
      kubectl run web --image=nginx

      # A shell that is gone after use
      kubectl run -it --rm tmp --image=busybox --restart=Never -- sh

      # Only show what would be created
      kubectl run web --image=nginx --dry-run=client -o yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    generator = Generator(opts, client, env, late=True)
    if opts.changed("cascade"):
        from minikctl.cli import deletion

        deletion.propagation(opts.cascade, env)  # looked at although it is for --rm alone
    attached = opts.attach or (opts.stdin and not opts.changed("attach"))
    _check(opts, generator.strategy, attached)
    created = [(PODS, _create_pod(opts, generator))]
    errors: list[Exception] = []
    if opts.expose:
        try:
            created.append((SERVICES, _service(opts, generator)))
        except (ApiError, CliError) as e:
            errors.append(e)
    if attached:
        from minikctl.cli.attaching import attend

        return attend(opts, client, env, created)
    for resource, obj in created:
        generator.show(resource, obj)
    failure.aggregate(errors)
    return 0


def _check(opts: Opts, strategy: str, attached: bool) -> None:
    """In kubectl's order, which decides what is told when several things are wrong."""
    if not opts.args or opts.dash == 0:
        raise CliError("NAME is required for run")
    if not opts.image:
        raise CliError("--image is required")
    _one_of("restart policy", opts.restart, _RESTART)
    if opts.pod_running_timeout <= 0:
        raise CliError("--pod-running-timeout must be higher than zero")
    _check_image(opts.image)
    if opts.tty and not opts.stdin:
        raise CliError("-i/--stdin is required for containers with -t/--tty=true")
    if opts.expose and not opts.port:
        raise CliError("--port must be set when exposing a service")
    if opts.rm and not attached:
        raise CliError("--rm should only be used for attached containers")
    if attached and strategy != "none":
        raise CliError(
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"
        )
    _one_of("image pull policy", opts.image_pull_policy, _PULL)


def _check_image(image: str) -> None:
    from minikctl.core import images

    try:
        images.parse(image)
    except images.InvalidReference:
        from minikctl.core.go_text import quote_go

        raise CliError(f"invalid image name {quote_go(image)}: {images.INVALID}") from None


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value and value not in known:
        raise CliError(f"invalid {what}: {value}, valid values are: {', '.join(known)}")


def _create_pod(opts: Opts, generator: Generator) -> dict[str, Any]:
    from minikctl.cli import record
    from minikctl.cli.generators import overrides

    pod = overrides.apply(opts, _pod(opts), "core/v1.Pod")
    if opts.record:
        record.annotate(pod, opts, generator.env)
    return generator.send(PODS, pod)


def _pod(opts: Opts) -> dict[str, Any]:
    from minikctl.cli.generators import labels

    name = opts.args[0]
    meta: dict[str, Any] = {"name": name}
    container = _container(opts, name)
    meta["labels"] = labels.parse(opts.labels) if opts.labels else {"run": name}
    notes = _annotations(opts.annotations)
    if notes:
        meta["annotations"] = notes
    restart = opts.restart or ("OnFailure" if opts.stdin else "Always")
    spec = {"containers": [container], "restartPolicy": restart, "dnsPolicy": "ClusterFirst"}
    return {"kind": "Pod", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": {}}


def _container(opts: Opts, name: str) -> dict[str, Any]:
    container: dict[str, Any] = {"name": name, "image": opts.image}
    words = opts.args[1:]
    if words:
        container["command" if opts.given().get("command") else "args"] = words
    if opts.port:
        container["ports"] = [{"containerPort": _port(opts.port)}]
    variables = _variables(opts.env)
    if variables:
        container["env"] = variables
    container["resources"] = {}
    if opts.image_pull_policy:
        container["imagePullPolicy"] = opts.image_pull_policy
    if opts.privileged:
        container["securityContext"] = {"privileged": True}
    if opts.stdin:
        container["stdin"] = True
        if not opts.leave_stdin_open:
            container["stdinOnce"] = True
    if opts.tty:
        container["tty"] = True
    return container


def _port(text: str) -> int:
    from minikctl.cli.generators.ports import plain_int

    number = plain_int(text)
    if number is None:
        raise CliError("--port must be a number")
    return number


def _variables(texts: list[str]) -> list[dict[str, str]]:
    from minikctl.core.names import env_var_name

    out = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or env_var_name(name):
            raise CliError(f"invalid env: {text}")
        out.append({"name": name, "value": value} if value else {"name": name})
    return out


def _annotations(texts: list[str]) -> dict[str, str]:
    out = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise CliError(f"invalid annotations format: {text}")
        out[key] = value
    return out


def _service(opts: Opts, generator: Generator) -> dict[str, Any]:
    """--expose: a Service beside the pod; nothing of --overrides goes into it."""
    from minikctl.cli.generators import exposed, labels

    name = opts.args[0]
    selector = labels.parse(opts.labels) if opts.labels else {"run": name}
    given = labels.parse(opts.labels) if opts.labels else {}
    ports = exposed.service_ports([opts.port], [], "", "")
    service = exposed.plain(name, given, {"ports": ports, "selector": selector})
    return generator.send(SERVICES, service)
