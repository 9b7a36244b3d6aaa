"""What a server serves: aggregated discovery, or the older documents of servers that do not have it."""

from __future__ import annotations

import json

from minikctl.client._base import Resource
from minikctl.client.remote import failures
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minikctl.client.remote.transport import Answer

    Fetch = Callable[[str, Mapping[str, str]], Answer]

Obj = dict[str, Any]

ACCEPT = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
)


def resources(fetch: Fetch) -> list[Resource]:
    """Every resource in every version, the preferred version of a group first. ApiError, TransportError."""
    out: list[Resource] = []
    for path in ("/api", "/apis"):
        document = _document(fetch, path)
        if document is None:
            continue
        if document.get("kind") == "APIGroupDiscoveryList":
            out += _aggregated(document)
        else:
            out += _legacy(fetch, path, document)
    return out


def _document(fetch: Fetch, path: str) -> Obj | None:
    """A document; None where it is not served or not ours to see."""
    answer = fetch(f"{path}?timeout=32s", {"Accept": ACCEPT})
    if answer.status in (403, 404):
        return None
    if answer.status >= 400:
        raise failures.generic(answer)
    try:
        value = json.loads(answer.body)
    except ValueError:
        raise failures.generic(answer._replace(status=500)) from None
    return value if isinstance(value, dict) else {}


def _aggregated(document: Obj) -> list[Resource]:
    out = []
    for group in document.get("items") or ():
        name = (group.get("metadata") or {}).get("name", "")
        for version in group.get("versions") or ():
            for one in version.get("resources") or ():
                kind = (one.get("responseKind") or {}).get("kind", "")
                out.append(
                    Resource(
                        name,
                        version.get("version", ""),
                        one.get("resource", ""),
                        kind,
                        one.get("scope") == "Namespaced",
                        one.get("singularResource") or kind.lower(),
                        tuple(one.get("shortNames") or ()),
                        tuple(one.get("categories") or ()),
                        tuple(one.get("verbs") or ()),
                        tuple(sub.get("subresource", "") for sub in one.get("subresources") or ()),
                    )
                )
    return out


def _legacy(fetch: Fetch, path: str, document: Obj) -> list[Resource]:
    if path == "/api":
        versions = [("", version) for version in document.get("versions") or ()]
    else:
        versions = [pair for group in document.get("groups") or () for pair in _by_preference(group)]
    out: list[Resource] = []
    for group, version in versions:
        answer = fetch(f"{path}/{group}/{version}" if group else f"{path}/{version}", {"Accept": "application/json"})
        if answer.status < 400:  # an extension server may be away
            out += _listed(json.loads(answer.body), group, version)
    return out


def _by_preference(group: Obj) -> list[tuple[str, str]]:
    preferred = (group.get("preferredVersion") or {}).get("version")
    versions = [one.get("version", "") for one in group.get("versions") or ()]
    return [(group.get("name", ""), version) for version in sorted(versions, key=lambda v: v != preferred)]


def _listed(document: Obj, group: str, version: str) -> list[Resource]:
    listed = document.get("resources") or ()
    below: dict[str, list[str]] = {}
    for one in listed:
        name, slash, sub = one.get("name", "").partition("/")
        if slash:
            below.setdefault(name, []).append(sub)
    return [
        Resource(
            group,
            version,
            one["name"],
            one.get("kind", ""),
            bool(one.get("namespaced")),
            one.get("singularName") or one.get("kind", "").lower(),
            tuple(one.get("shortNames") or ()),
            tuple(one.get("categories") or ()),
            tuple(one.get("verbs") or ()),
            tuple(below.get(one["name"], ())),
        )
        for one in listed
        if "/" not in one.get("name", "/")
    ]
