"""Pod templates from --image, --port and the words after `--`."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Obj = dict[str, Any]


def name_of(image: str, environ: Mapping[str, str]) -> str:
    """The container that `registry/dir/image:tag` becomes; characters that names cannot have cost it its own suffix.

    kubectl's suffix is random; ours depends on the image and the seed, so that the same command gives the same object.
    """
    name = image.rpartition("/")[2].partition(":")[0].partition("@")[0]
    if "_" not in name and "." not in name:
        return name
    from minikctl.core.names import safe_suffix
    from minikctl.core.randomness import digest

    suffix = safe_suffix(digest(environ.get("MINIKCTL_SEED", ""), "container", image))
    return f"{name.replace('_', '-').replace('.', '-')}-{suffix}"


def template(name: str, images: list[str], words: list[str], port: int, environ: Mapping[str, str]) -> Obj:
    """The pod template of a deployment."""
    containers: list[Obj] = []
    for image in images:
        container: Obj = {"name": name_of(image, environ), "image": image}
        if words:
            container["command"] = list(words)
        if port >= 0 and not containers:
            container["ports"] = [{"containerPort": port}]
        container["resources"] = {}
        containers.append({key: value for key, value in container.items() if value != ""})
    return {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}}


def one_container(name: str, image: str, words: list[str], restart: str) -> Obj:
    """The pod template of a job: one container, named as the job is."""
    container: Obj = {"name": name}
    if image:
        container["image"] = image
    if words:
        container["command"] = list(words)
    container["resources"] = {}
    return {"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}}
