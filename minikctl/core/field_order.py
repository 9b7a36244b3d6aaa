"""Objects with their keys in the order in which Go declares them: how kubectl's typed objects become JSON.

Maps (labels, data) have no declared order and are sorted, as encoding/json does. Knows the schema, no kind.
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.typed import Any


def ordered(value: Any, type_name: str) -> Any:
    """The same value, keys in order; unknown fields come last."""
    name = type_name.lstrip("*")
    if isinstance(value, list):
        inner = schema.elem(name)
        return [ordered(item, inner) for item in value]
    if not isinstance(value, dict):
        return value
    if not schema.is_struct(name):
        inner = schema.elem(name)
        return {key: ordered(value[key], inner) if inner != name else value[key] for key in sorted(value)}
    fields = schema.struct(name)
    out = {key: ordered(value[key], field.type) for key, field in fields.items() if key in value}
    out.update({key: value[key] for key in sorted(value) if key not in fields})
    return out


def of_object(obj: dict[str, Any]) -> dict[str, Any]:
    """A whole object, by its apiVersion and kind; as it is where these are not built in."""
    type_name = schema.root_type(obj.get("apiVersion", ""), obj.get("kind", ""))
    if type_name is None:
        return obj
    out: dict[str, Any] = ordered(obj, type_name)
    return out
