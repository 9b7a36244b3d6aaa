"""The cluster roles and bindings that every cluster has, as far as users meet them. They hold without being stored.

source: Kubernetes' bootstrap policy, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

_READ = ("get", "list", "watch")
_WRITE = ("create", "delete", "deletecollection", "patch", "update")

# group: resources; what `view` shows
_SEEN = {
    "": """pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status endpoints
        persistentvolumeclaims persistentvolumeclaims/status configmaps limitranges resourcequotas bindings events
        pods/status resourcequotas/status namespaces/status replicationcontrollers/status pods/log namespaces""",
    "discovery.k8s.io": "endpointslices",
    "apps": """controllerrevisions statefulsets statefulsets/status statefulsets/scale daemonsets daemonsets/status
        deployments deployments/status deployments/scale replicasets replicasets/status replicasets/scale""",
    "autoscaling": "horizontalpodautoscalers horizontalpodautoscalers/status",
    "batch": "jobs cronjobs cronjobs/status jobs/status",
    "policy": "poddisruptionbudgets poddisruptionbudgets/status",
    "networking.k8s.io": "networkpolicies ingresses ingresses/status",
    "resource.k8s.io": "resourceclaims resourceclaims/status resourceclaimtemplates",
}
# what `edit` may see and change beyond that
_SECRET = {"": "pods/attach pods/proxy pods/exec pods/portforward secrets services/proxy"}
_EDITED = {
    "": """pods pods/attach pods/exec pods/portforward pods/proxy replicationcontrollers replicationcontrollers/scale
        serviceaccounts services services/proxy persistentvolumeclaims configmaps secrets events""",
    "apps": """statefulsets statefulsets/scale daemonsets deployments deployments/scale deployments/rollback
        replicasets replicasets/scale""",
    "autoscaling": "horizontalpodautoscalers",
    "batch": "jobs cronjobs",
    "policy": "poddisruptionbudgets",
    "networking.k8s.io": "networkpolicies ingresses",
    "resource.k8s.io": "resourceclaims resourceclaimtemplates",
}
_PUBLIC = ("/healthz", "/livez", "/readyz", "/version", "/version/")
_DISCOVERED = ("/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz")


def _rules(resources: dict[str, str], verbs: tuple[str, ...]) -> list[Obj]:
    return [
        {"apiGroups": [group], "resources": names.split(), "verbs": list(verbs)} for group, names in resources.items()
    ]


def _rule(group: str, resources: str, *verbs: str) -> Obj:
    return {"apiGroups": [group], "resources": resources.split(), "verbs": list(verbs)}


def _urls(*urls: str) -> list[Obj]:
    return [{"nonResourceURLs": list(urls), "verbs": ["get"]}]


def _view() -> list[Obj]:
    return _rules(_SEEN, _READ)


def _edit() -> list[Obj]:
    return [
        *_view(),
        *_rules(_SECRET, _READ),
        *_rules(_EDITED, _WRITE),
        _rule("", "pods/eviction serviceaccounts/token", "create"),
        _rule("", "serviceaccounts", "impersonate"),
        _rule("coordination.k8s.io", "leases", *_READ, *_WRITE),
    ]


def _admin() -> list[Obj]:
    return [
        *_edit(),
        _rule("authorization.k8s.io", "localsubjectaccessreviews", "create"),
        _rule("rbac.authorization.k8s.io", "roles rolebindings", *_READ, *_WRITE),
    ]


def _everything() -> list[Obj]:
    return [_rule("*", "*", "*"), {"nonResourceURLs": ["*"], "verbs": ["*"]}]


def _basic_user() -> list[Obj]:
    return [
        _rule("authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews", "create"),
        _rule("authentication.k8s.io", "selfsubjectreviews", "create"),
    ]


def _discovery() -> list[Obj]:
    return _urls(*_DISCOVERED, "/version", "/version/")


def _public() -> list[Obj]:
    return _urls(*_PUBLIC)


def _issuer() -> list[Obj]:
    found = ("/.well-known/openid-configuration", "/openid/v1/jwks")
    return _urls(*(url + end for url in found for end in ("", "/")))


ROLES = {
    "cluster-admin": _everything,
    "admin": _admin,
    "edit": _edit,
    "view": _view,
    "system:basic-user": _basic_user,
    "system:discovery": _discovery,
    "system:public-info-viewer": _public,
    "system:service-account-issuer-discovery": _issuer,
}

# role, group that has it
BOUND = (
    ("cluster-admin", "system:masters"),
    ("system:basic-user", "system:authenticated"),
    ("system:discovery", "system:authenticated"),
    ("system:public-info-viewer", "system:authenticated"),
    ("system:public-info-viewer", "system:unauthenticated"),
    ("system:service-account-issuer-discovery", "system:serviceaccounts"),
)


def rules_of(name: str) -> list[Obj] | None:
    """The rules of a built-in cluster role; None where there is no such role."""
    make = ROLES.get(name)
    return None if make is None else make()
