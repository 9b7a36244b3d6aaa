"""What a pod needs before its containers can run: config maps, secrets, claims. Says what is missing as kubelets do."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers._base import View

Obj = dict[str, Any]

CONFIG_ERROR = "CreateContainerConfigError"
_WORDS = {"configmaps": "configmap", "secrets": "secret"}


def missing_config(view: View, namespace: str, container: Obj) -> tuple[str, str] | None:
    """(reason, message) of the first thing that the container's environment refers to and that is not there."""
    if not container.get("env") and not container.get("envFrom"):
        return None
    for resource, name, key, optional in _environment(container):
        if optional:
            continue
        obj = view.get(resource, namespace, name)
        word = _WORDS[resource]
        if obj is None:
            return CONFIG_ERROR, f'{word} "{name}" not found'
        if key and key not in (obj.get("data") or {}) and key not in (obj.get("binaryData") or {}):
            kind = "ConfigMap" if resource == "configmaps" else "Secret"
            return CONFIG_ERROR, f"couldn't find key {key} in {kind} {namespace}/{name}"
    return None


def missing_volume(view: View, pod: Obj) -> str | None:
    """The FailedMount message for the first volume that cannot be mounted."""
    namespace = pod["metadata"]["namespace"]
    for volume in pod["spec"].get("volumes") or ():
        name = volume["name"]
        for resource, wanted, keys, optional in _sources(volume):
            if optional or (wanted == "kube-root-ca.crt" and resource == "configmaps"):
                continue
            obj = view.get(resource, namespace, wanted)
            if obj is None:
                if resource == "persistentvolumeclaims":
                    return f'Unable to attach or mount volumes: persistentvolumeclaim "{wanted}" not found'
                why = f'{_WORDS[resource]} "{wanted}" not found'
                return f'MountVolume.SetUp failed for volume "{name}" : {why}'
            data = {**(obj.get("data") or {}), **(obj.get("binaryData") or {})}
            for key in keys:
                if key not in data:
                    return (
                        f'MountVolume.SetUp failed for volume "{name}" : {_WORDS[resource]} references non-existent '
                        f"{_WORDS[resource]} key: {key}".replace("configmap key", "config key")
                    )
    return None


def missing_service(view: View, namespace: str, wanted: tuple[tuple[str, str], ...]) -> bool:
    """Whether a Service that a process waits for is not there."""
    return any(view.get("services", other or namespace, name) is None for name, other in wanted)


def refers_to(pod: Obj, resource: str, name: str) -> bool:
    """Whether a pod's environment or volumes use this object."""
    spec = pod["spec"]
    for container in (*(spec.get("initContainers") or ()), *(spec.get("containers") or ())):
        if any(r == resource and n == name for r, n, _, _ in _environment(container)):
            return True
    return any(r == resource and n == name for v in spec.get("volumes") or () for r, n, _, _ in _sources(v))


def _environment(container: Obj) -> Iterator[tuple[str, str, str, bool]]:
    """(resource, name, key or "", optional) of everything that the environment is taken from."""
    for source in container.get("envFrom") or ():
        for field, resource in (("configMapRef", "configmaps"), ("secretRef", "secrets")):
            ref = source.get(field)
            if ref:
                yield resource, ref.get("name", ""), "", bool(ref.get("optional"))
    for variable in container.get("env") or ():
        value = variable.get("valueFrom")
        if value:
            for field, resource in (("configMapKeyRef", "configmaps"), ("secretKeyRef", "secrets")):
                ref = value.get(field)
                if ref:
                    yield resource, ref.get("name", ""), ref.get("key", ""), bool(ref.get("optional"))


def _sources(volume: Obj) -> Iterator[tuple[str, str, list[str], bool]]:
    """(resource, name, keys, optional) of everything that a volume is filled from."""
    projected = volume.get("projected")
    for source in (projected.get("sources") or ()) if projected else (volume,):
        for field, resource in (("configMap", "configmaps"), ("secret", "secrets")):
            ref = source.get(field)
            if ref:
                name = ref.get("name") or ref.get("secretName") or ""
                yield resource, name, [i["key"] for i in ref.get("items") or ()], bool(ref.get("optional"))
    claim = volume.get("persistentVolumeClaim")
    if claim:
        yield "persistentvolumeclaims", claim.get("claimName", ""), [], False
