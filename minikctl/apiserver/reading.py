"""Lists: selectors, pages, and what they cost. A list touches what it gives: an index answers label and name
selectors.
"""

from __future__ import annotations

from minikctl.apiserver import paging
from minikctl.apiserver.paging import Page
from minikctl.core.errors import ApiError, bad_request
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.request import Target
    from minikctl.core.selectors import Selector
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]
SECOND = 1_000_000
# fields that an index of storage answers
_INDEXED = {("events", "involvedObject.uid"): "regarding", ("pods", "spec.nodeName"): "node"}


def page(
    tx: Tx,
    target: Target,
    namespace: str,
    selector: str,
    fields: str,
    limit: int = 0,
    token: str = "",
    now: int = 0,
    revision: int = 0,
) -> Page:
    """Objects (storage version) of a namespace, or all for "", in (namespace, name) order; without those that have
    expired by `now`. revision: as it was then (0: now).

    Errors: ApiError 400 for a selector that does not parse or a field that is not selectable.
    """
    resource = target.kind.resource
    matches, (name, indexed) = parse_fields(target, fields)
    if selector:
        labels, keys = _by_label(tx, target, namespace, selector)
    else:
        labels, keys = None, None
    if indexed is not None:
        keys = [k for k in tx.find(*indexed) if k.resource == resource and namespace in ("", k.namespace)]
    if name is not None and (namespace or not target.kind.namespaced):
        keys = [Key(resource, namespace, name)]
    if keys is None:
        items = tx.list(resource, namespace)
    else:
        items = [obj for key in keys if (obj := tx.get(key)) is not None]
    if target.kind.ttl:
        items = [o for o in items if not expired(target, o, now)]
    if labels is not None:
        items = [o for o in items if labels(o["metadata"].get("labels") or {})]
    if matches is not None:
        items = [o for o in items if matches(o)]
    if not limit and not token and not revision:
        return Page(items, tx.revision)

    def has(obj: Obj) -> bool:
        return (labels is None or labels(obj["metadata"].get("labels") or {})) and (matches is None or matches(obj))

    return paging.page(tx, paging.Listed(items, resource, namespace, has), limit, token, revision)


def selected(tx: Tx, target: Target, items: list[Obj], selector: str, fields: str) -> Page:
    """Those of some objects that are stored nowhere which are asked for, as one page."""
    matches, _ = parse_fields(target, fields)
    labels = _parsed(selector).matches
    return Page(
        [o for o in items if labels(o["metadata"].get("labels") or {}) and (not matches or matches(o))], tx.revision
    )


def expired(target: Target, obj: Obj, now: int) -> bool:
    """Whether the time to live of an object is over: it is gone, though its file may stay for some minutes."""
    if not target.kind.ttl:
        return False
    from minikctl.kinds.event import last_written

    return last_written(obj) + target.kind.ttl * SECOND <= now


def _by_label(
    tx: Tx, target: Target, namespace: str, selector: str
) -> tuple[Callable[[dict[str, str]], bool], list[Key] | None]:
    """The label test, and the keys that can pass it where one `key=value` of the selector is indexed."""
    parsed = _parsed(selector)
    exact = parsed.exact()
    if not exact or (not namespace and target.kind.namespaced):
        return parsed.matches, None
    resource = target.kind.resource
    return parsed.matches, tx.find("label", f"{resource}/{namespace}/{exact[0]}={exact[1]}")


def _parsed(selector: str) -> Selector:
    from minikctl.core.selectors import parse

    try:
        return parse(selector)
    except ValueError as e:
        raise bad_request(str(e)) from None


def parse_fields(
    target: Target, fields: str
) -> tuple[Callable[[Obj], bool] | None, tuple[str | None, tuple[str, str] | None]]:
    """The field test, and (the exact metadata.name asked for or None, the (index, value) that finds them or None)."""
    if not fields:
        return None, (None, None)
    from minikctl.core.selectors import parse_fields as parse

    try:
        terms = parse(fields)
    except ValueError as e:
        raise bad_request(str(e)) from None
    paths: dict[str, tuple[str, ...]] = {"metadata.name": ("metadata", "name")}
    if target.kind.namespaced:
        paths["metadata.namespace"] = ("metadata", "namespace")
    absent: dict[str, str] = {}
    for label, path, *text in target.kind.fields:
        paths[label] = path
        absent[label] = text[0] if text else ""
    tests: list[tuple[tuple[str, ...], str, bool, str]] = []
    name: str | None = None
    indexed: tuple[str, str] | None = None
    for term in terms:
        if term.key not in paths:
            raise _unknown_field(target, term.key)
        tests.append((paths[term.key], absent.get(term.key, ""), term.equal, term.value))
        if term.key == "metadata.name" and term.equal:
            name = term.value
        index = _INDEXED.get((target.kind.resource, term.key))
        if index and term.equal and term.value:
            indexed = index, term.value

    def fits(obj: Obj) -> bool:
        return all(((_text(obj, path) or zero) == value) is equal for path, zero, equal, value in tests)

    return fits, (name, indexed)


def _unknown_field(target: Target, key: str) -> ApiError:
    """Kinds with selectable fields of their own answer `field label not supported`. # source: observed on v1.36"""
    if target.kind.fields or target.kind.read:
        return bad_request(f"field label not supported: {key}")
    known = '"metadata.name", "metadata.namespace"' if target.kind.namespaced else '"metadata.name"'
    return bad_request(f'"{key}" is not a known field selector: only {known}')


def _text(obj: Obj, path: tuple[str, ...]) -> str:
    value: Any = obj
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
