"""The application without a socket, on a cluster in memory: requests in, answers out."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from minikctl.rest.app import App
from minikctl.rest.guard import Guard
from minikctl.rest.request import Request
from minikctl.sim.session import Session
from minikctl.storage.memory import MemoryBackend

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.rest.answers import Answer

Obj = dict[str, Any]
ENVIRON = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "MINIKCTL_NOW": "2026-11-22T08:00:00Z"}


class Http:
    """`guard`: None lets everybody in."""

    def __init__(self, guard: Guard | None = None) -> None:
        self.session = Session(MemoryBackend(), ENVIRON, lambda _text: None)
        self.session.write()
        self.session.commit()
        self.app = App(self.session, guard or Guard(None))
        self.app.hub.begin()

    def ask(self, method: str, url: str, body: Any = None, **headers: str) -> Answer:
        """Header names with _ for -. A body that is no bytes is sent as JSON."""
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        lower = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.answer(Request(method, unquote(parts.path), query, lower, data))

    def json(self, method: str, url: str, body: Any = None, **headers: str) -> Obj:
        found: Obj = json.loads(self.ask(method, url, body, **headers).body)
        return found

    def secret(self, name: str, **data: str) -> Obj:
        """Create a Secret in `default`, of which there are none at first."""
        body = {"metadata": {"name": name}, "stringData": data}
        return self.json("POST", "/api/v1/namespaces/default/secrets", body)

    def events(self, url: str, enough: Callable[[list[Obj]], bool], limit: float = 5.0) -> list[Obj]:
        """The events of a watch until they are enough."""

        async def read() -> list[Obj]:
            answer = self.ask("GET", url)
            assert answer.stream is not None, answer.body
            pulse = asyncio.ensure_future(self.app.hub.run())
            found: list[Obj] = []
            try:
                async with asyncio.timeout(limit):
                    async for part in answer.stream:
                        found += [json.loads(line) for line in part.splitlines()]
                        if enough(found):
                            break
            finally:
                self.app.hub.end()
                await pulse
            return found

        return asyncio.run(read())
