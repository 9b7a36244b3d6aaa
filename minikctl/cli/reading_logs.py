"""What `logs` reads and how it writes it: requests for the logs of containers, one after the other or all at once."""

from __future__ import annotations

from minikctl.cli.pods import choosing, containers
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.apiserver.logs import LogOptions
    from minikctl.cli.env import Env
    from minikctl.client._base import Client

Obj = dict[str, Any]


class Request(NamedTuple):
    """The log of one container."""

    namespace: str
    pod: str
    options: LogOptions

    def open(self, client: Client) -> Iterator[bytes]:
        return client.logs(self.namespace, self.pod, self.options)


def requests(
    client: Client, env: Env, objects: list[Obj], options: LogOptions, every: bool, all_pods: bool, seconds: float
) -> list[Request]:
    """Pods stand for themselves, workloads for their best pod (or for all of them)."""
    out: list[Request] = []
    for obj in objects:
        if obj["kind"] == "Pod":
            out += _of_pod(env, obj, options, every)
            continue
        namespace = obj["metadata"].get("namespace", "")
        try:
            selector = choosing.selector_of(obj)
        except CliError as e:
            raise CliError(f"cannot get the logs from {choosing.go_type(obj)}: {e.message}") from None
        pods = choosing.pods_of(client, namespace, selector, seconds, choosing.by_logging)
        if not all_pods:
            if len(pods) > 1:
                env.stderr.write(f"Found {len(pods)} pods, using pod/{pods[0]['metadata']['name']}\n")
            pods = pods[:1]
        for pod in pods:
            out += _of_pod(env, pod, options, every)
    return out


def _of_pod(env: Env, pod: Obj, options: LogOptions, every: bool) -> list[Request]:
    meta = pod["metadata"]
    if every:
        spec = pod["spec"]
        fields = ("initContainers", "containers", "ephemeralContainers")
        names = [c["name"] for field in fields for c in spec.get(field) or ()]
    else:
        name = options.container or containers.default(pod, env.stderr.write)
        if not containers.has(pod, name):
            raise containers.no_such(pod, name)
        names = [name]
    return [Request(meta["namespace"], meta["name"], options._replace(container=name)) for name in names]


class Writer:
    """stdout, line by line, with the names of pod and container before each if asked for."""

    def __init__(self, env: Env, prefix: bool, ignore_errors: bool) -> None:
        self._env = env
        self._prefix = prefix
        self.ignore_errors = ignore_errors

    def write(self, request: Request, data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        if self._prefix:
            head = f"[pod/{request.pod}/{request.options.container}] "
            text = "".join(head + line for line in text.splitlines(True))
        self._env.stdout.write(text)

    def flush(self) -> None:
        self._env.stdout.flush()

    def failed(self, error: Exception) -> None:
        from minikctl.cli.failure import message_of

        self._env.stdout.write(f"error: {message_of(error)}\n")


def consume(client: Client, wanted: list[Request], writer: Writer, together: bool) -> None:
    """Write all of them; a failure ends it unless errors are to be ignored."""
    if together:
        _together(client, wanted, writer)
        return
    for request in wanted:
        try:
            for data in request.open(client):
                if data:
                    writer.write(request, data)
                    if request.options.follow:
                        writer.flush()
        except (ApiError, CliError) as e:
            if not writer.ignore_errors:
                raise
            writer.failed(e)


def _together(client: Client, wanted: list[Request], writer: Writer) -> None:
    """Follow several at once. The embedded server gives a bit of each in turn; a real one is read in threads."""
    open_ones: list[tuple[Request, Iterator[bytes]]] = []
    for request in wanted:
        try:
            open_ones.append((request, request.open(client)))
        except (ApiError, CliError) as e:
            if not writer.ignore_errors:
                raise
            writer.failed(e)
    for request, data in _in_turn(open_ones) if client.embedded else _in_threads(open_ones):
        if data:
            writer.write(request, data)
            writer.flush()


def _in_turn(open_ones: list[tuple[Request, Iterator[bytes]]]) -> Iterator[tuple[Request, bytes]]:
    while open_ones:
        for item in list(open_ones):
            data = next(item[1], None)
            if data is None:
                open_ones.remove(item)
            else:
                yield item[0], data


def _in_threads(open_ones: list[tuple[Request, Iterator[bytes]]]) -> Iterator[tuple[Request, bytes]]:
    from queue import SimpleQueue
    from threading import Thread

    queue: SimpleQueue[tuple[Request, bytes | None]] = SimpleQueue()

    def read(request: Request, lines: Iterator[bytes]) -> None:
        for line in lines:
            queue.put((request, line))
        queue.put((request, None))

    for request, lines in open_ones:
        Thread(target=read, args=(request, lines), daemon=True).start()
    left = len(open_ones)
    while left:
        request, data = queue.get()
        if data is None:
            left -= 1
        else:
            yield request, data
