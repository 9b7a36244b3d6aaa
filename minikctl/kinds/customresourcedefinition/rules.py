"""What a CustomResourceDefinition may say. Pure.

source: apiextensions-apiserver pkg/apis/apiextensions/validation, v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, invalid_value, not_supported, required
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom import naming
from minikctl.kinds.custom.definitions import Obj, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPES = ["Cluster", "Namespaced"]
_COLUMN_TYPES = ["boolean", "date", "integer", "number", "string"]
_NAMES = "metadata.name"


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.kinds.customresourcedefinition.schemas import schema_errors

    spec = crds.spec(obj)
    wanted, group, scope = crds.wanted_names(obj), spec.get("group"), spec.get("scope")
    name = obj["metadata"].get("name", "")
    out: list[FieldError] = []
    if name != f"{wanted.get('plural', '')}.{group or ''}":
        out.append(invalid_value(_NAMES, name, 'must be spec.names.plural+"."+spec.group'))
    out += _group_errors(obj, group)
    if not scope:
        out.append(required("spec.scope"))
    elif scope not in SCOPES:
        out.append(not_supported("spec.scope", scope, SCOPES))
    out += _version_errors(obj)
    out += _name_errors(wanted)
    for version, path in _apart(obj, "schema", "validation"):
        out += schema_errors(crds.schema(version), f"{path}.openAPIV3Schema")
    for version, path in _apart(obj, "subresources", "subresources"):
        out += _scale_errors(version, path)
    for version, path in _apart(obj, "additionalPrinterColumns", "additionalPrinterColumns"):
        out += _column_errors(version, path)
    return out


def _apart(obj: Obj, field: str, common: str) -> Iterator[tuple[Obj, str]]:
    """The versions with where a field of theirs is told of: once where they all have the same, as the server's
    internal version keeps it.
    """
    versions = crds.versions(obj)
    if all(version.get(field) == versions[0].get(field) for version in versions[1:]):
        yield from ((version, f"spec.{common}") for version in versions[:1])
        return
    yield from ((version, f"spec.versions[{i}].{field}") for i, version in enumerate(versions))


def _group_errors(obj: Obj, group: Any) -> list[FieldError]:
    if not group:
        return [required("spec.group")]
    if not isinstance(group, str):
        return [invalid_value("spec.group", group, "must be a string")]
    out = [invalid_value("spec.group", group, why) for why in names.dns1123_subdomain(group)]
    if not out and "." not in group:
        out.append(invalid_value("spec.group", group, "should be a domain with at least one dot"))
    approval = naming.approved(obj)
    if approval is not None and approval["status"] == "False" and approval["reason"] != "UnapprovedAnnotation":
        out.append(required(f"metadata.annotations[{naming.APPROVAL}]", approval["message"]))
    return out


def _name_errors(wanted: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    for field in ("plural", "singular", "kind", "listKind"):
        value, path = wanted.get(field), f"spec.names.{field}"
        if not value and field in ("plural", "kind"):
            out.append(required(path))
        elif value and not isinstance(value, str):
            out.append(invalid_value(path, value, "must be a string"))
        elif value:
            mixed = field in ("kind", "listKind")
            head = "may have mixed case, but should otherwise match: " if mixed else ""
            checked = value.lower() if mixed else value
            out += [invalid_value(path, value, head + why) for why in names.dns1035_label(checked)]
    for i, short in enumerate(crds.texts(wanted.get("shortNames"))):
        out += [invalid_value(f"spec.names.shortNames[{i}]", short, why) for why in names.dns1035_label(short)]
    if wanted.get("kind") and wanted.get("kind") == wanted.get("listKind"):
        out.append(invalid_value("spec.names.listKind", wanted["listKind"], "kind and listKind may not be the same"))
    return out


def _version_errors(obj: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    versions = crds.versions(obj)
    for i, version in enumerate(versions):
        path, name = f"spec.versions[{i}]", version.get("name")
        if not name:
            out.append(required(f"{path}.name"))
        else:
            out += [invalid_value(f"{path}.name", name, why) for why in names.dns1035_label(str(name))]
        if not mapping(version.get("schema")).get("openAPIV3Schema"):
            out.append(required(f"{path}.schema.openAPIV3Schema", "schemas are required"))
    shown = crds.spec(obj).get("versions") or []
    if sum(version.get("storage") is True for version in versions) != 1:
        out.append(invalid_value("spec.versions", shown, "must have exactly one version marked as storage version"))
    said = [str(version.get("name")) for version in versions]
    if len(set(said)) < len(said):
        out.append(invalid_value("spec.versions", shown, "must contain unique version names"))
    return out


def _column_errors(version: Obj, path: str) -> list[FieldError]:
    found = version.get("additionalPrinterColumns")
    out: list[FieldError] = []
    for i, one in enumerate(found if isinstance(found, list) else ()):
        column = mapping(one)
        if not column.get("name"):
            out.append(required(f"{path}[{i}].name"))
        if not column.get("type"):
            allowed = ", ".join(f'"{kind}"' for kind in _COLUMN_TYPES)
            out.append(required(f"{path}[{i}].type", f"must be one of {allowed}"))
        elif column["type"] not in _COLUMN_TYPES:
            out.append(not_supported(f"{path}[{i}].type", column["type"], _COLUMN_TYPES))
        if not column.get("jsonPath"):
            out.append(required(f"{path}[{i}].JSONPath"))
    return out


def _scale_errors(version: Obj, path: str) -> list[FieldError]:
    scale = mapping(version.get("subresources")).get("scale")
    out: list[FieldError] = []
    for field, below in (("specReplicasPath", "spec"), ("statusReplicasPath", "status")):
        where = f"{path}.scale.{field}"
        if not isinstance(scale, dict):
            break
        value = text(scale.get(field))
        if not value:
            out.append(required(where))
        elif not value.startswith(f".{below}."):
            out.append(invalid_value(where, value, f"should be a json path under .{below}"))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    """Where objects may be stored already, they must stay readable."""
    out: list[FieldError] = []
    fixed = [("group",), ("names", "plural")]
    if crds.established(old):
        fixed += [("scope",), ("names", "kind")]
    for path in fixed:
        before, after = _at(old, path), _at(new, path)
        if before != after:
            out.append(invalid_value(".".join(("spec", *path)), after, "field is immutable"))
    present = [version.get("name") for version in crds.versions(new)]
    for i, name in enumerate(mapping(new.get("status")).get("storedVersions") or ()):
        if name not in present:
            why = (
                f"missing from spec.versions; {name} was previously a storage version, and must remain in "
                "spec.versions until a storage migration ensures no data remains persisted in "
                f"{name} and removes {name} from status.storedVersions"
            )
            out.append(invalid_value(f"status.storedVersions[{i}]", name, why))
    return out


def _at(obj: Obj, path: tuple[str, ...]) -> Any:
    value: Any = crds.spec(obj)
    for part in path:
        value = mapping(value).get(part)
    return value


def warnings(new: Obj, _old: Obj | None) -> list[str]:
    """What is stored, but means nothing here."""
    from minikctl.kinds.customresourcedefinition.schemas import has_rules

    name = new["metadata"].get("name", "")
    out: list[str] = []
    if any(has_rules(crds.schema(version)) for version in crds.versions(new)):
        out.append(f"minikctl does not evaluate the rules of x-kubernetes-validations: {name}")
    if mapping(crds.spec(new).get("conversion")).get("strategy") == "Webhook":
        out.append(f"minikctl calls no conversion webhook: the versions of {name} differ in their apiVersion alone")
    return out
