"""A container's environment: values, and where values come from."""

from __future__ import annotations

from minikctl.core import quantity
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe._page import NONE

if TYPE_CHECKING:
    from minikctl.describe._page import Page

Obj = dict[str, Any]


def write(page: Page, container: Obj, pod: Obj | None) -> None:
    """`pod` gives the values of field references; a template has none."""
    _sources(page, container)
    variables = container.get("env") or ()
    page.line("Environment:" + ("" if variables else f"\t{NONE}"), 2)
    for variable in variables:
        _variable(page, container, variable, pod)


def _sources(page: Page, container: Obj) -> None:
    """envFrom."""
    found = container.get("envFrom") or ()
    if found:
        page.line("Environment Variables from:", 2)
    for source in found:
        kind = "ConfigMap" if source.get("configMapRef") else "Secret" if source.get("secretRef") else ""
        reference = source.get("configMapRef") or source.get("secretRef") or {}
        prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
        page.line(f"{reference.get('name', '')}\t{kind}{prefix}\tOptional: {_optional(reference)}", 3)


def _variable(page: Page, container: Obj, variable: Obj, pod: Obj | None) -> None:
    name, source = variable["name"], variable.get("valueFrom")
    if source is None:
        first, *others = (variable.get("value") or "").split("\n")
        page.field(name, first, 3)
        for line in others:
            page.line(f"\t{line}", 3)
    elif source.get("fieldRef"):
        reference = source["fieldRef"]
        where = f"({reference.get('apiVersion', '')}:{reference.get('fieldPath', '')})"
        page.field(name, f"{_field(pod, reference)} {where}", 3)
    elif source.get("resourceFieldRef"):
        resource = source["resourceFieldRef"].get("resource", "")
        page.field(name, f"{_resource(container, source['resourceFieldRef'])} ({resource})", 3)
    elif source.get("secretKeyRef"):
        reference = source["secretKeyRef"]
        text = f"<set to the key '{reference.get('key', '')}' in secret '{reference.get('name', '')}'>"
        page.field(name, f"{text}\tOptional: {_optional(reference)}", 3)
    elif source.get("configMapKeyRef"):
        reference = source["configMapKeyRef"]
        text = f"<set to the key '{reference.get('key', '')}' of config map '{reference.get('name', '')}'>"
        page.field(name, f"{text}\tOptional: {_optional(reference)}", 3)


def _optional(reference: Obj) -> str:
    return "true" if reference.get("optional") else "false"


def _field(pod: Obj | None, reference: Obj) -> str:
    """kubectl knows the values of these two fields only."""
    path = reference.get("fieldPath")
    if pod is None or path not in ("metadata.name", "metadata.namespace"):
        return ""
    return str(pod["metadata"].get(path.removeprefix("metadata."), ""))


def _resource(container: Obj, reference: Obj) -> str:
    """A limit or request in units of the divisor, rounded up."""
    which, _, name = str(reference.get("resource", "")).partition(".")
    if which not in ("limits", "requests") or not (
        name in ("cpu", "memory", "ephemeral-storage") or name.startswith("hugepages-")
    ):
        return ""
    unit = quantity.from_json(reference.get("divisor") or "0")
    if unit.is_zero():
        unit = quantity.parse("1")
    found = ((container.get("resources") or {}).get(which) or {}).get(name, "0")
    have = quantity.from_json(found)
    amount, divisor = (have.milli(), unit.milli()) if name == "cpu" else (have.value(), unit.value())
    text = str(-(-amount // divisor))
    return "node allocatable" if text == "0" and which == "limits" and name in ("cpu", "memory") else text
