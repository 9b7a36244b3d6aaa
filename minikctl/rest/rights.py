"""Whether somebody may do what a request asks in his name (`Impersonate-User`)."""

from __future__ import annotations

from minikctl.apiserver.authorizing import Action, User, check
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest import routes, streams, users

if TYPE_CHECKING:
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session

_VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


def acting(session: Session, request: Request) -> Request:
    """The request of whom it impersonates. ApiError 403 for what he may not do."""
    user = users.of(request)
    check(session.read().tx, User(user.name, user.groups), action_of(request))
    return request._replace(user=user.name)


def action_of(request: Request) -> Action:
    """What the request wants, in the authorizer's words."""
    route = routes.parse(request.path)
    if route is None or not route.resource:
        return Action(request.method.lower().replace("head", "get"), path=request.path)
    if request.method in ("GET", "HEAD"):
        verb = "watch" if streams.wanted(request) else "get" if route.name else "list"
    else:
        verb = _VERBS.get(request.method, request.method.lower())
        if verb == "delete" and not route.name:
            verb = "deletecollection"
    return Action(verb, route.group, route.resource, route.subresource, route.namespace, route.name)
