"""`events`: list events."""

from __future__ import annotations

from minikctl.cli.commands._event_printing import EventPrinter
from minikctl.core.errors import ApiError, CliError
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, ChunkSize, NoHeaders, Strings, Watch
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

BUNDLES = ("printing",)
USAGE = (
    "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file]"
    " [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]"
)


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    chunk_size: ChunkSize = 500,
    for_: Annotated[str, Option("--for", help="Only the events about this object, as TYPE/NAME.")] = "",
    no_headers: NoHeaders = False,
    types: Annotated[Strings, Option("--types", help="Only events of these types: Normal, Warning.")] = None,
    watch: Watch = False,
) -> None:
    """List events.

    Sorted by time, the newest last.

    Examples:
      # Of the namespace
      kubectl events

      # About one pod
      kubectl events --for pod/web --watch

      # Warnings only
      kubectl events --types=Warning
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    about = _about(opts.for_, client) if opts.for_ else ""
    events = client.for_kind("v1", "Event")
    assert events is not None
    printer = EventPrinter(opts, client, env, events)
    types = frozenset(kind.lower() for kind in opts.types or ())
    if types - {"normal", "warning"}:
        raise CliError("valid --types are Normal or Warning")
    wanted = _Wanted(events, "" if opts.all_namespaces else client.namespace, about, types)
    if opts.watch:
        return _watch(client, env, wanted, printer)
    found = sorted(_listed(client, opts, wanted), key=_time)
    if found:
        printer.all(found)
    elif opts.all_namespaces:
        env.stderr.write("No events found.\n")
    else:
        env.stderr.write(f"No events found in {client.namespace} namespace.\n")
    return 0


class _Wanted(NamedTuple):
    """Which events: of all namespaces, about any object, of any type where nothing is said."""

    resource: Resource
    namespace: str
    fields: str
    types: frozenset[str]

    def shows(self, event: Obj) -> bool:
        return not self.types or event.get("type", "").lower() in self.types


def _about(text: str, client: Client) -> str:
    """The field selector of `--for TYPE/NAME`."""
    word, slash, name = text.partition("/")
    if not slash:
        raise CliError("--for must be in resource/name form")
    if "/" in name:
        raise CliError("arguments in resource/name form may not have more than one slash")
    try:
        found = client.resolve(word.lower())
    except CliError as e:
        raise CliError(e.message, bare=True) from None
    fields = (("kind", found.kind), ("apiVersion", found.api_version), ("name", name))
    return ",".join(f"involvedObject.{field}={value}" for field, value in fields) if name else ""


def _listed(client: Client, opts: Opts, wanted: _Wanted) -> Iterator[Obj]:
    limit = 0 if client.embedded else opts.chunk_size  # in pages only where there is a wire
    token = ""
    while True:
        page = client.list(wanted.resource, wanted.namespace, "", wanted.fields, limit, token)
        yield from filter(wanted.shows, page["items"])
        token = (page.get("metadata") or {}).get("continue", "")
        if not token:
            return


def _watch(client: Client, env: Env, wanted: _Wanted, printer: EventPrinter) -> int:
    """Those that are there, in the server's order, then every new one."""
    for change, event in client.watch(wanted.resource, wanted.namespace, fields=wanted.fields):
        if change == "ERROR":
            code, reason, message = (event.get(field) for field in ("code", "reason", "message"))
            raise ApiError(code or 500, reason or "", message or "", event.get("details"))
        if change in ("ADDED", "MODIFIED") and wanted.shows(event):
            printer.one(event)
            env.stdout.flush()
    return 0


def _time(event: Obj) -> int:
    """When it was last seen, for the order of the list."""
    series = event.get("series")
    text = series.get("lastObservedTime") if series else event.get("lastTimestamp") or event.get("eventTime")
    return parse_rfc3339(text) if text else 0
