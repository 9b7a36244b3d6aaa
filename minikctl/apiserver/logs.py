"""The log of a pod's container as the API server sees it: options, and which container is meant.

source: registry/core/pod
"""

from __future__ import annotations

from minikctl.core.errors import bad_request, invalid, invalid_value
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


class LogOptions(NamedTuple):
    """A PodLogOptions. `since_time` in microseconds since the epoch; None: not asked for."""

    container: str = ""
    follow: bool = False
    previous: bool = False
    timestamps: bool = False
    since_seconds: int | None = None
    since_time: int | None = None
    tail: int | None = None
    limit_bytes: int | None = None

    def query(self) -> dict[str, str]:
        """As the query of a request."""
        from minikctl.core.times import rfc3339_micro

        out = {"container": self.container} if self.container else {}
        out.update({name: "true" for name in ("follow", "previous", "timestamps") if getattr(self, name)})
        numbers = (("sinceSeconds", self.since_seconds), ("tailLines", self.tail), ("limitBytes", self.limit_bytes))
        out.update({name: str(value) for name, value in numbers if value is not None})
        if self.since_time is not None:
            out["sinceTime"] = rfc3339_micro(self.since_time)
        return out

    def check(self, pod: str) -> None:
        """ApiError 422."""
        errors: list[FieldError] = []
        if self.tail is not None and self.tail < 0:
            errors.append(invalid_value("tailLines", self.tail, "must be greater than or equal to 0"))
        if self.limit_bytes is not None and self.limit_bytes < 1:
            errors.append(invalid_value("limitBytes", self.limit_bytes, "must be greater than 0"))
        if self.since_seconds is not None and self.since_time is not None:
            from minikctl.core.errors import field_forbidden

            errors.append(field_forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"))
        elif self.since_seconds is not None and self.since_seconds < 1:
            errors.append(invalid_value("sinceSeconds", self.since_seconds, "must be greater than 0"))
        if errors:
            raise invalid("PodLogOptions", "", pod, errors)


def container_of(pod: Obj, wanted: str) -> str:
    """The container that a request means. ApiError 400 for one that is not there, or where it has to be named."""
    name, spec = pod["metadata"]["name"], pod["spec"]
    main = [c["name"] for c in spec["containers"]]
    init = [c["name"] for c in spec.get("initContainers") or ()]
    others = [c["name"] for c in spec.get("ephemeralContainers") or ()]
    if wanted:
        if wanted not in (*main, *init, *others):
            raise bad_request(f"container {wanted} is not valid for pod {name}")
        return wanted
    if len(main) == 1:
        return str(main[0])
    text = f"a container name must be specified for pod {name}, choose one of: [{' '.join(main)}]"
    if init:
        text += f" or one of the init containers: [{' '.join(init)}]"
    raise bad_request(text)
