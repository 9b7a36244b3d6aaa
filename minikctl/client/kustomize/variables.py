"""`vars`: `$(NAME)` in commands, environments and a few other places stands for a field of some resource.

Deprecated, still in many tutorials. source: kustomize docs, varreference defaults, kubectl v1.37
"""

from __future__ import annotations

from minikctl.client.kustomize.fields import holders
from minikctl.client.kustomize.references import POD_SPECS
from minikctl.client.kustomize.replacing import slots, split, text
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kustomize.resource import Resource

Obj = dict[str, Any]

_IN_CONTAINERS = ("args", "command", "env/value", "volumeMounts/mountPath")
_IN_INGRESSES = ("spec/rules/host", "spec/tls/hosts", "spec/tls/secretName", "spec/rules/http/paths/path")


def resolve(variables: list[Obj], resources: list[Resource]) -> None:
    """Put the values in, once all names are what they will be."""
    values = {str(one.get("name")): _value(one, resources) for one in variables}
    if not values:
        return
    for resource in resources:
        for path in _paths(resource.kind):
            for holder, key in holders(resource.obj, path):
                holder[key] = _put(holder[key], values)


def _value(variable: Obj, resources: list[Resource]) -> Any:
    wanted = variable.get("objref") or {}
    group, _, version = str(wanted.get("apiVersion") or "").rpartition("/")
    found = []
    for resource in resources:
        for one in resource.ids():
            if (one.kind, one.name) != (wanted.get("kind"), wanted.get("name")):
                continue
            if wanted.get("apiVersion") and (one.group, one.version) != (group, version):
                continue
            if wanted.get("namespace") and one.namespace != wanted["namespace"]:
                continue
            found.append(resource)
            break
    name = variable.get("name")
    path = (variable.get("fieldref") or {}).get("fieldpath") or "metadata.name"
    if len(found) != 1:
        meant = f"{wanted.get('kind')}.{version or '[noVer]'}.{group or '[noGrp]'}"
        shown = f"{{{name} {meant} {{{path}}}}}"
        raise CliError(f"var '{shown}' cannot be mapped to a field in the set of known resources")
    places = list(slots(found[0].obj, split(path.replace("[", ".[")), False))
    if not places:
        raise CliError(f"field specified in var '{name}' not found in corresponding resource")
    holder, key = places[0]
    return holder[key]


def _paths(kind: str) -> list[str]:
    out = ["metadata/labels", "metadata/annotations"]
    if kind in POD_SPECS:
        spec = POD_SPECS[kind]
        out += [f"{spec}/{c}/{place}" for c in ("containers", "initContainers") for place in _IN_CONTAINERS]
        out.append(f"{spec}/volumes/nfs/server")
    if kind == "Ingress":
        out += _IN_INGRESSES
    return out


def _put(value: Any, values: dict[str, Any]) -> Any:
    """All of a text by the value itself, a part of one by its text."""
    if isinstance(value, list):
        return [_put(item, values) for item in value]
    if isinstance(value, dict):
        return {key: _put(item, values) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    for name, new in values.items():
        mark = f"$({name})"
        if value == mark and not isinstance(new, (dict, list)):
            return text(new) if isinstance(new, str) else new
        value = value.replace(mark, text(new))
    return value
