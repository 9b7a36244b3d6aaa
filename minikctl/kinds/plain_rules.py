"""What the server adds to resources that are only stored: defaults that clients leave out. Pure.

source: Kubernetes' defaults of admissionregistration/v1 and storage/v1, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]


def _missing(obj: Obj, **values: Any) -> None:
    for field, value in values.items():
        if obj.get(field) is None:
            obj[field] = value


def policy(obj: Obj) -> None:
    """Validating and mutating admission policies."""
    spec = obj.setdefault("spec", {})
    _missing(spec, failurePolicy="Fail")
    if spec.get("matchConstraints") is not None:
        _matching(spec["matchConstraints"])


def binding(obj: Obj) -> None:
    """Their bindings."""
    spec = obj.setdefault("spec", {})
    if spec.get("matchResources") is not None:
        _matching(spec["matchResources"])
    if spec.get("paramRef") is not None and obj["kind"] == "MutatingAdmissionPolicyBinding":
        _missing(spec["paramRef"], parameterNotFoundAction="Deny")


def _matching(resources: Obj) -> None:
    _missing(resources, matchPolicy="Equivalent", namespaceSelector={}, objectSelector={})
    _scopes([*(resources.get("resourceRules") or ()), *(resources.get("excludeResourceRules") or ())])


def _scopes(rules: list[Obj]) -> None:
    for rule in rules:
        _missing(rule, scope="*")


def webhooks(obj: Obj) -> None:
    for webhook in obj.get("webhooks") or ():
        _missing(webhook, failurePolicy="Fail", matchPolicy="Equivalent", timeoutSeconds=10)
        _missing(webhook, namespaceSelector={}, objectSelector={})
        if obj["kind"] == "MutatingWebhookConfiguration":
            _missing(webhook, reinvocationPolicy="Never")
        service = (webhook.get("clientConfig") or {}).get("service")
        if service is not None:
            _missing(service, port=443)
        _scopes(webhook.get("rules") or [])


def csi_driver(obj: Obj) -> None:
    spec = obj.setdefault("spec", {})
    _missing(spec, attachRequired=True, podInfoOnMount=False, storageCapacity=False, requiresRepublish=False)
    _missing(spec, fsGroupPolicy="ReadWriteOnceWithFSType", seLinuxMount=False)
    if not spec.get("volumeLifecycleModes"):
        spec["volumeLifecycleModes"] = ["Persistent"]
