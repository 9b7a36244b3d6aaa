"""How `events` prints: a table of its own, or a format of -o; both through one table writer, as in kubectl."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO

from minikctl.cli import results
from minikctl.cli.env import Env
from minikctl.core.errors import CliError
from minikctl.core.field_order import of_object
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import harmless
from minikctl.describe.events import interval
from minikctl.printers.tabwriter import TabWriter

if TYPE_CHECKING:
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

_HEAD = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")


class EventPrinter:
    """Prints lists of events, and single ones. CliError for an unknown -o when it is made."""

    def __init__(self, opts: Opts, client: Client, env: Env, events: Resource) -> None:
        self._client = client
        self._env = env
        self._events = events
        self._output = str(opts.output)
        self._with_namespace = bool(opts.all_namespaces)
        self._headed = bool(opts.no_headers)
        self._managed = bool(opts.show_managed_fields)
        self._writer = TabWriter(6, 4, 3, remember=True)
        self._formatted = StringIO()
        beside = Env(env.stdin, self._formatted, env.stderr, env.environ, env.cwd, env.called)
        self._format = results.printer(opts, beside, "events", typed=True) if self._output else None

    def all(self, events: list[Obj]) -> None:
        if self._output == "name":
            return  # kubectl's printer of names fails on this list, and nobody is told
        if self._format is None:
            self._lines(events)
        else:
            items = [self._typed(event) for event in events]
            self._whole({"kind": "EventList", "apiVersion": "v1", "metadata": {}, "items": items})

    def one(self, event: Obj) -> None:
        if self._format is None:
            self._lines([event])
        else:
            self._whole(self._typed(event))

    def _whole(self, obj: Obj) -> None:
        assert self._format is not None
        with suppress(CliError):  # a template that fails on an object ends its output, no more
            self._format(self._events, obj)
        self._env.stdout.write(self._writer.write(self._formatted.getvalue()))
        self._formatted.seek(0)
        self._formatted.truncate()

    def _typed(self, event: Obj) -> Obj:
        """The event with its keys in the order of kubectl's own type."""
        meta = event["metadata"]
        if not self._managed and "managedFields" in meta:
            meta = {key: value for key, value in meta.items() if key != "managedFields"}
        return of_object({**event, "kind": "Event", "apiVersion": "v1", "metadata": meta})

    def _lines(self, events: list[Obj]) -> None:
        lines: list[list[str]] = []
        if not self._headed:
            lines.append([*(["NAMESPACE"] if self._with_namespace else []), *_HEAD])
            self._headed = True
        now = self._client.now()
        lines += [self._cells(event, now) for event in events]
        self._env.stdout.write(self._writer.write("".join("\t".join(line) + "\n" for line in lines)))

    def _cells(self, event: Obj, now: int) -> list[str]:
        about = event.get("involvedObject") or {}
        cells = [
            interval(event, now),
            event.get("type", ""),
            event.get("reason", ""),
            f"{about.get('kind', '')}/{about.get('name', '')}",
            (event.get("message") or "").strip(),
        ]
        shown = [harmless(cell) for cell in cells]
        return [event["metadata"].get("namespace", ""), *shown] if self._with_namespace else shown
