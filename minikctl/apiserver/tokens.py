"""Tokens of service accounts: JSON web tokens that this state has signed, and whether one is good.

source: Kubernetes' pkg/serviceaccount (claims, validation), v1.36. Deliberately different: HS256 with a key from the
state's seed, where a cluster signs with a private key.
"""

from __future__ import annotations

from minikctl.core.json_text import compact, loads
from minikctl.core.randomness import digest
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

AUDIENCE = "https://kubernetes.default.svc.cluster.local"  # the server's own, which issues them
BINDABLE = {"Node": "nodes", "Pod": "pods", "Secret": "secrets"}
_SECRET_TYPE = "kubernetes.io/service-account-token"
_ACCOUNT = "kubernetes.io/service-account.name"
_CREDENTIAL = "authentication.kubernetes.io/credential-id"
_POD = "authentication.kubernetes.io/pod-"
_EXPIRED = "[invalid bearer token, service account token has expired]"
_GONE = "[invalid bearer token, service account token has been invalidated]"


def issue(api: ApiServer, account: Obj, audiences: list[str], seconds: int, bound: Obj | None) -> str:
    """A token for an account, for as long as it is there, and the object that it is bound to."""
    from minikctl.core.names import uuid4

    meta, now = account["metadata"], api.world.now()
    at, namespace, name = now // SECOND, meta["namespace"], meta["name"]
    own: Obj = {"namespace": namespace, "serviceaccount": {"name": name, "uid": meta["uid"]}}
    if bound:
        own[bound["kind"].lower()] = {"name": bound["metadata"]["name"], "uid": bound["metadata"]["uid"]}
    claims = {
        "aud": audiences,
        "exp": at + seconds,
        "iat": at,
        "iss": AUDIENCE,
        "jti": uuid4(digest(api.world.seed, "token", namespace, name, str(now))),
        "kubernetes.io": dict(sorted(own.items())),
        "nbf": at,
        "sub": f"system:serviceaccount:{namespace}:{name}",
    }
    head = {"alg": "HS256", "kid": digest(api.world.seed, "token key").hex(), "typ": "JWT"}
    text = f"{_part(head)}.{_part(claims)}"
    return f"{text}.{_signature(api.world.seed, text)}"


def review(api: ApiServer, spec: Obj) -> Obj:
    """The status of a TokenReview."""
    given, wanted = spec.get("token"), spec.get("audiences") or []
    token = given if isinstance(given, str) else ""
    claims = _claims(api.world.seed, token)
    if claims is None:
        return _kept(api, token) or {"user": {}}
    audiences = [each for each in claims["aud"] if each in (wanted or [AUDIENCE])]
    if not audiences:
        why = f"token audiences {_shown(claims['aud'])} is invalid for the target audiences {_shown(wanted)}"
        return {"user": {}, "error": f"[invalid bearer token, {why}]"}
    if api.world.now() >= claims["exp"] * SECOND:
        return {"user": {}, "error": _EXPIRED}
    own = claims["kubernetes.io"]
    account = own["serviceaccount"]
    extra = {_CREDENTIAL: [f"JTI={claims['jti']}"]}
    for kind, plural in BINDABLE.items():
        bound = own.get(kind.lower())
        if bound is not None and not _there(api, plural, "" if kind == "Node" else own["namespace"], bound):
            return {"user": {}, "error": _GONE}
    if not _there(api, "serviceaccounts", own["namespace"], account):
        return {"user": {}, "error": _GONE}
    if own.get("pod"):
        extra |= {f"{_POD}name": [own["pod"]["name"]], f"{_POD}uid": [own["pod"]["uid"]]}
    return _good(own["namespace"], account["name"], account["uid"], extra, audiences)


def _good(namespace: str, name: str, uid: str, extra: Obj, audiences: list[str]) -> Obj:
    groups = ["system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"]
    user: Obj = {"username": f"system:serviceaccount:{namespace}:{name}", "uid": uid, "groups": groups}
    if extra:
        user["extra"] = extra
    return {"authenticated": True, "user": user, "audiences": audiences}


def _there(api: ApiServer, plural: str, namespace: str, known: Obj) -> bool:
    found = api.tx.get(Key(plural, namespace, known["name"]))
    return found is not None and found["metadata"]["uid"] == known["uid"]


def _kept(api: ApiServer, token: str) -> Obj | None:
    """The answer for a token that lies in a Secret, which it is as good as."""
    if not token:
        return None
    from base64 import b64encode

    data = b64encode(token.encode("utf-8", "replace")).decode()
    for secret in api.tx.list("secrets", ""):
        if secret.get("type") != _SECRET_TYPE or (secret.get("data") or {}).get("token") != data:
            continue
        meta = secret["metadata"]
        name = (meta.get("annotations") or {}).get(_ACCOUNT, "")
        account = api.tx.get(Key("serviceaccounts", meta["namespace"], name))
        if account is not None:
            return _good(meta["namespace"], name, account["metadata"]["uid"], {}, [AUDIENCE])
    return None


def _part(value: Obj) -> str:
    return _unpadded(compact(value).encode())


def _unpadded(data: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(data).decode().rstrip("=")


def _signature(seed: str, text: str) -> str:
    import hmac

    return _unpadded(hmac.digest(digest(seed, "token signature"), text.encode(), "sha256"))


def _claims(seed: str, token: str) -> Obj | None:
    """What a token says; None for one that this state has not signed."""
    from base64 import urlsafe_b64decode
    from hmac import compare_digest

    text, _, signature = token.rpartition(".")
    if not token.isascii() or not compare_digest(signature, _signature(seed, text)):
        return None
    body = text.partition(".")[2]
    found: Obj = loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def _shown(audiences: list[str]) -> str:
    """As Go's %q."""
    return "[" + " ".join(f'"{each}"' for each in audiences) + "]"
