"""Answers of GET of a collection: as objects, their metadata, or a Table; put together from texts that are kept."""

from __future__ import annotations

from minikctl.apiserver import conversion
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import answers, options
from minikctl.rest.answers import Answer
from minikctl.rest.resources import included, item, plain

if TYPE_CHECKING:
    from minikctl.apiserver.request import Target
    from minikctl.rest.negotiation import Accepted
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.rest.texts import Texts
    from minikctl.sim.session import Session

Obj = dict[str, Any]

SECOND = 1_000_000
META = "meta.k8s.io/v1"


def answer(
    session: Session, request: Request, route: Route, target: Target, accepted: Accepted, texts: Texts
) -> Answer:
    """ApiError 400, 410, 422, 504 for options that cannot be met."""
    api = session.read()
    asked = options.for_list(request)
    options.check_revision(asked.revision, api.tx.revision)
    page = api.list(
        target, route.namespace, asked.labels, asked.fields, asked.limit, asked.token, asked.exact_revision()
    )
    meta: Obj = {"resourceVersion": str(page.revision)}
    if page.token:
        meta["continue"] = page.token
        if not asked.labels and not asked.fields:
            meta["remainingItemCount"] = page.remaining
    resource = target.kind.resource
    if accepted.kind == "Table":
        return Answer(200, _table(session, request, target, page.items, meta, texts))
    if accepted.kind.startswith("PartialObjectMetadata"):
        whole: Obj = {"kind": "PartialObjectMetadataList", "apiVersion": META, "metadata": meta}
        parts = texts.of((resource, "metadata"), 0, page.items, lambda o: {"metadata": o["metadata"]})
        return Answer(200, answers.encode_list(whole, "items", parts))
    whole = {"kind": f"{target.kind.kind}List", "apiVersion": target.api_version, "metadata": meta}
    if accepted.yaml:
        return plain({**whole, "items": [item(conversion.encode(o, target)) for o in page.items]}, accepted)
    form = resource, target.api_version
    parts = texts.of(form, 0, page.items, lambda o: item(conversion.encode(o, target)))
    return Answer(200, answers.encode_list(whole, "items", parts))


def _table(session: Session, request: Request, target: Target, items: list[Obj], meta: Obj, texts: Texts) -> bytes:
    """Ages go by the second, so a row is good for one."""
    from minikctl.apiserver.tables import table

    include, now = included(request), session.now()
    whole = table(target.kind, [], now, meta["resourceVersion"], include)
    whole["metadata"] = meta
    form = target.kind.resource, target.api_version, "Table", include

    def row(obj: Obj) -> Obj:
        made: Obj = table(target.kind, [obj], now, "", include)["rows"][0]
        return {**made, "object": conversion.encode(obj, target)} if include == "Object" else made

    rows = texts.of(form, now // SECOND, items, row)
    return answers.encode_list(whole, "rows", rows)
