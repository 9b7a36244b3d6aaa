"""`get --watch`: what is there, then every change, as table rows or whole objects."""

from __future__ import annotations

from minikctl.cli import failure, results
from minikctl.cli.commands._getting import table_printer
from minikctl.client import builder
from minikctl.client.builder import NOTHING_GIVEN
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info, Query

Obj = dict[str, Any]


def run(opts: Opts, client: Client, env: Env, queries: list[Query]) -> int:
    """Goes on until the watch ends (the manual clock: nothing is due any more) or somebody presses Ctrl-C."""
    if not queries:
        raise CliError(NOTHING_GIVEN)
    if len({(q.resource.group, q.resource.plural) for q in queries}) != 1:
        raise CliError("you may only specify a single resource type")
    if opts.sort_by:
        env.stderr.write("warning: --watch requested, --sort-by will be ignored for watch events received\n")
    query = queries[0]
    tables = opts.output in ("", "wide")
    show = _rows(opts, env, query) if tables else _objects(opts, env)
    names = [name for each in queries for name in each.names or ()]
    if len(names) > 1:
        _show_several(client, query, names, None if opts.watch_only else show, tables)
        raise CliError("you may only watch a single resource or type of resource at a time")
    name = names[0] if names else ""
    revision = ""
    try:
        revision = _present(opts, client, query, name, show, tables)
        env.stdout.flush()
        events = client.watch(
            query.resource, query.namespace, name, query.selector, query.fields, revision, None, table=tables
        )
        _follow(events, show, env)
    except KeyboardInterrupt:
        client.commit()
        raise
    return 0


def _show_several(
    client: Client, query: Query, names: list[str], show: Callable[[str, Obj], None] | None, tables: bool
) -> None:
    """All of them are there, or the error says which is not; only then kubectl finds that it cannot watch them."""
    infos: list[Info] = []
    for name in names:  # the first that is missing ends it
        errors: list[Exception] = []
        infos += builder.fetch(client, query._replace(names=(name,)), errors)
        failure.aggregate(errors)
    if show is None:
        return
    if not tables:
        for info in infos:
            show("ADDED", info.obj or {})
        return
    found = [client.table(query.resource, query.namespace, info.name) for info in infos]
    show("ADDED", {**found[0], "rows": [row for table in found for row in table["rows"]]})


def _present(
    opts: Opts, client: Client, query: Query, name: str, show: Callable[[str, Obj], None], tables: bool
) -> str:
    """Show what is there (not with --watch-only); the revision to go on from."""
    if tables:
        table = client.table(query.resource, query.namespace, name, query.selector, query.fields)
        if not opts.watch_only:
            show("ADDED", table)
        return str(table["metadata"]["resourceVersion"])
    if name:
        obj = client.get(query.resource, query.namespace, name)
        if not opts.watch_only:
            show("ADDED", obj)
        return str(obj["metadata"]["resourceVersion"])
    found = client.list(query.resource, query.namespace, query.selector, query.fields)
    if not opts.watch_only:
        for item in found["items"]:
            show("ADDED", {"apiVersion": query.resource.api_version, "kind": query.resource.kind, **item})
    return str(found["metadata"]["resourceVersion"])


def _follow(events: Iterator[tuple[str, Obj]], show: Callable[[str, Obj], None], env: Env) -> None:
    for kind, obj in events:
        if kind == "BOOKMARK":
            continue
        if kind == "ERROR":
            raise ApiError(obj.get("code", 500), obj.get("reason", ""), obj.get("message", ""), obj.get("details"))
        show(kind, obj)
        env.stdout.flush()


def _rows(opts: Opts, env: Env, query: Query) -> Callable[[str, Obj], None]:
    printer = table_printer(opts, query, False)

    def show(kind: str, table: Obj) -> None:
        env.stdout.write(printer(table, kind))

    return show


def _objects(opts: Opts, env: Env) -> Callable[[str, Obj], None]:
    show = results.of_get(opts, env)

    def one(kind: str, obj: Obj) -> None:
        if opts.output_watch_events:
            obj = {"type": kind, "object": obj}
        show(obj)

    return one
