"""Debug containers as the flags want them. source: kubectl debug, observed on v1.37"""

from __future__ import annotations

from minikctl.cli.debugging import profiles
from minikctl.cli.pods.containers import find
from minikctl.core.errors import CliError
from minikctl.core.names import safe_suffix
from minikctl.core.objects import copy
from minikctl.core.randomness import digest
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

CONTAINER = "core/v1.Container"
_FIXED = ("name", "command", "image", "lifecycle", "volumeDevices")


def suffix(uid: str, revision: str, attempt: int = 0) -> str:
    """Five characters that another revision of the state does not give again."""
    return safe_suffix(digest(uid, "debugger", revision, str(attempt)))


def ephemeral(pod: Obj, opts: Opts, env: Env, custom: Obj | None) -> tuple[Obj, Obj]:
    """(the pod with one more ephemeral container, the container). Where another container has its name, the profile
    finds that one, and what was there already is changed; the server refuses both.
    """
    container = _new(opts, _name(pod, opts, env))
    if opts.target:
        container["targetContainerName"] = opts.target
    others = copy(pod["spec"].get("ephemeralContainers") or [])
    namesake = next((other for other in others if other["name"] == container["name"]), None)
    if namesake is None:
        others.append(container)
    if namesake is not None or find(pod, container["name"]) is None:
        profiles.grant(opts.profile, namesake or container)
    _customise(container, custom)
    return {**pod, "spec": {**pod["spec"], "ephemeralContainers": others}}, container


def copied(pod: Obj, opts: Opts, env: Env, custom: Obj | None) -> tuple[Obj, Obj | None]:
    """(a copy of the pod, the container of it that is for debugging, if any)."""
    made = _bare_copy(pod, opts)
    container = find(made, opts.container)
    if container is None:
        if not opts.image:
            if opts.set_image:
                return made, None
            raise CliError("you must specify image when creating new container")
        container = _new(opts, _name(made, opts, env))
        made["spec"]["containers"].append(container)
    else:
        _fill(container, opts)
    profiles.on_copy(opts.profile, made, container, opts)
    _customise(container, custom)
    return made, container


def for_node(node: Obj, opts: Opts, env: Env, custom: Obj | None, revision: str) -> tuple[Obj, Obj]:
    """(a pod that looks into the node, its container). revision: the state's, for a name that is new."""
    node_name = node["metadata"]["name"]
    name = f"node-debugger-{node_name}-{suffix(node['metadata'].get('uid', ''), revision)}"
    container = _new(opts, opts.container or "debugger")
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app.kubernetes.io/managed-by": "kubectl-debug"}},
        "spec": {
            "containers": [container],
            "nodeName": node_name,
            "restartPolicy": "Never",
            "tolerations": [{"operator": "Exists"}],
        },
    }
    if not opts.quiet:
        where = f"with container {container['name']} on node {node_name}"
        env.stdout.write(f"Creating debugging pod {name} {where}.\n")
    profiles.on_node(opts.profile, pod)
    _customise(container, custom)
    return pod, container


def _new(opts: Opts, name: str) -> Obj:
    container: Obj = {"name": name, "terminationMessagePolicy": "File"}
    _fill(container, opts)
    return container


def _fill(container: Obj, opts: Opts) -> None:
    """What the flags say of it."""
    if opts.after_dash:
        container["args" if opts.arguments_only else "command"] = list(opts.after_dash)
        if not opts.arguments_only:
            container.pop("args", None)
    given = {"env": _environment(opts), "image": opts.image, "imagePullPolicy": opts.image_pull_policy}
    container.update({field: value for field, value in given.items() if value})
    for field, wanted in (("stdin", opts.stdin), ("tty", opts.tty)):
        container.pop(field, None)
        if wanted:
            container[field] = True


def _environment(opts: Opts) -> list[Obj]:
    return [{"name": name, "value": value} for name, value in sorted(opts.env.items())]


def _name(pod: Obj, opts: Opts, env: Env) -> str:
    """As asked for, or one that no container of the pod has."""
    if opts.container:
        return str(opts.container)
    uid, revision, attempt = pod["metadata"].get("uid", ""), pod["metadata"].get("resourceVersion", ""), 0
    while find(pod, name := f"debugger-{suffix(uid, revision, attempt)}") is not None:
        attempt += 1
    if not opts.quiet:
        env.stdout.write(f"Defaulting debug container name to {name}.\n")
    return name


def _bare_copy(pod: Obj, opts: Opts) -> Obj:
    """The copy before anything is made to be debugged."""
    meta, spec = pod["metadata"], copy(pod["spec"])
    spec.pop("ephemeralContainers", None)
    if not opts.same_node:
        spec.pop("nodeName", None)
    if opts.changed("share-processes"):
        spec["shareProcessNamespace"] = opts.share_processes
    for container in spec["containers"]:
        image = opts.set_image.get(container["name"], opts.set_image.get("*"))
        if image:
            container["image"] = image
    kept = {field: copy(meta[field]) for field in ("annotations", "labels") if meta.get(field)}
    named = {"name": opts.copy_to, "namespace": meta["namespace"]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {**named, **kept}, "spec": spec}


def _customise(container: Obj, custom: Obj | None) -> None:
    if custom is not None:
        from minikctl.core.patches import strategic

        merged = strategic.apply(container, custom, CONTAINER)
        container.clear()
        container.update(merged)


def custom_profile(opts: Opts, env: Env) -> Obj | None:
    """The container of --custom's file. CliError for what is none."""
    if not opts.custom:
        return None
    try:
        with open(env.path(opts.custom), "rb") as file:
            data = file.read()
    except OSError as e:
        verb = "read" if isinstance(e, IsADirectoryError) else "open"
        why = f"{verb} {opts.custom}: {(e.strerror or str(e)).lower()}"
        raise CliError(f"must pass a container spec json file for custom profile: {why}") from None
    found = _container(data, opts.custom)
    if any(found.get(field) for field in _FIXED):
        raise CliError("name, command, image, lifecycle and volume devices are not modifiable via custom profile")
    return found


def _container(data: bytes, name: str) -> Obj:
    from minikctl.core import schema
    from minikctl.core.patches._failure import json_kind
    from minikctl.core.patches.go_types import mismatch
    from minikctl.core.yaml_codec import load_all

    bad = f"{name} does not contain a valid container spec: "
    try:
        documents = load_all(data, name)
    except CliError as e:
        raise CliError(bad + "error converting YAML to JSON: " + e.message.partition("YAML to JSON: ")[2]) from None
    found = documents[0] if documents else {}
    reading = f"{bad}error unmarshaling JSON: while decoding JSON: json: cannot unmarshal"
    if not isinstance(found, dict):
        raise CliError(f"{reading} {json_kind(found)} into Go value of type v1.Container")
    fields = {field.json: field.type for field in schema.struct(CONTAINER).values()}
    for field, value in found.items():
        if field in fields and mismatch(value, fields[field]):
            wanted = fields[field].lstrip("*").replace("core/", "")
            raise CliError(f"{reading} {json_kind(value)} into Go struct field Container.{field} of type {wanted}")
    return {field: value for field, value in found.items() if field in fields}
