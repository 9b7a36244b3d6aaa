"""What every namespace has: the ServiceAccount `default` and the ConfigMap with the cluster's certificate authority."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Create, Result, Update, Watch
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

ACCOUNT = "default"
ROOT_CA = "kube-root-ca.crt"
_TOKEN = "kubernetes.io/service-account-token"
_NAME = "kubernetes.io/service-account.name"
_DESCRIPTION = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes "
    "clusters."
)
# a certificate whose key nobody has: nothing is behind it
_CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBojCCAUegAwIBAgIUJkgYDDT6SLUQejs5bx3p8uPO3EowCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwabWluaWtjdGwgc2ltdWxhdGVkIGNsdXN0ZXIwIBcNMjYxMTIz
MDI1MDM2WhgPMjEyNjEwMzAwMjUwMzZaMCUxIzAhBgNVBAMMGm1pbmlrY3RsIHNp
bXVsYXRlZCBjbHVzdGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+fpp26sF
XuiHYf6H2Dsnx4CYlyinWhO0HZ22fnoGCg9ZJKxofW5Chezs2iEhSbbN68WTVwHR
9+cbwpLyx8QhtqNTMFEwHQYDVR0OBBYEFI9o7Ot4h8OKHnx07s6Ue0mWfsr9MB8G
A1UdIwQYMBaAFI9o7Ot4h8OKHnx07s6Ue0mWfsr9MA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSQAwRgIhAJ3iG/ZzZdA9nktgltntf6gL7AMG4JA8HnQNC7CO
Gya8AiEArfOch1nG/RIeflMCN/ElXG04Y9dtzqRXX5b18ImfU4U=
-----END CERTIFICATE-----
"""


def reconcile(view: View, key: str, now: int) -> Result:
    """key: a namespace; `NAMESPACE/NAME` of a secret that is to hold an account's token."""
    if "/" in key:
        from minikctl.controllers.account_tokens import fill

        namespace_name, _, secret = key.partition("/")
        return Result(fill(view, namespace_name, secret, _CERTIFICATE))
    namespace = view.get("namespaces", "", key)
    if namespace is None or namespace["metadata"].get("deletionTimestamp"):
        return NOTHING
    changes: list[Change] = []
    if view.get("serviceaccounts", key, ACCOUNT) is None:
        account: Obj = {"name": ACCOUNT, "namespace": key}
        changes.append(Create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": account}))
    current = view.get("configmaps", key, ROOT_CA)
    data = {"ca.crt": _CERTIFICATE}
    if current is None:
        meta: Obj = {"name": ROOT_CA, "namespace": key, "annotations": {"kubernetes.io/description": _DESCRIPTION}}
        changes.append(Create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}))
    elif current.get("data") != data:
        changes.append(Update({**current, "data": data}))
    return Result(changes)


def _of_namespace(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    return [obj["metadata"]["name"]] if obj is not None and old is None else []


def _of_account(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The namespace of the account `default` that went, and the tokens of an account that came or went."""
    if obj is not None and old is not None:
        return []
    meta = (obj or old or {})["metadata"]
    keys = [meta["namespace"]] if obj is None and meta["name"] == ACCOUNT else []
    for secret in view.list("secrets", meta["namespace"]):
        if secret.get("type") == _TOKEN and (secret["metadata"].get("annotations") or {}).get(_NAME) == meta["name"]:
            keys.append(f"{meta['namespace']}/{secret['metadata']['name']}")
    return keys


def _of_secret(obj: Obj | None, _old: Obj | None, _view: View) -> list[str]:
    if obj is None or obj.get("type") != _TOKEN:
        return []
    return [f"{obj['metadata']['namespace']}/{obj['metadata']['name']}"]


def _of_config_map(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    return [old["metadata"]["namespace"]] if old is not None and old["metadata"]["name"] == ROOT_CA else []


CONTROLLER = Controller(
    "serviceaccount",
    "kube-controller-manager",
    (
        Watch("namespaces", _of_namespace),
        Watch("serviceaccounts", _of_account),
        Watch("configmaps", _of_config_map),
        Watch("secrets", _of_secret),
    ),
    reconcile,
    component="service-account-controller",
)
