"""Reviews: who am I, may I, is this token good. Whoever gets in may do everything, unless he acts as somebody else."""

from __future__ import annotations

from minikctl.apiserver.authorizing import Action, decide, granted
from minikctl.apiserver.authorizing import User as Subject
from minikctl.core.errors import no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import answers, bodies, users
from minikctl.rest.guard import bearer

if TYPE_CHECKING:
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.rest.users import User
    from minikctl.sim.session import Session

Obj = dict[str, Any]


def answer(session: Session, request: Request, route: Route) -> Answer:
    """201 with the review and its status. ApiError 404 for one that is not known."""
    body = bodies.read(request)
    review: Obj = body if isinstance(body, dict) else {}
    status = _status(session, request, route, review)
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


def _status(session: Session, request: Request, route: Route, review: Obj) -> Obj:
    resource, spec, user = route.resource, review.get("spec") or {}, users.of(request)
    if resource in ("selfsubjectaccessreviews", "subjectaccessreviews", "localsubjectaccessreviews"):
        who = Subject(user.name, user.groups)
        if not resource.startswith("self"):
            who = Subject(spec.get("user") or "", tuple(spec.get("groups") or ()))
        allowed, why = decide(session.read().tx, who, _action(spec, route.namespace))
        return {"allowed": allowed, **({"reason": why} if why else {})}
    if resource == "selfsubjectrulesreviews":
        return _rules(session, user, spec.get("namespace") or "")
    if resource == "selfsubjectreviews":
        return {"userInfo": user.info()}
    if resource == "tokenreviews":
        from minikctl.apiserver import tokens

        if spec.get("token") and spec["token"] == bearer(request):  # which the server has accepted
            audiences = spec.get("audiences") or [tokens.AUDIENCE]
            return {"authenticated": True, "user": user.info(), "audiences": audiences}
        return tokens.review(session.read(), spec)
    raise no_such_resource()


def _action(spec: Obj, namespace: str) -> Action:
    url = spec.get("nonResourceAttributes")
    if url:
        return Action(url.get("verb", ""), path=url.get("path", ""))
    asked = spec.get("resourceAttributes") or {}
    fields = ("verb", "group", "resource", "subresource", "namespace", "name")
    action = Action(**{field: asked.get(field) or "" for field in fields})
    return action._replace(namespace=namespace) if namespace else action


def _rules(session: Session, user: User, namespace: str) -> Obj:
    """What somebody may do in a namespace. system:masters may do everything."""
    out: Obj = {"resourceRules": [], "nonResourceRules": [], "incomplete": False}
    if "system:masters" in user.groups:
        out["resourceRules"].append({"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]})
        out["nonResourceRules"].append({"verbs": ["*"], "nonResourceURLs": ["*"]})
        return out
    for _, rules in granted(session.read().tx, Subject(user.name, user.groups), namespace):
        for rule in rules or ():
            out["nonResourceRules" if rule.get("nonResourceURLs") else "resourceRules"].append(rule)
    return out
