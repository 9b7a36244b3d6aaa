"""What a request is, below HTTP and the command line: who asks, what for, and under which options."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.kinds._kind import Kind, Served

Obj = dict[str, Any]


class Target(NamedTuple):
    """A resource in one served version."""

    kind: Kind
    served: Served

    @property
    def group(self) -> str:
        """The group this version is served in (extensions/v1beta1 Deployments live in apps)."""
        return self.served.group or self.kind.group

    @property
    def api_version(self) -> str:
        group = self.group
        return f"{group}/{self.served.version}" if group else self.served.version

    def allow(self, verb: str) -> None:
        """ApiError 405 for what cannot be done with this resource: bindings are only created, metrics only read."""
        if verb not in self.kind.verbs:
            from minikctl.core.errors import method_not_allowed

            raise method_not_allowed()
        if self.kind.terminating and verb == "create":
            from minikctl.core.errors import ApiError

            raise ApiError(
                405, "MethodNotAllowed", "create not allowed while custom resource definition is terminating"
            )


class Asked(NamedTuple):
    """Who writes, and how. `internal`: a controller's write, which is decoded and valid already."""

    user: str = "kubernetes-admin"
    manager: str = "kubectl"
    dry_run: bool = False
    validation: str = "Warn"  # Strict | Warn | Ignore
    force: bool = False
    internal: bool = False


class World(NamedTuple):
    """What the API server needs besides storage: the clock, the settings, randomness, and where warnings go."""

    now: Callable[[], int]
    settings: Obj
    seed: str
    warn: Callable[[str], None]
