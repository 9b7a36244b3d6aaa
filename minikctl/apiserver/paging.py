"""Long lists in pieces, each as the list was when it began; and lists of the past.

The change log knows what every object was before each change: the past is the present with those put back.
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, bad_request, gone
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]

LATEST = -1  # the revision in a token that goes on with what is there now
TOO_OLD = "The resourceVersion for the provided list is too old."
INCONSISTENT = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
    "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
    "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
    "deleted between the time the first chunk was returned and now may show up in the list."
)
_VERSION = "meta.k8s.io/v1"


class Token(NamedTuple):
    """Where a list goes on: behind a namespace and name, at a revision."""

    revision: int
    after: tuple[str, str]


class Listed(NamedTuple):
    """What is selected, as it is now."""

    items: list[Obj]
    resource: str
    namespace: str
    has: Callable[[Obj], bool]


class Page(NamedTuple):
    """Part of a list; `token` continues it ("" at the end), `remaining` says how many are left."""

    items: list[Obj]
    revision: int
    token: str = ""
    remaining: int = 0


def page(tx: Tx, listed: Listed, limit: int, token: str, revision: int = 0) -> Page:
    """One piece; revision: of that past (0: of now). ApiError 400 for a token that is none, 410 for a lost revision."""
    start = read_token(token) if token else Token(revision or tx.revision, ("", ""))
    items, at = listed.items, tx.revision
    if start.revision not in (LATEST, tx.revision):
        try:
            items, at = _past(tx, listed, start.revision), start.revision
        except ApiError as e:
            raise (_too_old(start) if token else gone(TOO_OLD)) if e.code == 410 else e from None
    if token:
        items = [o for o in items if _place(o) > start.after]
    if not limit or len(items) <= limit:
        return Page(items, at)
    shown = items[:limit]
    return Page(shown, at, make_token(at, _place(shown[-1])), len(items) - limit)


def _too_old(start: Token) -> ApiError:
    """The answer carries a token that goes on with what is there now."""
    error = gone(INCONSISTENT)
    error.metadata = {"continue": make_token(LATEST, start.after)}
    return error


def _place(obj: Obj) -> tuple[str, str]:
    meta = obj["metadata"]
    return meta.get("namespace", ""), meta["name"]


def _past(tx: Tx, listed: Listed, revision: int) -> list[Obj]:
    """The list at a revision. ApiError 410 where the log does not reach back."""
    if revision > tx.revision:  # of a cluster that was reset
        raise gone(TOO_OLD)
    before: dict[tuple[str, str], Obj | None] = {}
    for change in tx.changes_since(revision):
        key = change.key
        if key.resource != listed.resource or (listed.namespace and key.namespace != listed.namespace):
            continue
        if (key.namespace, key.name) not in before:
            before[key.namespace, key.name] = change.old if change.obj is not None else _living(change.old, revision)
    items = [o for o in listed.items if _place(o) not in before]
    items += [o for o in before.values() if o is not None and listed.has(o)]
    items.sort(key=_place)
    return items


def _living(last: Obj | None, revision: int) -> Obj | None:
    """The last state of a removed object carries the revision of its removal, which was later."""
    if last is None:
        return None
    return {**last, "metadata": {**last["metadata"], "resourceVersion": str(revision)}}


def make_token(revision: int, after: tuple[str, str]) -> str:
    import json
    from base64 import urlsafe_b64encode

    text = json.dumps({"v": _VERSION, "rv": revision, "start": "/".join(after)}, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(token: str) -> Token:
    """ApiError 400 for what is none."""
    import json
    from base64 import urlsafe_b64decode

    try:
        data = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        version, revision, start = data["v"], data["rv"], data["start"]
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise _bad_token(str(e)) from None
    if version != _VERSION:
        raise _bad_token(f'server does not recognize this encoded version "{version}"')
    if type(revision) is not int or revision == 0 or revision < LATEST:
        raise _bad_token(f"incorrect encoded start resourceVersion (version {_VERSION})")
    if not isinstance(start, str) or not start:
        raise _bad_token(f"encoded start key empty (version {_VERSION})")
    namespace, _, name = start.partition("/")
    return Token(revision, (namespace, name))


def _bad_token(why: str) -> ApiError:
    return bad_request(f"invalid continue token: continue key is not valid: {why}")
