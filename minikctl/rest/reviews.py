"""Reviews: who am I, may I, is this token good. There are no rights here: whoever gets in may do everything."""

from __future__ import annotations

from minikctl.core.errors import no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import answers, bodies, users

if TYPE_CHECKING:
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.rest.users import User

Obj = dict[str, Any]


def answer(request: Request, route: Route) -> Answer:
    """201 with the review and its status. ApiError 404 for one that is not known."""
    body = bodies.read(request)
    review: Obj = body if isinstance(body, dict) else {}
    status = _status(route.resource, review, users.of(request))
    kind = review.get("kind") or {v: k for k, v in _KINDS.items()}.get(route.resource, "")
    out = {
        "kind": kind,
        "apiVersion": f"{route.group}/{route.version}",
        "metadata": {"creationTimestamp": None, **(review.get("metadata") or {})},
        "spec": review.get("spec") or {},
        "status": status,
    }
    if route.resource == "selfsubjectreviews":
        del out["spec"]
    return answers.of(out, 201)


_KINDS = {
    "SelfSubjectAccessReview": "selfsubjectaccessreviews",
    "SubjectAccessReview": "subjectaccessreviews",
    "LocalSubjectAccessReview": "localsubjectaccessreviews",
    "SelfSubjectRulesReview": "selfsubjectrulesreviews",
    "SelfSubjectReview": "selfsubjectreviews",
    "TokenReview": "tokenreviews",
}


def _status(resource: str, review: Obj, user: User) -> Obj:
    if resource in ("selfsubjectaccessreviews", "subjectaccessreviews", "localsubjectaccessreviews"):
        return {"allowed": True}
    if resource == "selfsubjectrulesreviews":
        everything = {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}
        urls = {"verbs": ["*"], "nonResourceURLs": ["*"]}
        return {"resourceRules": [everything], "nonResourceRules": [urls], "incomplete": False}
    if resource == "selfsubjectreviews":
        return {"userInfo": user.info()}
    if resource == "tokenreviews":
        token = (review.get("spec") or {}).get("token", "")
        return {"authenticated": bool(token), "user": user.info() if token else {}}
    raise no_such_resource()
