"""ServiceAccounts. Pure."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import name_and_age
from minikctl.kinds._kind import Kind, Served

Obj = dict[str, Any]


def warnings(new: Obj, old: Obj | None) -> list[str]:
    """Of an annotation, when it is put there."""
    key = "kubernetes.io/enforce-mountable-secrets"
    given, before = (((obj or {}).get("metadata") or {}).get("annotations") or {} for obj in (new, old))
    if key not in given or key in before:
        return []
    why = "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"
    return [f"metadata.annotations[{key}]: {why}"]


KIND = Kind(
    group="",
    kind="ServiceAccount",
    plural="serviceaccounts",
    versions=(Served("v1"),),
    short_names=("sa",),
    subresources=("token",),
    row=name_and_age,
    spec_fields=(),
    has_status=False,
    warnings=warnings,
)
