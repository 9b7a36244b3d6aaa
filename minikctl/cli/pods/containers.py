"""Which container of a pod is meant. source: kubectl podcmd, logsforobject"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

DEFAULT = "kubectl.kubernetes.io/default-container"


def named(pod: Obj) -> list[tuple[str, str]]:
    """(name, how lists call its kind) of every container."""
    spec = pod["spec"]
    return [
        *((c["name"], "") for c in spec["containers"]),
        *((c["name"], " (init)") for c in spec.get("initContainers") or ()),
        *((c["name"], " (ephem)") for c in spec.get("ephemeralContainers") or ()),
    ]


def find(pod: Obj, name: str) -> Obj | None:
    """A container of any sort, as its spec."""
    fields = ("containers", "initContainers", "ephemeralContainers")
    return next((c for f in fields for c in pod["spec"].get(f) or () if c["name"] == name), None)


def has(pod: Obj, container: str) -> bool:
    return any(name == container for name, _ in named(pod))


def no_such(pod: Obj, container: str) -> CliError:
    known = ", ".join(name + kind for name, kind in named(pod))
    return CliError(f"container {container} is not valid for pod {pod['metadata']['name']} out of: {known}")


def default(pod: Obj, tell: Callable[[str], object]) -> str:
    """The one that the pod's annotation names, or its first; `tell` hears of a choice that was made for the user."""
    wanted = (pod["metadata"].get("annotations") or {}).get(DEFAULT, "")
    if wanted:
        return str(wanted)
    every = named(pod)
    first = every[0][0]
    if len(every) > 1:
        listed = ", ".join(name + kind for name, kind in every)
        tell(f'Defaulted container "{first}" out of: {listed}\n')
    return first
