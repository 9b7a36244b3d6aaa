"""`serve`: the application behind a socket, until a signal ends it."""

from __future__ import annotations

import asyncio
import signal
import socket

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.rest.app import App
from minikctl.rest.connection import Connection, Limits
from minikctl.rest.connections import Connections, room

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from types import FrameType

    from minikctl.rest.guard import Guard
    from minikctl.sim.session import Session

GRACE = 3.0  # seconds for answers that are under way
HURRY = 5.0  # seconds after a signal in which what is computed has to come to its end
HANDSHAKE = 10.0  # seconds for TLS


class Listen(NamedTuple):
    """Where to listen; port 0 takes a free one. cert and key are files, "" for plain HTTP."""

    address: str
    port: int
    cert: str = ""
    key: str = ""


def bind(listen: Listen) -> socket.socket:
    """A listening socket. CliError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in listen.address else socket.AF_INET
    sock = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # said so, asyncio lets no answer wait for an ACK
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((listen.address, listen.port))
    except (OSError, OverflowError) as e:
        sock.close()
        why = getattr(e, "strerror", None) or str(e)
        raise CliError(f"listen tcp {listen.address}:{listen.port}: {why.lower()}") from None
    sock.listen(1024)
    sock.set_inheritable(True)
    return sock


def serve(
    session: Session,
    guard: Guard,
    listen: Listen,
    sock: socket.socket,
    ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; running requests are finished, watches ended. tell: what goes wrong inside."""
    context = _context(listen)
    ending = _Ending()
    try:
        asyncio.run(_serve(App(session, guard), sock, context, ending, ready, tell))
    except Hurried:  # what was computed has not been acknowledged, and is not written
        pass
    finally:
        ending.over()
        sock.close()
    if ending.interrupted:
        raise KeyboardInterrupt


async def _serve(
    app: App,
    sock: socket.socket,
    context: ssl.SSLContext | None,
    ending: _Ending,
    ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, what: _tell(what, tell))
    app.hub.begin()
    connections, limits = Connections(room()), Limits()
    server = await loop.create_server(
        lambda: Connection(app.answer, connections, limits),
        sock=sock,
        backlog=1024,
        ssl=context,
        ssl_handshake_timeout=HANDSHAKE if context else None,
    )
    ending.begin(loop)
    tasks = [asyncio.create_task(app.hub.run()), asyncio.create_task(connections.watch())]
    ready()
    await ending.asked.wait()
    server.close()
    app.hub.end()  # watches first: they would otherwise hold up an orderly end
    await connections.finish(GRACE)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _tell(what: dict[str, Any], tell: Callable[[str], None]) -> None:
    """A client that goes away, or speaks no TLS, is not worth a word."""
    error = what.get("exception")
    if error is not None and not isinstance(error, OSError):
        tell(f"{what.get('message', 'failed')}: {type(error).__name__}: {error}")


def _context(listen: Listen) -> ssl.SSLContext | None:
    """None for plain HTTP. CliError for files that are no certificate and its key."""
    if not listen.cert:
        return None
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listen.cert, listen.key)
    except (OSError, ValueError) as e:
        why = getattr(e, "reason", None) or getattr(e, "strerror", None) or e
        raise CliError(f"{listen.cert}, {listen.key}: no certificate and its key: {str(why).lower()}") from None
    return context


class Hurried(SystemExit):
    """Raised in the midst of a computation that a signal has not waited for."""


class _Ending:
    """Signals: the first asks for an orderly end, a second one, or too long a computation, for an end at once."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.interrupted = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: dict[int, Any] = {}

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        for number, handler in (
            (signal.SIGTERM, self._signal),
            (signal.SIGINT, self._signal),
            (signal.SIGALRM, self._hurry),
        ):
            self._before[number] = signal.signal(number, handler)

    def over(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _signal(self, number: int, _frame: FrameType | None) -> None:
        self.interrupted = number == signal.SIGINT
        if self.asked.is_set() or self._loop is None:
            self._hurry(number, None)
            return
        signal.setitimer(signal.ITIMER_REAL, HURRY)
        self._loop.call_soon_threadsafe(self.asked.set)

    def _hurry(self, _number: int, _frame: FrameType | None) -> None:
        raise Hurried(0)
