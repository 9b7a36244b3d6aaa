"""A command run within a container of a state, over one session: checks as a kubelet makes them."""

from __future__ import annotations

from minikctl.controllers.kubelet import executing as kubelet
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.sim.session import Session

Obj = dict[str, Any]


def lacking(session: Session, pod: Obj, container: Obj) -> str:
    """What is not known of what a container has printed; "" where nothing is lacking."""
    from minikctl.sim.logs import Current

    return kubelet.lacking(Current(session), pod, container, session.now())


def begin(session: Session, pod: Obj, container: Obj, stdin: str | None) -> kubelet.Process:
    """A process beside that of a running container. CliError where there is none."""
    from minikctl.sim.logs import Current

    if kubelet.started(pod, container["name"]) is None:
        raise CliError(f'unable to upgrade connection: container not found ("{container["name"]}")')
    return kubelet.Process(Current(session), pod, container, session.now(), stdin)
