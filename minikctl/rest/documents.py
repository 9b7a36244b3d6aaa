"""Everything of the API that is not a resource: discovery, version, health, OpenAPI."""

from __future__ import annotations

from minikctl.core.errors import method_not_allowed, no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table
from minikctl.rest import answers, discovery, negotiation

if TYPE_CHECKING:
    from minikctl.kinds.table import Off
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.sim.session import Session

Obj = dict[str, Any]

HEALTH = ("/healthz", "/livez", "/readyz")
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


def answer(session: Session, request: Request, route: Route | None) -> Answer:
    """ApiError 404 for a path that is nothing."""
    if request.method not in ("GET", "HEAD"):
        raise method_not_allowed()
    path = request.path.rstrip("/") or "/"
    if path.startswith(HEALTH):
        from minikctl.rest.health import answer as health

        return health(session, request, path)
    if path == "/version":
        from minikctl.apiserver.discovery import version

        return answers.of(version())
    if path.startswith("/openapi/"):
        from minikctl.rest import openapi

        return openapi.answer(session, request, path)
    off = table.switched_off(session.read().world.settings)
    if path in ("/api", "/apis"):
        return _roots(request, path == "/api", off)
    if path == "/":
        return answers.of({"paths": _paths(off)})
    if path.startswith("/apis/") and path.count("/") == 2:
        return answers.of(discovery.group(path[len("/apis/") :], off))
    if route is not None and not route.resource:
        return answers.of(discovery.resource_list(route.group, route.version, off))
    raise no_such_resource()


def _roots(request: Request, core: bool, off: Off) -> Answer:
    accepted = negotiation.accept(request.headers.get("accept", ""))
    if accepted.kind == "APIGroupDiscoveryList" and accepted.version in ("v2", "v2beta1"):
        document = discovery.aggregated(core, off)
        document["apiVersion"] = f"apidiscovery.k8s.io/{accepted.version}"
        form = AGGREGATED.replace("v=v2;", f"v={accepted.version};")
        return answers.tagged(answers.of(document)._replace(content_type=form), request)
    return answers.of(discovery.api_versions() if core else discovery.group_list(off))


def _paths(off: Off) -> list[str]:
    found = ["/api", "/api/v1", "/apis", *HEALTH, "/openapi/v2", "/openapi/v3", "/version"]
    for group in discovery.group_list(off)["groups"]:
        found.append(f"/apis/{group['name']}")
        found += [f"/apis/{v['groupVersion']}" for v in group["versions"]]
    return sorted(found)
