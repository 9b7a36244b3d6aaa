"""taint: add, change and remove the taints of nodes. source: kubectl taint, texts observed on v1.37"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from minikctl.cli import failure, results
from minikctl.client import builder
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

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
        removing = spec.endswith("-")
        taint = _taint(spec[:-1] if removing else spec, spec, removing)
        (wish.remove if removing else wish.add).append(taint)
        name = (taint["key"], taint.get("effect", ""))
        if not removing:
            if name in seen:
                raise CliError(f"duplicated taints with the same key and effect: {spec}")
            seen.add(name)
    for taint in wish.remove:
        if (taint["key"], taint.get("effect", "")) in seen:
            raise CliError("can not both modify and remove the following taint(s) in the same command: " + taint["key"])
    return wish


def _taint(text: str, spec: str, removing: bool) -> Obj:
    from minikctl.core.names import label_value, qualified_name

    front, colon, effect = text.partition(":")
    if not colon and not removing:
        raise CliError(f"invalid taint spec: {spec}")
    key, equals, value = front.partition("=")
    out: Obj = {"key": key}
    if equals:
        bad = label_value(value)
        if bad:
            raise CliError(f"invalid taint spec: {spec}, {'; '.join(bad)}")
        if value:
            out["value"] = value
    if colon:
        if effect not in EFFECTS:
            raise CliError(f"invalid taint effect: {effect}, unsupported taint effect")
        out = {"effect": effect, **out}
    bad = qualified_name(key)
    if bad:
        raise CliError(f"invalid taint spec: {spec}, {'; '.join(bad)}")
    return out


def changed(old: list[Obj], wish: Wish, node: str, overwrite: bool) -> tuple[list[Obj], str]:
    """(the taints afterwards, what has been done). CliError for what is there already, or is not there."""
    mine = {(t["key"], t["effect"]) for t in wish.add}
    there = sorted({t["key"] for t in old if (t["key"], t["effect"]) in mine})
    if there and not overwrite:
        keys = ",".join(there)
        raise CliError(f"node {node} already has {keys} taint(s) with same effect(s) and --overwrite is false")
    after = [*wish.add, *(t for t in old if (t["key"], t["effect"]) not in mine)]
    missing: list[str] = []
    for gone in wish.remove:
        left = [t for t in after if not (t["key"] == gone["key"] and gone.get("effect", t["effect"]) == t["effect"])]
        if len(left) == len(after):
            effect = f":{gone['effect']}" if "effect" in gone else ""
            missing.append(f'taint "{gone["key"]}{effect}" not found')
        after = left
    if missing:
        raise CliError(missing[0] if len(missing) == 1 else f"[{', '.join(missing)}]")
    if wish.add and not wish.remove and not there:
        return after, "tainted"
    return after, "untainted" if wish.remove and not wish.add else "modified"


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.write_options import dry_run

    strategy = dry_run(opts, env)
    resources, specs = split(opts.args)
    if not resources:
        raise opts.usage_error("one or more resources must be specified as <resource> <name>")
    if not specs:
        raise CliError("at least one taint update is required")
    try:
        wish = parse(specs)
    except CliError as e:
        raise opts.usage_error(e.message) from None
    if opts.all and opts.selector:
        raise CliError("setting 'all' parameter but found a non empty selector. ")
    errors: list[Exception] = []
    for info in builder.infos(client, resources, Wanted(opts.selector, all=opts.all), errors):
        if info.resource.kind != "Node":
            raise opts.usage_error(f"invalid resource type {info.resource.kind}, only node(s) is supported")
        old = ((info.obj or {}).get("spec") or {}).get("taints") or []
        try:
            after, done = changed(old, wish, info.name, opts.overwrite)
            obj = info.obj or {}
            if strategy != "client":
                options = WriteOptions(dry_run=strategy == "server", field_manager=opts.field_manager)
                obj = client.patch(
                    info.resource, "", info.name, {"spec": {"taints": after or None}}, MERGE_PATCH, options
                )
        except (ApiError, CliError) as e:
            errors.append(e)
            continue
        results.printer(opts, env, done, strategy)(info.resource, obj)
    failure.aggregate(errors)
    return 0
