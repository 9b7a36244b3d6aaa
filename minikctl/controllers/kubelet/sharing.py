"""What containers of a pod write into volumes that they share, as time goes on. Pure."""

from __future__ import annotations

from minikctl.controllers.kubelet import surroundings
from minikctl.controllers.kubelet.shell import files_left, written
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.controllers.kubelet.surroundings import Cluster

Obj = dict[str, Any]


def appended(
    cluster: Cluster, pod: Obj, container: Obj, start: int, now: int
) -> Callable[[str], Iterator[tuple[int, str]]]:
    """For a file of a container that began at `start`: what the others write to it, in the order of time."""

    def of(path: str) -> Iterator[tuple[int, str]]:
        import heapq

        return heapq.merge(*_writers(cluster, pod, container, path, start, now), key=lambda item: item[0])

    return of


def _writers(
    cluster: Cluster, pod: Obj, container: Obj, path: str, start: int, now: int
) -> Iterator[Iterator[tuple[int, str]]]:
    for volume, folder in mounts(pod, container).items():
        if not path.startswith(f"{folder}/"):
            continue
        for other in (*(pod["spec"].get("initContainers") or ()), *pod["spec"]["containers"]):
            there, began = mounts(pod, other).get(volume), ran(pod, other["name"])
            if there is None or began is None or other["name"] == container["name"]:
                continue
            around = surroundings.around(cluster, pod, other, began, now)
            argv = surroundings.argv(other, dict(around.environ))
            if argv:
                yield _later(written(argv, around, there + path[len(folder) :]), began - start)


def inherited(cluster: Cluster, pod: Obj, container: Obj, now: int) -> dict[str, str]:
    """The files that init containers before this one have left in volumes that it mounts too: path -> text."""
    left: dict[str, dict[str, str]] = {}  # volume -> path below it -> text
    for one in pod["spec"].get("initContainers") or ():
        if one["name"] == container["name"]:
            break
        began, shared = ran(pod, one["name"]), mounts(pod, one)
        if began is None or not shared or one.get("restartPolicy") == "Always":
            continue
        around = surroundings.around(cluster, pod, one, began, now)
        argv = surroundings.argv(one, dict(around.environ))
        if not argv:
            continue
        texts = files_left(argv, around._replace(files={**around.files, **_mounted(left, shared)}))
        for volume, folder in shared.items():
            below = {path[len(folder) :]: text for path, text in texts.items() if path.startswith(f"{folder}/")}
            left.setdefault(volume, {}).update(below)
    return _mounted(left, mounts(pod, container))


def _mounted(left: dict[str, dict[str, str]], folders: dict[str, str]) -> dict[str, str]:
    return {folder + path: text for volume, folder in folders.items() for path, text in left.get(volume, {}).items()}


def _later(items: Iterator[tuple[int, str]], by: int) -> Iterator[tuple[int, str]]:
    return ((at + by, text) for at, text in items)


def ran(pod: Obj, name: str) -> int | None:
    """When the container's last run began."""
    status = pod.get("status") or {}
    for one in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
        if one["name"] == name:
            state = one.get("state") or {}
            run = state.get("running") or state.get("terminated") or {}
            return parse_rfc3339(run["startedAt"]) if run.get("startedAt") else None
    return None


def mounts(pod: Obj, container: Obj) -> dict[str, str]:
    """Volume -> where it is, of those that only the pod's containers write to."""
    empty = {v["name"] for v in pod["spec"].get("volumes") or () if "emptyDir" in v}
    every = container.get("volumeMounts") or ()
    return {m["name"]: m["mountPath"].rstrip("/") for m in every if m["name"] in empty and not m.get("subPath")}
