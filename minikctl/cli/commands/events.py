"""`events`: list events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from minikctl.cli import results
from minikctl.client._base import Resource
from minikctl.core.errors import ApiError, CliError
from minikctl.core.field_order import of_object
from minikctl.core.times import parse_rfc3339
from minikctl.describe.events import interval
from minikctl.printers.table import one_line
from minikctl.printers.tabwriter import TabWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, ChunkSize, NoHeaders, Strings, Watch
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

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
    types = {kind.lower() for kind in opts.types or ()}
    printer = results.printer(opts, env, "", typed=True) if opts.output not in ("", "name") else None
    if types - {"normal", "warning"}:
        raise CliError("valid --types are Normal or Warning")
    events = client.resolve("events.v1.")
    namespace = "" if opts.all_namespaces else client.namespace
    lines = _Lines(opts, client, env)

    def show(found: list[Obj], whole: Obj) -> None:
        """Some events, and the object that they are in a format of -o."""
        if printer is not None:
            printer(events, whole)
        elif opts.output == "name":
            env.stdout.write("".join(f"event/{event['metadata']['name']}\n" for event in found))
        else:
            env.stdout.write(lines.of(found))

    wanted = _Wanted(events, namespace, about, types)
    if opts.watch:
        return _watch(client, env, wanted, show)
    found = sorted(_listed(client, opts, wanted), key=_time)
    if found:
        show(found, {"kind": "EventList", "apiVersion": "v1", "metadata": {}, "items": found})
    elif opts.all_namespaces:
        env.stderr.write("No events found.\n")
    else:
        env.stderr.write(f"No events found in {client.namespace} namespace.\n")
    return 0


class _Wanted(NamedTuple):
    """Which events: of all namespaces, about any object and of any type where nothing is said."""

    resource: Resource
    namespace: str
    fields: str
    types: set[str]

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
    if not name:
        return ""
    return f"involvedObject.kind={found.kind},involvedObject.apiVersion={found.api_version},involvedObject.name={name}"


def _listed(client: Client, opts: Opts, wanted: _Wanted) -> Iterator[Obj]:
    limit = 0 if client.embedded else opts.chunk_size  # in pages only where there is a wire
    token = ""
    while True:
        page = client.list(wanted.resource, wanted.namespace, "", wanted.fields, limit, token)
        for event in page["items"]:
            if wanted.shows(event):
                yield _typed(event)
        token = (page.get("metadata") or {}).get("continue", "")
        if not token:
            return


def _watch(client: Client, env: Env, wanted: _Wanted, show: Callable[[list[Obj], Obj], None]) -> int:
    """Those that are there, in the server's order, then every new one."""
    for change, event in client.watch(wanted.resource, wanted.namespace, fields=wanted.fields):
        if change == "ERROR":
            raise ApiError(
                event.get("code", 500), event.get("reason", ""), event.get("message", ""), event.get("details")
            )
        if change in ("ADDED", "MODIFIED") and wanted.shows(event):
            show([event], _typed(event))
            env.stdout.flush()
    return 0


def _typed(event: Obj) -> Obj:
    """An event with its keys in the order of kubectl's own type."""
    return of_object({**event, "kind": "Event", "apiVersion": "v1"})


def _time(event: Obj) -> int:
    """When it was last seen, for the order of the list."""
    series = event.get("series")
    text = series.get("lastObservedTime") if series else event.get("lastTimestamp") or event.get("eventTime")
    return parse_rfc3339(text) if text else 0


class _Lines:
    """The table: a head once, columns that never become narrower."""

    def __init__(self, opts: Opts, client: Client, env: Env) -> None:
        self._client = client
        self._with_namespace = bool(opts.all_namespaces)
        self._headed = bool(opts.no_headers)
        self._writer = TabWriter(6, 4, 3, remember=True)

    def of(self, events: list[Obj]) -> str:
        if not self._headed:
            head = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
            self._writer.line(["NAMESPACE", *head] if self._with_namespace else head)
            self._headed = True
        now = self._client.now()
        for event in events:
            self._writer.line(self._cells(event, now))
        return self._writer.flush()

    def _cells(self, event: Obj, now: int) -> list[str]:
        about = event.get("involvedObject") or {}
        cells = [
            interval(event, now),
            one_line(event.get("type", "")),
            one_line(event.get("reason", "")),
            f"{one_line(about.get('kind', ''))}/{one_line(about.get('name', ''))}",
            one_line((event.get("message") or "").strip()),
        ]
        return [event["metadata"].get("namespace", ""), *cells] if self._with_namespace else cells
