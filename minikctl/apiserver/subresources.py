"""What is read of a subresource, and what is posted to one: binding, eviction, token."""

from __future__ import annotations

from minikctl.core.errors import (
    bad_request,
    conflict,
    invalid,
    invalid_value,
    method_not_allowed,
    no_such_resource,
    not_found,
    too_many_requests,
)
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

SUCCESS: Obj = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}


_EXPIRY = "spec.expirationSeconds"
_WRITTEN_ONLY = ("binding", "eviction", "token", "finalize", "approval")


def read(api: ApiServer, target: Target, namespace: str, name: str, subresource: str) -> Obj:
    """The object as a subresource shows it, in the target's version. ApiError 404 for one that there is not, 405 for
    one that is only written."""
    if subresource and subresource not in target.kind.subresources:
        raise no_such_resource()
    if subresource == "scale":
        from minikctl.apiserver.scaling import scale_of

        return scale_of(api.stored(target, namespace, name), target)
    if subresource in _WRITTEN_ONLY:
        raise method_not_allowed()
    return api.get(target, namespace, name)


def create(api: ApiServer, target: Target, namespace: str, name: str, subresource: str, body: Obj, asked: Asked) -> Obj:
    """The answer to the POST. ApiError 404 for a subresource that takes none."""
    where = (target.kind.resource, subresource)
    if where == ("pods", "binding"):
        from minikctl.apiserver.binding import bind

        bind(api, namespace, name, (body.get("target") or {}).get("name", ""))
        return SUCCESS
    if where == ("pods", "eviction"):
        return evict(api, target, namespace, name, body, asked)
    if where == ("serviceaccounts", "token"):
        return token(api, target, namespace, name, body)
    raise no_such_resource()


def evict(api: ApiServer, target: Target, namespace: str, name: str, body: Obj, asked: Asked) -> Obj:
    """Delete a pod unless a disruption budget forbids it: ApiError 429. # source: docs "API-initiated eviction\""""
    pod = api.stored(target, namespace, name)
    phase = (pod.get("status") or {}).get("phase")
    if phase not in ("Succeeded", "Failed", "Pending") and not pod["metadata"].get("deletionTimestamp"):
        _spend_budget(api, pod, asked)
    api.delete(target, namespace, name, body.get("deleteOptions") or {}, asked)
    return SUCCESS


def _spend_budget(api: ApiServer, pod: Obj, asked: Asked) -> None:
    from minikctl.core.selectors import from_label_selector
    from minikctl.storage._base import Key

    labels = pod["metadata"].get("labels") or {}
    for budget in api.tx.list("poddisruptionbudgets.policy", pod["metadata"]["namespace"]):
        selector = (budget.get("spec") or {}).get("selector")
        if selector is None or not from_label_selector(selector).matches(labels):
            continue
        status = budget.get("status") or {}
        meta = budget["metadata"]
        allowed = status.get("disruptionsAllowed", 0)
        if allowed <= 0:
            raise _too_many(budget)
        if not asked.dry_run:
            new = {**budget, "status": {**status, "disruptionsAllowed": allowed - 1}}
            new["metadata"] = {**meta, "resourceVersion": str(api.tx.next_revision())}
            api.tx.put(Key("poddisruptionbudgets.policy", meta["namespace"], meta["name"]), new)


def _too_many(budget: Obj) -> Exception:
    status, name = budget.get("status") or {}, budget["metadata"]["name"]
    error = too_many_requests("Cannot evict pod as it would violate the pod's disruption budget.")
    message = (
        f"The disruption budget {name} needs {status.get('desiredHealthy', 0)} healthy pods "
        f"and has {status.get('currentHealthy', 0)} currently"
    )
    error.details["causes"] = [{"reason": "DisruptionBudget", "message": message}]
    return error


def token(api: ApiServer, target: Target, namespace: str, name: str, body: Obj) -> Obj:
    """A TokenRequest with its token. # source: TokenREST of v1.36"""
    from minikctl.apiserver import tokens

    account = api.stored(target, namespace, name)
    spec = body.get("spec") or {}
    seconds = int(spec.get("expirationSeconds") or 3600)
    _check_lifetime(seconds)
    bound = _bound(api, namespace, name, spec["boundObjectRef"]) if spec.get("boundObjectRef") else None
    audiences = spec.get("audiences") or [tokens.AUDIENCE]
    now = api.world.now()
    return {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "metadata": {
            "name": account["metadata"]["name"],
            "namespace": namespace,
            "creationTimestamp": rfc3339(now),
        },
        "spec": {**spec, "audiences": audiences, "expirationSeconds": seconds},
        "status": {
            "token": tokens.issue(api, account, audiences, seconds, bound),
            "expirationTimestamp": rfc3339(now + seconds * SECOND),
        },
    }


def _check_lifetime(seconds: int) -> None:
    why = ""
    if seconds < 600:
        why = "may not specify a duration less than 10 minutes"
    elif seconds > 1 << 32:
        why = "may not specify a duration larger than 2^32 seconds"
    if why:
        raise invalid("TokenRequest", "authentication.k8s.io", "", [invalid_value(_EXPIRY, seconds, why)])


def _bound(api: ApiServer, namespace: str, account: str, ref: Obj) -> Obj:
    """The object that a token is to end with has to be there, and a pod to run as the account."""
    from minikctl.apiserver.tokens import BINDABLE
    from minikctl.storage._base import Key

    kind, name = ref.get("kind", ""), ref.get("name", "")
    version = ref.get("apiVersion", "")
    if version not in ("", "v1") or kind not in BINDABLE:
        group, _, version = version.rpartition("/")
        raise bad_request(f"cannot bind token to object of type {group}/{version}, Kind={kind}")
    plural = BINDABLE[kind]
    found = api.tx.get(Key(plural, "" if kind == "Node" else namespace, name))
    if found is None:
        raise not_found(plural, "", name)
    if kind == "Pod" and found["spec"].get("serviceAccountName") != account:
        why = f'cannot bind token for serviceaccount "{account}" to pod running with different serviceaccount name.'
        raise bad_request(why)
    uid = ref.get("uid")
    if uid and uid != found["metadata"]["uid"]:
        why = f"the UID in the bound object reference ({uid}) does not match the UID in record. "
        raise conflict(kind, "", name, why + "The object might have been deleted and then recreated")
    return {**found, "kind": kind}
