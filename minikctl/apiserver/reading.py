"""Lists: selectors, pages, and what they cost. A list touches what it gives: an index answers label and name
selectors.
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, bad_request
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.request import Target
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]


class Page(NamedTuple):
    """Part of a list; `token` continues it ("" at the end), `remaining` says how many are left."""

    items: list[Obj]
    revision: int
    token: str = ""
    remaining: int = 0


def page(tx: Tx, target: Target, namespace: str, selector: str, fields: str, limit: int = 0, token: str = "") -> Page:
    """Objects (storage version) of a namespace, or all for "", in (namespace, name) order.

    Errors: ApiError 400 for a selector that does not parse or a field that is not selectable.
    """
    resource = target.kind.resource
    matches, wanted = parse_fields(target, fields)
    if selector:
        labels, keys = _by_label(tx, target, namespace, selector, fields)
    else:
        labels, keys = None, None
    if wanted and wanted[0] is not None:
        names = [wanted[0]]
        spaces = [namespace] if namespace or not target.kind.namespaced else None
        if spaces:
            keys = [Key(resource, spaces[0], n) for n in names]
    if keys is None:
        items = tx.list(resource, namespace)
    else:
        items = [obj for key in keys if (obj := tx.get(key)) is not None]
    if labels is not None:
        items = [o for o in items if labels(o["metadata"].get("labels") or {})]
    if matches is not None:
        items = [o for o in items if matches(o)]
    if not limit and not token:
        return Page(items, tx.revision)
    return _cut(items, tx.revision, limit, token)


def _cut(items: list[Obj], revision: int, limit: int, token: str) -> Page:
    """One page of a whole list. The token carries the revision and the last key, so that a page goes on behind it."""
    if token:
        revision, after = read_token(token)
        items = [o for o in items if (o["metadata"].get("namespace", ""), o["metadata"]["name"]) > after]
    if not limit or len(items) <= limit:
        return Page(items, revision)
    shown = items[:limit]
    last = shown[-1]["metadata"]
    return Page(shown, revision, make_token(revision, last.get("namespace", ""), last["name"]), len(items) - limit)


def make_token(revision: int, namespace: str, name: str) -> str:
    import json
    from base64 import urlsafe_b64encode

    text = json.dumps({"v": "meta.k8s.io/v1", "rv": revision, "start": f"{namespace}/{name}"})
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(token: str) -> tuple[int, tuple[str, str]]:
    import json
    from base64 import urlsafe_b64decode

    try:
        data = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        namespace, _, name = data["start"].partition("/")
        return int(data["rv"]), (namespace, name)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise bad_request("continue key is not valid") from None


def _by_label(
    tx: Tx, target: Target, namespace: str, selector: str, fields: str
) -> tuple[Callable[[dict[str, str]], bool], list[Key] | None]:
    """The label test, and the keys that can pass it where one `key=value` of the selector is indexed."""
    from minikctl.core.selectors import parse

    try:
        parsed = parse(selector)
    except ValueError as e:
        raise unable_to_find(target, selector, fields, str(e)) from None
    exact = parsed.exact()
    if not exact or (not namespace and target.kind.namespaced):
        return parsed.matches, None
    resource = target.kind.resource
    return parsed.matches, tx.find("label", f"{resource}/{namespace}/{exact[0]}={exact[1]}")


def unable_to_find(target: Target, selector: str, fields: str, why: str) -> ApiError:
    """What the server says of selectors that do not parse. # source: observed on v1.36"""
    where = f"{target.group}/{target.served.version}, Resource={target.kind.plural}"
    return bad_request(
        f'Unable to find "{where}" that match label selector "{selector}", field selector "{fields}": {why}'
    )


def parse_fields(target: Target, fields: str) -> tuple[Callable[[Obj], bool] | None, tuple[str | None, ...]]:
    """The field test, and (the exact metadata.name asked for or None,)."""
    if not fields:
        return None, ()
    from minikctl.core.selectors import parse_fields as parse

    try:
        terms = parse(fields)
    except ValueError as e:
        raise unable_to_find(target, "", fields, str(e)) from None
    paths: dict[str, tuple[str, ...]] = {"metadata.name": ("metadata", "name")}
    if target.kind.namespaced:
        paths["metadata.namespace"] = ("metadata", "namespace")
    paths.update(target.kind.fields)
    tests: list[tuple[tuple[str, ...], bool, str]] = []
    name: str | None = None
    for term in terms:
        if term.key not in paths:
            raise _unknown_field(target, fields, term.key)
        tests.append((paths[term.key], term.equal, term.value))
        if term.key == "metadata.name" and term.equal:
            name = term.value
    return lambda obj: all((_text(obj, path) == value) is equal for path, equal, value in tests), (name,)


def _unknown_field(target: Target, fields: str, key: str) -> ApiError:
    """Kinds with selectable fields of their own answer `field label not supported`. # source: observed on v1.36"""
    if target.kind.fields:
        return unable_to_find(target, "", fields, f"field label not supported: {key}")
    known = '"metadata.name", "metadata.namespace"' if target.kind.namespaced else '"metadata.name"'
    return unable_to_find(target, "", fields, f'"{key}" is not a known field selector: only {known}')


def _text(obj: Obj, path: tuple[str, ...]) -> str:
    value: Any = obj
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
