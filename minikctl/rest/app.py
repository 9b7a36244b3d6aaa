"""The application: requests in, answers out; every failure is a Status. Knows paths, no kinds and no connections."""

from __future__ import annotations

import time

from minikctl.core.errors import ApiError, CliError, StateError, internal
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest import answers, pacing, resources, routes, streams
from minikctl.rest.hub import Hub
from minikctl.rest.kept import Kept, question
from minikctl.rest.texts import Texts

if TYPE_CHECKING:
    from minikctl.rest.answers import Answer
    from minikctl.rest.guard import Guard
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session


class App:
    """One state behind HTTP. Requests are worked off one after the other: each is one transaction."""

    def __init__(self, session: Session, guard: Guard) -> None:
        self.session = session
        self.hub = Hub(session)
        self._guard = guard
        self._polling = pacing.Polling()
        self._answers = Kept()
        self._texts = Texts()
        self._warnings: list[str] = []
        session.warn = self._warn

    def _warn(self, text: str) -> None:
        if text not in self._warnings:
            self._warnings.append(text)

    def answer(self, request: Request) -> Answer:
        """The answer to one request; never raises."""
        self._warnings.clear()
        try:
            self._guard.check(request)
            request = _identified(self.session, request)
            self._pass_time(request)
            answer = self._kept(request) if request.method == "GET" else self._route(request)
        except ApiError as e:
            answer = answers.of_error(e)
        except (CliError, StateError) as e:  # the state is broken, locked, full
            answer = answers.of_error(internal(e.message))
        except Exception as e:
            answer = answers.of_error(internal(f"{type(e).__name__}: {e}"))
        finally:
            self.session.abort()
            self.session.end_read()
        if request.method not in ("GET", "HEAD"):
            self.hub.nudge()
        return self._with_warnings(answer)

    def _kept(self, request: Request) -> Answer:
        """The answer to a GET: the one from just before where nothing has happened since."""
        if streams.wanted(request) or request.path.endswith("/log"):
            return self._route(request)
        asked = question(request)
        known = self._answers.look(self.session, asked)
        if known is not None:
            return known
        answer = answers.compressed(self._route(request), request.headers.get("accept-encoding", ""))
        self.session.commit()
        self.session.end_read()
        if answer.stream is None and not self._warnings:
            self._answers.keep(self.session, asked, answer)
        return answer

    def _pass_time(self, request: Request) -> None:
        """Under the manual clock, for a client that waits by asking again and again."""
        if request.method == "GET" and not streams.wanted(request):
            waited = self._polling.waited(request, time.monotonic())
            if waited:
                pacing.pass_on(self.session, waited)

    def _with_warnings(self, answer: Answer) -> Answer:
        if not self._warnings:
            return answer
        found = tuple(("Warning", f'299 - "{_header_text(w)}"') for w in self._warnings)
        return answer._replace(headers=(*answer.headers, *found))

    def _route(self, request: Request) -> Answer:
        route = routes.parse(request.path)
        if route is None or not route.resource:
            from minikctl.rest import documents

            return documents.answer(self.session, request, route)
        if route.group in ("authorization.k8s.io", "authentication.k8s.io") and request.method == "POST":
            from minikctl.rest import reviews

            return reviews.answer(self.session, request, route)
        if streams.wanted(request):
            return streams.answer(self.session, self.hub, request, route)
        return resources.answer(self.session, request, route, self._texts)


def _identified(session: Session, request: Request) -> Request:
    """Under the name of whom it is on behalf of, if he may do what it asks."""
    if not any(name.startswith("impersonate-") for name in request.headers):
        return request
    from minikctl.rest import rights

    return rights.acting(session, request)


def _header_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
