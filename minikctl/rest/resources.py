"""The verbs of a resource's paths: get, list, watch, create, update, patch, delete, deletecollection, subresources."""

from __future__ import annotations

from minikctl.apiserver import conversion
from minikctl.apiserver.deleting import status_of
from minikctl.core.errors import ApiError, bad_request, method_not_allowed, no_such_resource, unsupported_media_type
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import answers, bodies, negotiation

if TYPE_CHECKING:
    from minikctl.apiserver.request import Target
    from minikctl.rest.answers import Answer
    from minikctl.rest.negotiation import Accepted
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.rest.texts import Texts
    from minikctl.sim.session import Session

Obj = dict[str, Any]

PATCHES = (
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
)


INTO_CONTAINERS = ("exec", "attach", "portforward", "proxy")


def answer(session: Session, request: Request, route: Route, texts: Texts) -> Answer:
    """Do it; ApiError for what cannot be done. Watches are answered by rest.streams before this."""
    method = request.method
    if route.subresource in INTO_CONTAINERS and route.resource in ("pods", "services", "nodes"):
        raise _nothing_runs(session, route)
    if method in ("GET", "HEAD"):
        return _read(session, request, route, texts)
    api = session.write()
    target = api.target(route.group, route.version, route.resource)
    _check_scope(target, route)
    if method == "POST":
        return _create(session, request, route, target)
    if method == "DELETE":
        return _delete(session, request, route, target)
    if not route.name or method not in ("PUT", "PATCH"):
        raise method_not_allowed()
    return _change(session, request, route, target)


def _nothing_runs(session: Session, route: Route) -> ApiError:
    """The pod has to exist; but there is nothing behind it."""
    api = session.read()
    api.stored(api.target(route.group, route.version, route.resource), route.namespace, route.name)
    what = f"{route.subresource} is not possible: {route.resource} are simulated, nothing runs behind them"
    return ApiError(501, "NotImplemented", what)


def _check_scope(target: Target, route: Route) -> None:
    """A cluster-scoped resource has no namespace in its path; a named namespaced object has one."""
    if route.namespaced_path and not target.kind.namespaced:
        raise no_such_resource()
    if target.kind.namespaced and not route.namespaced_path and route.name:
        raise no_such_resource()


# --- reading


def _read(session: Session, request: Request, route: Route, texts: Texts) -> Answer:
    accepted = negotiation.accept(request.headers.get("accept", ""))
    api = session.read()
    target = api.target(route.group, route.version, route.resource)
    _check_scope(target, route)
    api.warn_deprecated(target)
    if not route.name:
        from minikctl.rest.lists import answer as listed

        return listed(session, request, route, target, accepted, texts)
    if route.subresource == "log":
        from minikctl.rest.logs import answer as log

        return log(session, request, route)
    if route.subresource:
        from minikctl.apiserver.subresources import read

        obj = read(api, target, route.namespace, route.name, route.subresource)
    else:
        obj = api.get(target, route.namespace, route.name)
    return _shown(session, target, obj, accepted, request)


def item(obj: Obj) -> Obj:
    """An object in a list: the list says what its items are. # source: observed on v1.36"""
    return {field: value for field, value in obj.items() if field not in ("apiVersion", "kind")}


def plain(value: Obj, accepted: Accepted, status: int = 200) -> Answer:
    if accepted.yaml:
        from minikctl.core.yaml_codec import dump

        return answers.Answer(status, dump(value).encode(), "application/yaml")
    return answers.of(value, status)


def _table(session: Session, target: Target, obj: Obj, request: Request) -> Obj:
    """The Table of one object."""
    from minikctl.apiserver.tables import scale_table, table

    include = included(request)
    if obj.get("kind") == "Scale" and target.kind.kind != "Scale":
        return scale_table(obj, session.now(), include)
    return table(target.kind, [obj], session.now(), obj["metadata"].get("resourceVersion", ""), include)


def included(request: Request) -> str:
    """What the rows of a Table carry besides their cells. ApiError 400."""
    include = request.query.get("includeObject", "") or "Metadata"
    if include not in ("Metadata", "Object", "None"):
        raise bad_request(f'unrecognized includeObject value: "{include}"')
    return include


def _shown(
    session: Session, target: Target, obj: Obj, accepted: Accepted, request: Request, status: int = 200
) -> Answer:
    """One object (in the target's version) in the form that was asked for."""
    if accepted.kind == "Table":
        return answers.of(_table(session, target, obj, request), status)
    if accepted.kind == "PartialObjectMetadata":
        partial = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": obj["metadata"]}
        return answers.of(partial, status)
    return plain(obj, accepted, status)


# --- writing


def _done(session: Session, request: Request, target: Target, obj: Obj, status: int = 200) -> Answer:
    """Let the controllers act, make it durable, answer."""
    if not request.query.get("dryRun"):
        session.react()
    accepted = negotiation.accept(request.headers.get("accept", ""))
    shown = _shown(session, target, conversion.encode(obj, target), accepted, request, status)
    session.commit()
    return shown


def _create(session: Session, request: Request, route: Route, target: Target) -> Answer:
    api = session.write()
    body = bodies.read(request)
    if body is None:
        raise bad_request("the request body is empty")
    if route.name:
        from minikctl.apiserver.subresources import create

        if not route.subresource:
            raise method_not_allowed()
        made = create(api, target, route.namespace, route.name, route.subresource, body, request.asked())
        session.react()
        session.commit()
        return answers.of(made, 201)
    if "create" not in target.kind.verbs:
        raise method_not_allowed()
    if target.kind.namespaced and not route.namespaced_path:
        raise bad_request("an empty namespace may not be set during creation")
    made = api.create(target, route.namespace, body, request.asked())
    return _done(session, request, target, made, 201)


def _change(session: Session, request: Request, route: Route, target: Target) -> Answer:
    """PUT and PATCH, of the object or of a subresource."""
    api = session.write()
    if route.subresource and route.subresource not in target.kind.subresources:
        raise no_such_resource()
    asked = request.asked()
    status = 200
    if request.method == "PUT":
        body = bodies.read(request)
        if not isinstance(body, dict):
            raise bad_request("the request body is no object")
        obj = api.update(target, route.namespace, route.name, body, asked, route.subresource)
    else:
        media = request.headers.get("content-type", "").partition(";")[0].strip()
        if media not in PATCHES:
            raise unsupported_media_type(
                "the body of the request was in an unknown format - accepted media types include: " + ", ".join(PATCHES)
            )
        there = api.find(target.kind, route.namespace, route.name) is not None
        obj = api.patch(target, route.namespace, route.name, request.body, media, asked, route.subresource)
        status = 200 if there else 201
    if route.subresource == "scale":
        if not asked.dry_run:
            session.react()
        session.commit()
        return answers.of(obj, status)
    return _done(session, request, target, obj, status)


def _delete(session: Session, request: Request, route: Route, target: Target) -> Answer:
    api = session.write()
    options = bodies.read(request) or {}
    if not isinstance(options, dict):
        raise bad_request("the request body is no DeleteOptions")
    options = {**options, **_query_options(request)}
    asked = request.asked()._replace(dry_run=bool(options.get("dryRun")))
    if route.subresource or "delete" not in target.kind.verbs:
        raise method_not_allowed()
    if not route.name:
        return _delete_collection(session, request, route, target, options)
    obj, gone = api.delete(target, route.namespace, route.name, options, asked)
    if not asked.dry_run:
        session.react()
    answer = answers.of(status_of(target, obj) if gone and not target.kind.graceful else conversion.encode(obj, target))
    session.commit()
    return answer


def _query_options(request: Request) -> Obj:
    """DeleteOptions may also come in the query."""
    out: Obj = {}
    if "gracePeriodSeconds" in request.query:
        out["gracePeriodSeconds"] = request.number("gracePeriodSeconds")
    if "propagationPolicy" in request.query:
        out["propagationPolicy"] = request.query["propagationPolicy"]
    if "orphanDependents" in request.query:
        out["orphanDependents"] = request.flag("orphanDependents")
    if request.query.get("dryRun"):
        out["dryRun"] = [request.query["dryRun"]]
    return out


def _delete_collection(session: Session, request: Request, route: Route, target: Target, options: Obj) -> Answer:
    api = session.write()
    query = request.query
    page = api.list(target, route.namespace, query.get("labelSelector", ""), query.get("fieldSelector", ""))
    asked = request.asked()._replace(dry_run=bool(options.get("dryRun")))
    items = []
    for obj in page.items:
        meta = obj["metadata"]
        left, _ = api.delete(target, meta.get("namespace", ""), meta["name"], options, asked)
        items.append(item(conversion.encode(left, target)))
    if not asked.dry_run:
        session.react()
    meta_out = {"resourceVersion": str(api.tx.revision)}
    answer = answers.of(
        {"kind": f"{target.kind.kind}List", "apiVersion": target.api_version, "metadata": meta_out, "items": items}
    )
    session.commit()
    return answer
