"""`set env`: set environment variables of pod templates."""

from __future__ import annotations

from minikctl.cli.setting import objects, pod_specs, variables
from minikctl.cli.setting.changing import Change
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        ARRAY,
        All,
        Args,
        ContainersPattern,
        DryRun,
        FieldManager,
        ListOnly,
        Local,
        Selector,
        Strings,
    )
    from minikctl.cli.opts import Opts
    from minikctl.cli.setting.variables import Edits
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = (
    "printing",
    "files",
)
USAGE = "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    containers: ContainersPattern = "*",
    dry_run: DryRun = "none",
    env: Annotated[
        Strings, Option("--env", "-e", help="A variable to set, as NAME=value; can be repeated."), ARRAY
    ] = None,
    field_manager: FieldManager = "kubectl-set",
    from_: Annotated[
        str, Option("--from", help="A config map or secret, as TYPE/NAME, whose entries become variables.")
    ] = "",
    keys: Annotated[Strings, Option("--keys", help="Only these keys of the config map or secret.")] = None,
    list: ListOnly = False,
    local: Local = False,
    overwrite: Annotated[bool, Option("--overwrite", help="Change variables that are there already.")] = True,
    prefix: Annotated[str, Option("--prefix", help="What to put before the name of every variable.")] = "",
    resolve: Annotated[bool, Option("--resolve", help="With --list: look up what variables refer to.")] = False,
    selector: Selector = "",
) -> None:
    """Set environment variables of pod templates.

    NAME=value sets a variable, NAME- removes it; with --list nothing is changed.

    Examples:
      # Set one
      kubectl set env deployment/web LEVEL=debug

      # Remove it
      kubectl set env deployment/web LEVEL-

      # Take all entries of a config map
      kubectl set env deployment/web --from=configmap/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.all and opts.selector:
        raise CliError(objects.ALL_AND_SELECTOR)
    names, changes = variables.split(opts.args)
    change = Change(opts, client, env, "env updated", "failed to patch env update to pod template: ")
    change.check_local()
    _check(opts, names)
    edits = variables.edits([*opts.env, *changes], env)
    if opts.from_:
        edits.set.extend(_from(opts, client, env))
    if opts.prefix:
        edits = edits._replace(set=[{**one, "name": opts.prefix + one["name"]} for one in edits.set])
    infos = objects.found(opts, client, env, names)
    if opts.list:
        return _list(change, infos, edits)
    return change.run(infos, lambda obj: _set(change, obj, edits))


def _check(opts: Opts, names: list[str]) -> None:
    if not opts.filename and not opts.kustomize and not names:
        raise CliError("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if opts.list and opts.output:
        raise CliError("--list and --output may not be specified together")
    if opts.keys and not opts.from_:
        raise CliError("when specifying --keys, a configmap or secret must be provided with --from")


def _from(opts: Opts, client: Client, env: Env) -> list[dict[str, Any]]:
    """The entries of what --from names; objects of -f count as sources too, as in kubectl."""
    sources = objects.found(opts, client, env, [opts.from_])
    return [variable for info in sources for variable in variables.from_object(info.obj or {}, opts.keys, env)]


def _edited(change: Change, obj: dict[str, Any], edits: Edits) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The containers that are meant, each with its variables after the change."""
    opts = change.opts
    found = pod_specs.containers(pod_specs.pod_spec(obj), opts.containers)
    if not found:
        change.env.warn(
            f'{obj["kind"]}/{obj["metadata"]["name"]} does not have any containers matching "{opts.containers}"'
        )
    if not opts.overwrite:
        for container in found:
            variables.check_no_overwrite(container.get("env") or [], edits.set)
    return [(container, variables.merged(container.get("env") or [], edits)) for container in found]


def _set(change: Change, obj: dict[str, Any], edits: Edits) -> bool:
    for container, after in _edited(change, obj, edits):
        if after:
            container["env"] = after
        else:
            container.pop("env", None)
    return True


def _list(change: Change, infos: list[Info], edits: Edits) -> int:
    for info in infos:
        obj = info.obj or {}
        problems: dict[str, list[str]] = {}
        try:
            edited = _edited(change, obj, edits)
        except CliError:
            continue
        for container, after in edited:
            head = f"# {obj['kind']} {obj['metadata']['name']}, container {container['name']}"
            lines = [_line(change, variable, obj, container, problems) for variable in after]
            change.env.stdout.write("".join(f"{line}\n" for line in (head, *lines)))
            texts = [f"error retrieving reference for {', '.join(sorted(names))}: {e}" for e, names in problems.items()]
            change.env.stderr.write("".join(f"{text}\n" for text in sorted(texts)))
            problems.clear()
    return 0


def _line(
    change: Change,
    variable: dict[str, Any],
    obj: dict[str, Any],
    container: dict[str, Any],
    problems: dict[str, list[str]],
) -> str:
    """`NAME=value`, or a comment that says where the value comes from."""
    source = variable.get("valueFrom")
    if source is None:
        return f"{variable['name']}={variable.get('value', '')}"
    if change.opts.resolve:
        from minikctl.cli.setting import resolving

        try:
            return f"{variable['name']}={resolving.value(change.client, source, obj, container)}"
        except CliError as e:
            problems.setdefault(e.message, []).append(variable["name"])
    return f"# {variable['name']} from {variables.reference_text(source)}"
