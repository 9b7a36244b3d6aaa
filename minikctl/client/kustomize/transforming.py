"""What a kustomization does to every resource: namespace, names, labels, annotations; then replicas and images."""

from __future__ import annotations

from minikctl.client.kustomize import fields
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kustomize.resource import Resource

Obj = dict[str, Any]

_NAMES_STAY = ("CustomResourceDefinition", "APIService", "Namespace")
_SCALED = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


def transform(spec: Obj, resources: list[Resource]) -> None:
    """In kustomize's order."""
    for resource in resources:
        if not resource.obj:
            continue
        if spec.get("namespace"):
            _namespace(resource, spec["namespace"])
        if spec.get("namePrefix") and resource.kind not in _NAMES_STAY:
            _affix(resource, spec["namePrefix"], "")
        if spec.get("nameSuffix") and resource.kind not in _NAMES_STAY:
            _affix(resource, "", spec["nameSuffix"])
        for entry in spec.get("labels") or ():
            _labels(resource, entry.get("pairs") or {}, _label_places(resource.kind, entry))
        if spec.get("commonLabels"):
            everywhere = _label_places(resource.kind, {"includeSelectors": True})
            _labels(resource, spec["commonLabels"], everywhere)
        if spec.get("commonAnnotations"):
            places = dict.fromkeys(["metadata/annotations", *fields.templates(resource.kind, "annotations")], True)
            _labels(resource, spec["commonAnnotations"], places)


def _namespace(resource: Resource, namespace: str) -> None:
    if resource.kind == "Namespace" and not resource.id.group:
        if resource.meta.get("name") != namespace:
            resource.rename(namespace)
        return
    if resource.namespaced:
        resource.move(namespace)
    if resource.kind in ("RoleBinding", "ClusterRoleBinding"):
        for subject in resource.obj.get("subjects") or ():
            if subject.get("kind") == "ServiceAccount" and subject.get("name") == "default":
                subject["namespace"] = namespace


def _affix(resource: Resource, prefix: str, suffix: str) -> None:
    if resource.meta.get("name"):
        resource.rename(f"{prefix}{resource.meta['name']}{suffix}")
        resource.affixes.append(prefix or suffix)


def _label_places(kind: str, entry: Obj) -> dict[str, bool]:
    places = {"metadata/labels": True}
    if entry.get("includeSelectors"):
        places.update(fields.SELECTORS.get(kind, {}))
    if entry.get("includeSelectors") or entry.get("includeTemplates"):
        places.update(dict.fromkeys(fields.templates(kind, "labels"), True))
    for field in entry.get("fields") or ():
        if field.get("kind", kind) == kind and field.get("path"):
            places[field["path"]] = bool(field.get("create"))
    return places


def _labels(resource: Resource, pairs: Obj, places: dict[str, bool]) -> None:
    for path, create in places.items():
        for target in fields.maps_at(resource.obj, path, create):
            target.update(pairs)


def replicas_and_images(spec: Obj, resources: list[Resource]) -> None:
    for entry in spec.get("replicas") or ():
        _replicas(entry, resources)
    for entry in spec.get("images") or ():
        for resource in resources:
            if resource.kind != "CustomResourceDefinition":
                _images(resource.obj, entry)


def _replicas(entry: Obj, resources: list[Resource]) -> None:
    found = False
    for resource in resources:
        if resource.kind in _SCALED and any(one.name == entry.get("name") for one in resource.ids()):
            found = True
            resource.obj.setdefault("spec", {})["replicas"] = entry.get("count", 0)
    if not found:
        shown = " ".join(f"{kind}.[noVer].[noGrp]" for kind in _SCALED)
        raise CliError(
            f"resource with name {entry.get('name', '')} does not match a config with the following GVK [{shown}]"
        )


def _images(value: Any, entry: Obj) -> None:
    """Every container's image, wherever containers are."""
    if isinstance(value, list):
        for item in value:
            _images(item, entry)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key in ("containers", "initContainers") and isinstance(below, list):
                for container in below:
                    if isinstance(container, dict) and isinstance(container.get("image"), str):
                        container["image"] = replaced(container["image"], entry)
            else:
                _images(below, entry)


def replaced(image: str, entry: Obj) -> str:
    """The image as one of `images` wants it; itself where that is about another."""
    name, tag, digest = split(image)
    if name != entry.get("name"):
        return image
    name = entry.get("newName") or name
    if entry.get("newTag") and entry.get("digest"):
        tag, digest = str(entry["newTag"]), str(entry["digest"])
    elif entry.get("newTag"):
        tag, digest = str(entry["newTag"]), ""
    elif entry.get("digest"):
        tag, digest = "", str(entry["digest"])
    if entry.get("tagSuffix"):
        tag += str(entry["tagSuffix"])
    return name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def split(image: str) -> tuple[str, str, str]:
    """Name, tag and digest; a port is part of the name."""
    rest, _, digest = image.partition("@")
    slash, colon = rest.rfind("/"), rest.rfind(":")
    if colon > slash:
        return rest[:colon], rest[colon + 1 :], digest
    return rest, "", digest
