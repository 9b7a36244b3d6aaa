"""`serve`: the application run by uvicorn, until a signal ends it."""

from __future__ import annotations

import asyncio
import socket

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.rest.app import App

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    import uvicorn

    from minikctl.rest.guard import Guard
    from minikctl.sim.session import Session


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


def serve(session: Session, guard: Guard, listen: Listen, sock: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; running requests are finished, watches ended."""
    asyncio.run(_serve(session, guard, listen, sock, ready))


async def _serve(
    session: Session, guard: Guard, listen: Listen, sock: socket.socket, ready: Callable[[], None]
) -> None:
    import uvicorn

    app = App(session, guard)
    app.hub.begin()
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=True,
        ssl_certfile=listen.cert or None,
        ssl_keyfile=listen.key or None,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
        ws="none",
    )
    server = _ending(config, app)
    pulse = asyncio.create_task(app.hub.run())
    ready()
    try:
        await server.serve(sockets=[sock])
    finally:
        app.hub.end()
        await pulse
        sock.close()


def _ending(config: uvicorn.Config, app: App) -> uvicorn.Server:
    """A uvicorn server that ends the watches first: they would otherwise hold up an orderly end."""
    from signal import SIGTERM

    import uvicorn

    class Ending(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.hub.end()
            if sig == SIGTERM:  # asked to end, it has ended well; uvicorn would die of the signal afterwards
                self.should_exit = True
            else:
                super().handle_exit(sig, frame)

    return Ending(config)
