"""What `get` does beneath its flags: tables of each resource, objects as a list, and watches of both."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.client import builder
from minikctl.client._base import EMPTY_NAME
from minikctl.client.builder import Query
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.printers.table import TablePrinter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]


def table_printer(opts: Opts, query: Query, several: bool, spaced: bool = False) -> TablePrinter:
    """The printer for one resource's tables, as the flags want it. spaced: with a column for namespaces anyway."""
    return TablePrinter(
        wide=opts.output == "wide",
        no_headers=opts.no_headers,
        show_labels=opts.show_labels,
        label_columns=opts.label_columns or (),
        with_namespace=spaced or (opts.all_namespaces and query.resource.namespaced),
        kind=query.resource.printed if several or opts.show_kind else "",
        with_event=opts.output_watch_events,
    )


def tables(client: Client, query: Query, opts: Opts, errors: list[Exception], whole: bool = False) -> Iterable[Obj]:
    """The server's Tables for one query; what is missing goes to `errors`."""
    if not opts.server_print:
        infos = builder.fetch(client, query, errors, opts.ignore_not_found)
        yield _own_table([info.obj or {} for info in infos], client.now())
        return
    if query.names is None:
        try:
            yield from _pages(client, query, 0 if opts.sort_by else opts.chunk_size, whole)
        except ApiError as e:
            errors.append(builder.unable_to_find(query, e))
        except CliError as e:
            errors.append(failure.bare(e))
        return
    for name in query.names:
        if not name:
            if query.nameless is None:
                errors.append(CliError(EMPTY_NAME))
            else:
                yield _own_table([query.nameless], client.now())
            continue
        try:
            yield client.table(query.resource, query.namespace, name, whole=whole, subresource=opts.subresource)
        except ApiError as e:
            if not (opts.ignore_not_found and e.reason == "NotFound"):
                builder.note(errors, builder.missing(client, query.namespace, e), query.listed)


def _pages(client: Client, query: Query, chunk: int, whole: bool) -> Iterable[Obj]:
    limit = 0 if client.embedded else chunk  # in pages only where there is a wire
    token = ""
    while True:
        page = client.table(query.resource, query.namespace, "", query.selector, query.fields, limit, token, whole)
        yield page
        token = (page.get("metadata") or {}).get("continue", "")
        if not token:
            return


def _own_table(objects: list[Obj], now: int) -> Obj:
    """The Table that kubectl makes where the server is not to: NAME and AGE."""
    from minikctl.core.duration import age

    columns = [
        {"name": name, "type": "string", "format": form, "description": "", "priority": 0}
        for name, form in (("Name", "name"), ("Age", ""))
    ]
    rows = [
        {"cells": [obj["metadata"].get("name", ""), age(obj["metadata"].get("creationTimestamp"), now)], "object": obj}
        for obj in objects
    ]
    return {"columnDefinitions": columns, "rows": rows}


def print_tables(client: Client, wanted: list[Query | Exception], opts: Opts, env: Env) -> list[Exception]:
    """One table per resource, apart by a blank line; `No resources found` where there is nothing at all. wanted: what
    is wrong with files stands between what they name."""
    errors: list[Exception] = []
    queries = [one for one in wanted if isinstance(one, Query)]
    found = _found(client, wanted, opts, errors)
    several = _several(queries)
    if several:  # what is not there, or could not be listed, does not count as a resource
        found = list(found)
        several = _several([query for query, _ in found])
    if opts.sort_by:
        found = _sorted(list(found), opts.sort_by)
    printer: TablePrinter | None = None
    last: tuple[str, str] | None = None
    spaced = False  # the column NAMESPACE, once shown, stays: what has none is shown with an empty one
    for query, table in found:
        spaced = spaced or (opts.all_namespaces and query.resource.namespaced)
        if not table.get("rows"):
            continue
        which = (query.resource.group, query.resource.plural)
        if which != last or printer is None:  # coming back to a resource starts a table anew
            if printer is not None:
                env.stdout.write(printer.flush() + ("" if opts.no_headers else "\n"))
            printer = table_printer(opts, query, several, spaced)
            last = which
        printer.add(table)
    if printer is not None:
        env.stdout.write(printer.flush())
    elif not errors and not opts.ignore_not_found:
        _say_nothing(queries, opts, client, env)
    return errors


def _found(
    client: Client, wanted: list[Query | Exception], opts: Opts, errors: list[Exception]
) -> Iterable[tuple[Query, Obj]]:
    for one in wanted:
        if isinstance(one, Exception):
            errors.append(one)
        else:
            yield from ((one, table) for table in tables(client, one, opts, errors, whole=bool(opts.sort_by)))


def _several(queries: list[Query]) -> bool:
    return len({(q.resource.group, q.resource.plural) for q in queries}) > 1


def _say_nothing(queries: list[Query], opts: Opts, client: Client, env: Env) -> None:
    if opts.all_namespaces or not all(q.resource.namespaced for q in queries):
        env.stderr.write("No resources found\n")
    else:
        env.stderr.write(f"No resources found in {client.namespace} namespace.\n")


def _sorted(found: list[tuple[Query, Obj]], path: str) -> list[tuple[Query, Obj]]:
    from minikctl.printers.sorting import sort_tables

    queries = {id(table): query for query, table in found}
    if len(found) == 1 and found[0][0].names is not None:
        return found
    if len(found) == 1:
        return [(found[0][0], sort_tables([found[0][1]], path)[0])]
    return [(queries[id(table)], table) for table in sort_tables([table for _, table in found], path)]
