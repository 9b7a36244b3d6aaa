"""CustomResourceDefinitions: checked and stored. What they define is not served, and they say so: in a warning, and in
the condition that clients wait for (Helm, `kubectl wait`), so that nobody waits in vain. Pure.

Their Go types are not in the table of types: nothing of the spec can be relied on.
source: apiextensions-apiserver's validation and defaults, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

SCOPES = ["Cluster", "Namespaced"]


def _object(value: Any) -> Obj:
    return value if isinstance(value, dict) else {}


def _versions(obj: Obj) -> list[Obj]:
    found = _object(obj.get("spec")).get("versions")
    return [_object(each) for each in found] if isinstance(found, list) else []


def row(obj: Obj, now: int) -> list[Any]:
    """NAME CREATED-AT."""
    return [obj["metadata"]["name"], obj["metadata"].get("creationTimestamp")]


def default(obj: Obj) -> None:
    """Names that follow from the kind."""
    spec = _object(obj.get("spec"))
    names = spec.get("names")
    if isinstance(names, dict) and isinstance(names.get("kind"), str):
        spec["names"] = {"listKind": f"{names['kind']}List", "singular": names["kind"].lower(), **names}
        obj["spec"] = {"conversion": {"strategy": "None"}, **spec}


def prepare_create(obj: Obj) -> None:
    """No name is accepted, for a reason."""
    names = _object(_object(obj.get("spec")).get("names"))
    message = not_served(obj)
    conditions = [
        {
            "lastTransitionTime": obj["metadata"].get("creationTimestamp"),
            "message": message,
            "reason": "NotServed",
            "status": "False",
            "type": kind,
        }
        for kind in ("NamesAccepted", "Established")
    ]
    stored = [version.get("name") for version in _versions(obj) if version.get("storage") is True]
    accepted = {"kind": "", "plural": ""} if names else {}
    obj["status"] = {"acceptedNames": accepted, "conditions": conditions, "storedVersions": stored}


def not_served(obj: Obj) -> str:
    name = obj["metadata"].get("name", "")
    return f"minikctl stores CustomResourceDefinitions, but does not serve the resources that they define: {name}"


def warnings(new: Obj, _old: Obj | None) -> list[str]:
    return [not_served(new)]


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported, required

    spec = _object(obj.get("spec"))
    names, group, scope = _object(spec.get("names")), spec.get("group"), spec.get("scope")
    name = obj["metadata"].get("name", "")
    out: list[FieldError] = []
    if name != f"{names.get('plural', '')}.{group or ''}":
        out.append(invalid_value("metadata.name", name, 'must be spec.names.plural+"."+spec.group'))
    if not group:
        out.append(required("spec.group", ""))
    if not scope:
        out.append(required("spec.scope", ""))
    elif scope not in SCOPES:
        out.append(not_supported("spec.scope", scope, SCOPES))
    out += _version_errors(obj)
    out += [required(f"spec.names.{field}", "") for field in ("plural", "kind") if not names.get(field)]
    return out


def _version_errors(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required

    out: list[FieldError] = []
    versions = _versions(obj)
    for i, version in enumerate(versions):
        if not version.get("name"):
            out.append(required(f"spec.versions[{i}].name", ""))
        if not _object(version.get("schema")).get("openAPIV3Schema"):
            out.append(required(f"spec.versions[{i}].schema.openAPIV3Schema", "schemas are required"))
    if sum(version.get("storage") is True for version in versions) != 1:
        shown = _object(obj.get("spec")).get("versions") or []
        out.append(invalid_value("spec.versions", shown, "must have exactly one version marked as storage version"))
    return out


KIND = Kind(
    group="apiextensions.k8s.io",
    kind="CustomResourceDefinition",
    plural="customresourcedefinitions",
    versions=(Served("v1"),),
    namespaced=False,
    short_names=("crd", "crds"),
    categories=("api-extensions",),
    subresources=("status",),
    columns=(Column("Name", format="name"), Column("Created At", "date")),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    warnings=warnings,
)
