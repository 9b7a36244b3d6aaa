"""Namespace: empties one that is being deleted, says what is left, and lets it go."""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.controllers._base import NOTHING, Controller, Delete, Result, Update, Watch, itself
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

FINALIZER = "kubernetes"
FIRST, LONGEST = SECOND // 10, 600 * SECOND


def reconcile(view: View, key: str, now: int) -> Result:
    namespace = view.get("namespaces", "", key)
    if namespace is None or not namespace["metadata"].get("deletionTimestamp"):
        return NOTHING
    if FINALIZER not in (namespace.get("spec") or {}).get("finalizers", ()):
        return NOTHING
    content = {resource: found for resource in _resources() if (found := view.list(resource, key))}
    changes: list[Change] = []
    for resource, found in content.items():
        for obj in found:
            meta = obj["metadata"]
            if not meta.get("deletionTimestamp"):
                changes.append(Delete(resource, key, meta["name"], meta["uid"]))
    if changes:  # most of it is gone the moment it is deleted: the next look sees what is not
        return Result(changes, now)
    if not content:
        return Result([_released(namespace)])
    return _wait(view, namespace, content, now)


def _resources() -> list[str]:
    """Everything that lives in namespaces, each kind once."""
    from minikctl.kinds.table import all_resources

    entries = [e for e in all_resources() if e.namespaced and "delete" in e.verbs]
    return list(dict.fromkeys(e.resource for e in entries))


def _released(namespace: Obj) -> Update:
    finalizers = [f for f in namespace["spec"]["finalizers"] if f != FINALIZER]
    return Update({**namespace, "spec": {**namespace["spec"], "finalizers": finalizers}}, "finalize")


def _wait(view: View, namespace: Obj, content: dict[str, list[Obj]], now: int) -> Result:
    """Say what is left; look again soon, and then ever more rarely."""
    delay = min((view.memo() or {}).get("delay", FIRST), LONGEST)
    status = namespace.get("status") or {}
    conditions = status.get("conditions") or []
    for condition in _what_remains(content, now):
        conditions = _set(conditions, condition)
    changes: list[Change] = []
    if conditions != (status.get("conditions") or []):
        changes.append(Update({**namespace, "status": {**status, "conditions": conditions}}, "status"))
    return Result(changes, now + delay, {"delay": delay * 2})


def _set(conditions: list[Obj], condition: Obj) -> list[Obj]:
    """In their place; a new time only where the status changes."""
    current = _conditions.find(conditions, condition["type"])
    if current is None:
        return [*conditions, condition]
    if current["status"] == condition["status"]:
        condition = {**condition, "lastTransitionTime": current["lastTransitionTime"]}
    return [condition if c is current else c for c in conditions]


def _what_remains(content: dict[str, list[Obj]], now: int) -> list[Obj]:
    """The five conditions of a namespace that terminates. # source: observed on v1.36"""
    finalizers: dict[str, int] = {}
    for found in content.values():
        for obj in found:
            for name in obj["metadata"].get("finalizers") or ():
                finalizers[name] = finalizers.get(name, 0) + 1
    resources = ", ".join(f"{name} has {len(found)} resource instances" for name, found in _named(content))
    holders = ", ".join(f"{name} in {count} resource instances" for name, count in sorted(finalizers.items()))
    facts = (
        ("NamespaceDeletionDiscoveryFailure", "", "ResourcesDiscovered", "All resources successfully discovered"),
        (
            "NamespaceDeletionGroupVersionParsingFailure",
            "",
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed",
        ),
        (
            "NamespaceDeletionContentFailure",
            "",
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization",
        ),
        ("NamespaceContentRemaining", resources, "SomeResourcesRemain", f"Some resources are remaining: {resources}"),
        (
            "NamespaceFinalizersRemaining",
            holders,
            "SomeFinalizersRemain" if holders else "ContentHasNoFinalizers",
            f"Some content in the namespace has finalizers remaining: {holders}"
            if holders
            else "All content-preserving finalizers finished",
        ),
    )
    return [
        {
            "type": type_,
            "status": "True" if remaining else "False",
            "lastTransitionTime": rfc3339(now),
            "reason": reason,
            "message": message,
        }
        for type_, remaining, reason, message in facts
    ]


def _named(content: dict[str, list[Obj]]) -> list[tuple[str, list[Obj]]]:
    """Resources as the conditions name them: `pods.`, `replicasets.apps`."""
    return sorted((name if "." in name else f"{name}.", found) for name, found in content.items())


def _pod_gone(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    if obj is not None or old is None:
        return []
    name = old["metadata"]["namespace"]
    namespace = view.get("namespaces", "", name)
    return [name] if namespace and namespace["metadata"].get("deletionTimestamp") else []


CONTROLLER = Controller(
    "namespace",
    "kube-controller-manager",
    (Watch("namespaces", itself), Watch("pods", _pod_gone)),
    reconcile,
    component="namespace-controller",
)
