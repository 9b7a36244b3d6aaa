"""What can be looked up without loading objects: index values and running sums derived from an object. Pure.

Indexes: "resource" (value `pods/` for all namespaces, `pods/ns` for one), "label" (`pods/ns/key=value`), "owner" (uid
of the controlling owner), "dependent" (uid of every owner), "node" (spec.nodeName of pods, "" for those bound to none;
also `pending/ns` for those of a namespace that are bound but still Pending, `avoiding/` for those with anti-affinity,
`at/ADDRESS` for who has an address),
"regarding" (events: uid of the object they are about), "uid".
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.storage._base import Key, Obj


def index_values(key: Key, obj: Obj) -> list[tuple[str, str]]:
    """Every (index, value) that finds this object."""
    resource, namespace, _ = key
    meta = obj["metadata"]
    out = [("resource", f"{resource}/")]
    if namespace:
        out.append(("resource", f"{resource}/{namespace}"))
    labels = meta.get("labels")
    if labels:
        prefix = f"{resource}/{namespace}/"
        out += [("label", f"{prefix}{k}={v}") for k, v in labels.items()]
    for ref in meta.get("ownerReferences") or ():
        out.append(("dependent", ref["uid"]))
        if ref.get("controller"):
            out.append(("owner", ref["uid"]))
    if resource == "pods":
        out += _of_pod(namespace, obj)
    elif resource == "events":
        about = obj.get("involvedObject", {}).get("uid")
        if about:
            out.append(("regarding", about))
    return out


def _of_pod(namespace: str, pod: Obj) -> list[tuple[str, str]]:
    """What finds a pod beside its metadata."""
    spec, status = pod["spec"], pod.get("status") or {}
    node = spec.get("nodeName")
    out = [("node", node or "")]
    if node and status.get("phase") == "Pending":
        out.append(("node", f"pending/{namespace}"))
    address = status.get("podIP")
    if address and not spec.get("hostNetwork"):
        out.append(("node", f"at/{address}"))
    affinity = spec.get("affinity")
    if affinity and affinity.get("podAntiAffinity"):
        out.append(("node", "avoiding/"))
    return out


def moved(key: Key, old: Obj, new: Obj) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The index values that an object had and has, without such as surely stay."""
    before, after = old["metadata"], new["metadata"]
    if (
        key.resource == "pods"
        and before.get("labels") == after.get("labels")
        and before.get("ownerReferences") == after.get("ownerReferences")
    ):
        return _of_pod(key.namespace, old), _of_pod(key.namespace, new)
    return index_values(key, old), index_values(key, new)


def aggregates(key: Key, obj: Obj) -> list[tuple[str, str, tuple[int, ...]]]:
    """What this object adds to running sums, for pods that are not finished: ("node", name, (pods, milli-CPU, bytes))
    where it holds resources; ("owner", uid of the controlling owner, (active, ready of those, terminating)).
    """
    if key.resource != "pods":
        return []
    status = obj.get("status") or {}
    if status.get("phase") in ("Succeeded", "Failed"):
        return []
    out: list[tuple[str, str, tuple[int, ...]]] = []
    for ref in obj["metadata"].get("ownerReferences") or ():
        if ref.get("controller"):
            leaving = "deletionTimestamp" in obj["metadata"]
            out.append(("owner", ref["uid"], (0, 0, 1) if leaving else (1, int(_is_ready(status)), 0)))
    spec = obj["spec"]
    node = spec.get("nodeName")
    if node:
        from minikctl.core.resources import pod_requests

        cpu, memory = pod_requests(spec)
        out.append(("node", node, (1, cpu, memory)))
    return out


def _is_ready(status: Obj) -> bool:
    return any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions") or ())


def unchanged(key: Key, old: Obj, new: Obj) -> bool:
    """Whether two states of an object surely have the same index values and sums; most writes touch neither."""
    before, after = old["metadata"], new["metadata"]
    if before.get("labels") != after.get("labels") or before.get("ownerReferences") != after.get("ownerReferences"):
        return False
    if key.resource == "pods":
        was, now = old.get("status") or {}, new.get("status") or {}
        return (
            was.get("phase") == now.get("phase")
            and was.get("podIP") == now.get("podIP")
            and ("deletionTimestamp" in before) is ("deletionTimestamp" in after)
            and (old["spec"] is new["spec"] or bool(old["spec"] == new["spec"]))
            and _is_ready(was) is _is_ready(now)
        )
    if key.resource == "events":
        return bool(old.get("involvedObject") == new.get("involvedObject"))
    return True
