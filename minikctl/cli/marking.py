"""label and annotate: key=value and key- over the objects named, as one merge patch each. The two differ in how they
read pairs and in what they say."""

from __future__ import annotations

from minikctl.cli import failure, record, results, targets
from minikctl.cli.write_options import dry_run
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import AggregateError, ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]


class Marks(NamedTuple):
    """What to do to `metadata.labels` or `metadata.annotations`."""

    field: str
    set: dict[str, str]
    remove: list[str]
    overwrite: bool
    resource_version: str
    conflict: Callable[[list[tuple[str, str]]], list[Exception]]  # what to say of values that would be overwritten


class Voice(Protocol):
    """What the verb says."""

    heading: str  # of --list, where it shows several objects

    def before(self, obj: Obj) -> None:
        """Of an object that is about to be changed."""

    def done(self, old: Obj, new: Obj) -> str:
        """`labeled`."""


def split(args: list[str], what: str) -> tuple[list[str], list[str]]:
    """The resources, and the pairs after them. source: kubectl GetResourcesAndPairs"""
    words: list[str] = []
    pairs: list[str] = []
    for arg in args:
        if ("=" in arg and arg[0] != "=") or (arg.endswith("-") and arg != "-"):
            pairs.append(arg)
        elif pairs:
            raise CliError(f"all resources must be specified before {what} changes: {arg}")
        else:
            words.append(arg)
    return words, pairs


def check(opts: Opts, env: Env, words: list[str], marks: Marks, what: str, example: str) -> str:
    """The dry-run strategy. CliError for flags and arguments that clash; `example` names a file in the message."""
    strategy = dry_run(opts, env)
    files = bool(opts.filename or opts.kustomize)
    if opts.all and opts.selector:
        raise CliError("cannot set --all and --selector at the same time")
    if opts.all and opts.field_selector:
        raise CliError("cannot set --all and --field-selector at the same time")
    if opts.local:
        if strategy == "server":
            raise CliError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
        if words:
            files_only = f"can only use local files by -f {example}.yaml or --filename={example}.json"
            raise CliError(f"{files_only} when --local=true is set")
        if not files:
            raise CliError(f"one or more files must be specified as -f {example}.yaml or --filename={example}.json")
    elif not words and not files:
        raise CliError("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if not marks.set and not marks.remove and not opts.list:
        raise CliError(f"at least one {what} update is required")
    return strategy


def run(opts: Opts, client: Client, env: Env, words: list[str], marks: Marks, strategy: str, voice: Voice) -> int:
    """Change, or only list, every object that the command line names."""
    results.printer(opts, env, "")  # a format that does not exist is told before anything is done
    errors: list[Exception] = []
    infos = _infos(opts, client, env, words, errors)
    single = _single(opts, env, words)
    if marks.resource_version and not single:
        raise CliError("--resource-version may only be used with a single resource")
    for info in infos:
        try:
            old, new = _both(info.obj or {}, marks)
            if opts.list:
                _list(env, info, new, marks.field, "" if single else voice.heading)
                continue
            out = new
            if strategy != "client" and not opts.local:
                voice.before(old)
                out = _send(opts, client, env, info, old, new, strategy)
        except (ApiError, AggregateError) as e:
            errors.append(e)
            continue
        results.printer(opts, env, voice.done(old, new), strategy)(info.resource, out)
    failure.aggregate(errors)
    return 0


def _infos(opts: Opts, client: Client, env: Env, words: list[str], errors: list[Exception]) -> Iterable[Info]:
    if opts.local:
        from minikctl.cli import local_files

        return local_files.infos(opts, env, errors)
    wanted = Wanted(opts.selector, opts.field_selector, False, opts.all_namespaces, bare_type=opts.all)
    return targets.visited(opts, client, env, wanted, errors, words)


def _single(opts: Opts, env: Env, words: list[str]) -> bool:
    """Whether the command line names one object, or one file. source: kubectl singleItemImplied"""
    if opts.kustomize:
        return True
    if opts.filename:
        from minikctl.client.manifests import paths

        return "-" not in opts.filename and len(paths(opts.filename, opts.recursive, env)) == 1
    if opts.selector or opts.field_selector or opts.all:
        return False
    if any("/" in word for word in words):
        return len(words) == 1
    return len(words) == 2 and "," not in words[0]


def _both(obj: Obj, marks: Marks) -> tuple[Obj, Obj]:
    """The object before and after. With a resource version to keep to, only the latter has one, so that the patch
    names it."""
    meta = obj["metadata"]
    have: dict[str, str] = meta.get(marks.field) or {}
    if not marks.overwrite:
        taken = [(key, have[key]) for key, value in marks.set.items() if have.get(key, value) != value]
        errors = marks.conflict(taken)
        if errors:
            raise AggregateError(errors)
    changed = {key: value for key, value in {**have, **marks.set}.items() if key not in marks.remove}
    new_meta = {**meta, marks.field: changed}
    if marks.resource_version:
        meta = {key: value for key, value in meta.items() if key != "resourceVersion"}
        new_meta["resourceVersion"] = marks.resource_version
    return {**obj, "metadata": meta}, {**obj, "metadata": new_meta}


def _send(opts: Opts, client: Client, env: Env, info: Info, old: Obj, new: Obj, strategy: str) -> Obj:
    from minikctl.core.patches import json_merge

    if opts.record:
        new = {**new, "metadata": dict(new["metadata"])}
        record.annotate(new, opts, env)
    options = WriteOptions(strategy == "server", opts.field_manager)
    patch = json_merge.diff(old, new)
    return client.patch(info.resource, info.namespace, info.name, patch, MERGE_PATCH, options)


def _list(env: Env, info: Info, obj: Obj, field: str, heading: str) -> None:
    indent = ""
    if heading:
        indent = " "
        env.stdout.write(f"{heading} {info.resource.kind}.{info.resource.group}/{info.name}:\n")
    marks = obj["metadata"].get(field) or {}
    for key in sorted(marks):
        env.stdout.write(f"{indent}{key}={marks[key]}\n")
