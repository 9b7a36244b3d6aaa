"""`set env --list --resolve`: what variables that refer to something would hold."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client

Obj = dict[str, Any]


def value(client: Client, source: Obj, obj: Obj, container: Obj) -> str:
    """CliError with the reason when it cannot be told."""
    for field, resource in (("secretKeyRef", "secrets"), ("configMapKeyRef", "configmaps")):
        if source.get(field):
            return _entry(client, resource, source[field])
    if source.get("fieldRef"):
        return _field(obj, source["fieldRef"]["fieldPath"])
    if source.get("resourceFieldRef"):
        return _amount(source["resourceFieldRef"], container)
    raise CliError("invalid valueFrom")


def _entry(client: Client, resource: str, reference: Obj) -> str:
    name, key = reference.get("name", ""), reference["key"]
    try:
        found = client.get(client.resolve(resource), client.namespace, name)
    except ApiError as e:
        raise CliError(e.message) from None
    data = found.get("data") or {}
    if key not in data:
        what = "secret" if resource == "secrets" else "config map"
        raise CliError(f"key {key} not found in {what} {name}")
    if resource == "configmaps":
        return str(data[key])
    from base64 import b64decode

    return b64decode(data[key]).decode("utf-8", "replace")


def _field(obj: Obj, path: str) -> str:
    meta = obj["metadata"]
    if path.endswith("']"):
        where, _, key = path[:-2].partition("['")
        if where in ("metadata.annotations", "metadata.labels"):
            return str((meta.get(where.partition(".")[2]) or {}).get(key, ""))
        raise CliError(f'fieldPath "{path}" does not support subscript')
    if path in ("metadata.annotations", "metadata.labels"):
        from minikctl.core.go_text import quote_go

        entries = meta.get(path.partition(".")[2]) or {}
        return "\n".join(f"{key}={quote_go(entries[key])}" for key in sorted(entries))
    if path in ("metadata.name", "metadata.namespace", "metadata.uid"):
        return str(meta.get(path.partition(".")[2], ""))
    raise CliError(f"unsupported fieldPath: {path}")


def _amount(reference: Obj, container: Obj) -> str:
    from minikctl.core import quantity

    group, _, name = reference["resource"].partition(".")
    if group not in ("limits", "requests") or name not in ("cpu", "memory", "ephemeral-storage"):
        raise CliError(f"Unsupported container resource : {reference['resource']}")
    amount = ((container.get("resources") or {}).get(group) or {}).get(name, "0")
    divisor = reference.get("divisor") or "0"
    measure = quantity.milli if name == "cpu" else quantity.value
    return str(-(-measure(amount) // (measure(divisor) or measure("1"))))
