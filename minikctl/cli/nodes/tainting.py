"""taint: add, change and remove the taints of nodes. source: kubectl taint, texts observed on v1.37"""

from __future__ import annotations

from minikctl.cli import failure, results
from minikctl.client import builder
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import AggregateError, ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


class Wish(NamedTuple):
    """What the arguments ask for. A removal without an effect is of all effects."""

    add: list[Obj]
    remove: list[Obj]


def split(args: list[str]) -> tuple[list[str], list[str]]:
    """Arguments that name nodes, and taints."""
    resources: list[str] = []
    taints: list[str] = []
    for arg in args:
        if "=" in arg or ":" in arg or arg.endswith("-"):
            taints.append(arg)
        elif taints:
            raise CliError(f"all resources must be specified before taint changes: {arg}")
        else:
            resources.append(arg)
    return resources, taints


def parse(specs: list[str]) -> Wish:
    """CliError for what is no taint."""
    wish = Wish([], [])
    seen: set[tuple[str, str]] = set()
    for spec in specs:
        if spec.endswith("-"):
            wish.remove.append(_taint(spec[:-1]))
            continue
        taint = _taint(spec)
        if "effect" not in taint:
            raise CliError(f"invalid taint spec: {spec}")
        name = (taint["key"], taint["effect"])
        if name in seen:
            shown = f"{{{taint['key']} {taint.get('value', '')} {taint['effect']} <nil>}}"
            raise CliError(f"duplicated taints with the same key and effect: {shown}")
        seen.add(name)
        wish.add.append(taint)
    return wish


def _taint(spec: str) -> Obj:
    from minikctl.core.names import label_value, qualified_name

    parts = spec.split(":")
    if len(parts) > 2:
        raise CliError(f"invalid taint spec: {spec}")
    out: Obj = {"key": spec}
    if len(parts) == 2:
        if parts[1] not in EFFECTS:
            raise CliError(f"invalid taint effect: {parts[1]}, unsupported taint effect")
        words = parts[0].split("=")
        if len(words) > 2:
            raise CliError(f"invalid taint spec: {spec}")
        out = {"effect": parts[1], "key": words[0]}
        if len(words) == 2 and words[1]:
            _check(spec, label_value(words[1]))
            out["value"] = words[1]
    _check(spec, qualified_name(out["key"]))
    return out


def _check(spec: str, problems: list[str]) -> None:
    if problems:
        raise CliError(f"invalid taint spec: {spec}, {'; '.join(problems)}")


def check_apart(wish: Wish) -> None:
    """A taint cannot come and go in one command."""
    both = [
        f"{gone['key']}={gone.get('effect', '')}"
        for new in wish.add
        for gone in wish.remove
        if new["key"] == gone["key"] and gone.get("effect", new["effect"]) == new["effect"]
    ]
    if both:
        raise CliError(f"can not both modify and remove the following taint(s) in the same command: {', '.join(both)}")


def changed(old: list[Obj], wish: Wish, node: str, overwrite: bool) -> tuple[list[Obj], str]:
    """(the taints afterwards, what has been done). CliError for what is there already, or is not there."""
    mine = {(t["key"], t["effect"]) for t in wish.add}
    there = [t["key"] for t in wish.add if any((o["key"], o["effect"]) == (t["key"], t["effect"]) for o in old)]
    if there and not overwrite:
        keys = ",".join(there)
        raise CliError(f"node {node} already has {keys} taint(s) with same effect(s) and --overwrite is false")
    after = [*wish.add, *(t for t in old if (t["key"], t["effect"]) not in mine)]
    added = len(after) != len(old)
    missing: list[Exception] = []
    for gone in wish.remove:
        left = [t for t in after if not (t["key"] == gone["key"] and gone.get("effect", t["effect"]) == t["effect"])]
        if len(left) == len(after):
            missing.append(CliError(f'taint "{_shown(gone)}" not found'))
        after = left
    if missing:
        raise AggregateError(missing)
    removed = bool(wish.remove)
    if overwrite or (added and removed):
        return after, "modified"
    return after, "tainted" if added else "untainted"


def _shown(taint: Obj) -> str:
    """A removal is of a key and an effect; its value counts for nothing."""
    return f"{taint['key']}:{taint['effect']}" if "effect" in taint else str(taint["key"])


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.write_options import dry_run

    strategy = dry_run(opts, env)
    resources, specs = split(opts.args)
    if not resources:
        raise CliError("one or more resources must be specified as <resource> <name>")
    if not specs:
        raise CliError("at least one taint update is required")
    try:
        wish = parse(specs)
    except CliError as e:
        raise opts.usage_error(e.message) from None
    _check_resources(opts, client, resources)
    check_apart(wish)
    errors: list[Exception] = []
    selecting = opts.all or opts.selector
    args = ["nodes"] if selecting else ["nodes", *resources[1:]]
    for info in builder.infos(client, args, Wanted(opts.selector, all=opts.all), errors):
        try:
            done, obj = _taint_node(opts, client, info, wish, strategy)
        except (ApiError, CliError, AggregateError) as e:
            errors.append(e)
            continue
        results.printer(opts, env, done, typed=True)(info.resource, obj)  # kubectl does not say that it was a dry run
    failure.aggregate(errors)
    return 0


def _check_resources(opts: Opts, client: Client, resources: list[str]) -> None:
    if opts.all and opts.selector:
        raise CliError("setting 'all' parameter with a non empty selector is prohibited")
    word = resources[0]
    if "/" in word:
        raise CliError(f'the server doesn\'t have a resource type "{word}"', bare=True)
    try:
        resource = client.resolve(word)
    except CliError as e:
        raise failure.bare(e) from None
    if resource.kind != "Node":
        raise CliError(f"invalid resource type {word}, only node types are supported")
    if not opts.all and not opts.selector and len(resources) < 2:
        raise CliError("at least one resource name must be specified since 'all' parameter is not set")


def _taint_node(opts: Opts, client: Client, info: Info, wish: Wish, strategy: str) -> tuple[str, Obj]:
    """(what has been done, the node)."""
    obj = info.obj or {}
    old = (obj.get("spec") or {}).get("taints") or []
    after, done = changed(old, wish, info.name, opts.overwrite)
    if strategy == "client":
        return done, {**obj, "spec": {**(obj.get("spec") or {}), "taints": after}}
    options = WriteOptions(dry_run=strategy == "server", field_manager=opts.field_manager)
    patch = {"spec": {"taints": after or None}}
    return done, client.patch(info.resource, "", info.name, patch, MERGE_PATCH, options)
