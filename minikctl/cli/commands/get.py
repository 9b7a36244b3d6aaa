"""`get`: show one or many resources."""

from __future__ import annotations

from minikctl.cli import failure, results
from minikctl.cli.commands import _getting
from minikctl.client import builder
from minikctl.client.builder import Info, Query, Wanted
from minikctl.core.errors import AggregateError, ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        AllowMissingTemplateKeys,
        Args,
        ChunkSize,
        FieldSelector,
        IgnoreNotFound,
        NoHeaders,
        Raw,
        Selector,
        ShowManagedFields,
        SortBy,
        Strings,
        Subresource,
        Template,
        Watch,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

BUNDLES = ("files",)
USAGE = (
    "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide]"
    " (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]"
)


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    chunk_size: ChunkSize = 500,
    field_selector: FieldSelector = "",
    ignore_not_found: IgnoreNotFound = False,
    label_columns: Annotated[
        Strings, Option("--label-columns", "-L", help="Labels to show as columns of their own.")
    ] = None,
    no_headers: NoHeaders = False,
    output: Annotated[
        str,
        Option(
            "--output",
            "-o",
            help="The format: json, yaml, kyaml, name, go-template, go-template-file, template, "
            "templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-"
            "columns-file or wide.",
        ),
    ] = "",
    output_watch_events: Annotated[
        bool, Option("--output-watch-events", help="With --watch: print the events (ADDED, ...) with the objects.")
    ] = False,
    raw: Raw = "",
    selector: Selector = "",
    server_print: Annotated[bool, Option("--server-print", help="Let the server make the table.")] = True,
    show_kind: Annotated[bool, Option("--show-kind", help="Put the kind before every name.")] = False,
    show_labels: Annotated[bool, Option("--show-labels", help="Show all labels in a last column.")] = False,
    show_managed_fields: ShowManagedFields = False,
    sort_by: SortBy = "",
    subresource: Subresource = "",
    template: Template = "",
    watch: Watch = False,
    watch_only: Annotated[bool, Option("--watch-only", help="Show only what changes, not what is there.")] = False,
) -> None:
    """Show one or many resources.

    Prints a table of the resources in the namespace, or the objects themselves with -o. Selectors filter the
    list; --watch goes on.

    Examples:
      # All pods
      kubectl get pods

      # With more columns
      kubectl get pods -o wide

      # One deployment as YAML
      kubectl get deployment web -o yaml

      # Two kinds by label, in all namespaces
      kubectl get deploy,svc -A -l app=web

      # A single value
      kubectl get pod web -o jsonpath='{.status.podIP}'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.sort_by:
        return _run(opts, client, env)
    from minikctl.printers.sorting import Unsortable

    try:
        return _run(opts, client, env)
    except Unsortable as e:
        env.klog(e.message, e.source, "F")
        return e.code


def _run(opts: Opts, client: Client, env: Env) -> int:
    if opts.raw:
        return _raw(opts, client, env)
    if opts.template and not opts.output:
        opts.put("output", "go-template")
    _check(opts, env)
    wanted = _wanted(opts, client, env)
    if opts.watch or opts.watch_only:
        from minikctl.cli.commands import _watching

        failure.aggregate([one for one in wanted if isinstance(one, Exception)])
        return _watching.run(opts, client, env, [one for one in wanted if isinstance(one, Query)])
    if opts.output in ("", "wide"):
        failure.aggregate(_getting.print_tables(client, wanted, opts, env))
        return 0
    _objects(opts, client, env, wanted)
    return 0


def _raw(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli import writing

    if opts.args:
        raise CliError("arguments may not be passed when --raw is specified")
    if opts.watch or opts.watch_only or opts.selector:
        raise CliError("--raw may not be specified with other flags that filter the server request or alter the output")
    if opts.output:
        raise CliError("--raw and --output are mutually exclusive")
    writing.check_raw_path(opts)
    env.stdout.write(client.raw("GET", opts.raw).decode("utf-8", "replace"))
    return 0


def _check(opts: Opts, env: Env) -> None:
    watching = opts.watch or opts.watch_only
    if not opts.args and not opts.filename and not opts.kustomize and not watching:
        env.stderr.write(
            "You must specify the type of resource to get. "
            f'Use "{env.name} api-resources" for a complete list of supported resources.\n\n'
        )
        raise opts.usage_error(
            "Required resource not specified.\n"
            f'Use "{env.name} explain <resource>" for a detailed description of that resource '
            f"(e.g. {env.name} explain pods)."
        )
    if opts.output_watch_events and not watching:
        raise CliError("--output-watch-events option can only be used with --watch or --watch-only")
    if opts.output not in ("", "wide") and opts.show_labels:
        raise CliError(f"--show-labels option cannot be used with {opts.output} printer")
    if opts.label_columns and opts.output.startswith("custom-columns"):
        raise CliError(f"--label-columns option cannot be used with {opts.output} printer")


def _wanted(opts: Opts, client: Client, env: Env) -> list[Query | Exception]:
    """The arguments, or the objects of files, as queries; what is wrong with files stands where it was found."""
    if not opts.filename and not opts.kustomize:
        wanted = Wanted(opts.selector, opts.field_selector, False, opts.all_namespaces, True, opts.subresource)
        return [*builder.queries(client, opts.args, wanted)]
    from minikctl.client import manifests

    manifests.alone(opts, env, opts.args)
    found = manifests.from_flags(client, env, opts)
    if opts.selector:
        from minikctl.cli import targets

        errors: list[Exception] = []
        kept = targets.infos(opts, client, env, Wanted(), errors)
        return [*errors, *(Query(i.resource, i.namespace, (i.name,)) for i in kept)]
    return [
        failure.bare(one)
        if isinstance(one, Exception)
        else Query(one.resource, one.namespace, (one.name,), listed=one.listed, nameless=_nameless(one))
        for one in found.order
    ]


def _nameless(info: Info) -> Obj | None:
    """What a file has no name for is shown as it is there. source: cli-runtime RetrieveLatest passes over it"""
    if info.name or info.obj is None:
        return None
    meta = dict(info.obj.get("metadata") or {})
    if info.namespace:
        meta["namespace"] = info.namespace
    return {**info.obj, "metadata": meta}


def _objects(opts: Opts, client: Client, env: Env, wanted: list[Query | Exception]) -> None:
    """-o: one object as itself, several (or a listing) as a List."""
    show = results.of_get(opts, env)
    errors: list[Exception] = []
    infos: list[Info] = []
    for one in wanted:
        if isinstance(one, Exception):
            errors.append(one)
        else:
            infos += _fetch(opts, client, one, errors)
    single = _single(opts, env, wanted)
    errors = [each for e in errors for each in (e.errors if isinstance(e, AggregateError) else [e])]
    if errors and single:
        failure.aggregate(errors)
    if single and len(infos) == 1:
        show(infos[0].obj or {})
    elif infos or not opts.ignore_not_found:
        show(_list(opts, [_typed(i) for i in infos]))
    failure.aggregate(errors)


def _single(opts: Opts, env: Env, wanted: list[Query | Exception]) -> bool:
    """Whether the command line is about one object: by name, or in one file."""
    if opts.kustomize:
        return True
    if opts.filename:
        from minikctl.client.manifests import paths

        return "-" not in opts.filename and len(paths(opts.filename, opts.recursive, env)) == 1
    return len(wanted) == 1 and isinstance(wanted[0], Query) and len(wanted[0].names or ()) == 1


def _typed(info: Info) -> Obj:
    """Items of a list come without apiVersion and kind from some servers."""
    return {"apiVersion": info.resource.api_version, "kind": info.resource.kind, **(info.obj or {})}


def _list(opts: Opts, items: list[Obj]) -> Obj:
    if opts.sort_by:
        from minikctl.printers.sorting import sort_objects

        items = sort_objects(items, opts.sort_by)
    return {"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}}


def _fetch(opts: Opts, client: Client, query: Query, errors: list[Exception]) -> list[Info]:
    if not opts.subresource:
        return list(builder.fetch(client, query, errors, opts.ignore_not_found))
    out = []
    for name in query.names or ():
        try:
            obj = client.get(query.resource, query.namespace, name, opts.subresource)
        except ApiError as e:
            errors.append(builder.missing(client, query.namespace, e))
            continue
        out.append(Info(query.resource, query.namespace, name, obj))
    return out
