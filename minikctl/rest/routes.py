"""The paths of the Kubernetes API are one grammar: this module reads it. Pure."""

from __future__ import annotations

from minikctl.core.typed import NamedTuple


class Route(NamedTuple):
    """A path below /api or /apis. resource "" for a group's or version's own discovery document."""

    group: str
    version: str
    resource: str = ""
    namespace: str = ""  # "" for all, or for what has none
    name: str = ""
    subresource: str = ""
    namespaced_path: bool = False  # the path has namespaces/NAME in front of the resource


def parse(path: str) -> Route | None:
    """None for what is not of the grammar. Parts come decoded; an empty one, `.` or `..` is never valid."""
    parts = path.strip("/").split("/")
    if any(p in ("", ".", "..") for p in parts):
        return None
    if parts[0] == "api" and len(parts) >= 2:
        group, version, rest = "", parts[1], parts[2:]
    elif parts[0] == "apis" and len(parts) >= 3:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return None
    if not rest:
        return Route(group, version)
    if rest[0] == "watch":  # the old form of watches
        return None
    if rest[0] == "namespaces" and len(rest) > 2 and not (group == "" and len(rest) == 3 and rest[2] in _OWN):
        return _resource(group, version, rest[2:], rest[1], True)
    return _resource(group, version, rest, "", False)


_OWN = ("status", "finalize")  # subresources of a namespace itself


def _resource(group: str, version: str, rest: list[str], namespace: str, namespaced: bool) -> Route | None:
    if len(rest) > 3:
        return None
    name = rest[1] if len(rest) > 1 else ""
    subresource = rest[2] if len(rest) > 2 else ""
    return Route(group, version, rest[0], namespace, name, subresource, namespaced)
