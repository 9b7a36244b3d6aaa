"""The last-applied annotation: what an object was when it was applied, as JSON with Go's escapes and a last newline."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.builder import Info

Obj = dict[str, Any]

ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


def encoded(obj: Any) -> str:
    """An object as kubectl keeps and shows it: compact JSON, and a newline."""
    from minikctl.core.go_marshal import compact

    return compact(obj) + "\n"


def original(obj: Obj) -> str | None:
    """What the annotation holds, None without one."""
    notes = (obj.get("metadata") or {}).get("annotations") or {}
    value = notes.get(ANNOTATION)
    return None if value is None else str(value)


def configuration(obj: Obj) -> Obj:
    """The object without the annotation. Others stay; without any there is an empty map, as kubectl leaves it."""
    meta = dict(obj.get("metadata") or {})
    meta["annotations"] = {k: v for k, v in (meta.get("annotations") or {}).items() if k != ANNOTATION}
    return {**obj, "metadata": meta}


def annotated(obj: Obj) -> Obj:
    """The object with itself in the annotation."""
    out = configuration(obj)
    text = encoded(out)
    meta = out["metadata"]
    return {**out, "metadata": {**meta, "annotations": {**meta["annotations"], ANNOTATION: text}}}


def info_text(info: Info) -> str:
    """An object as apply's errors name it."""
    res = info.resource
    return (
        f'Resource: "{res.group}/{res.version}, Resource={res.plural}", '
        f'GroupVersionKind: "{res.group}/{res.version}, Kind={res.kind}"\n'
        f'Name: "{info.name}", Namespace: "{info.namespace}"'
    )
