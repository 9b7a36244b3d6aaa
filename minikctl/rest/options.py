"""The options of lists and watches: what may be asked together. source: apimachinery validation, v1.36"""

from __future__ import annotations

from minikctl.core.errors import ApiError, FieldError, bad_request, field_forbidden, invalid, not_supported
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.rest.request import Request

EXACT, NOT_OLDER = "Exact", "NotOlderThan"
_MATCH = "resourceVersionMatch"


class ListOptions(NamedTuple):
    """revision 0: not given, or any."""

    labels: str = ""
    fields: str = ""
    limit: int = 0
    token: str = ""
    revision: int = 0
    match: str = ""

    def exact_revision(self) -> int:
        """The revision whose list is asked for, 0 for the newest."""
        return self.revision if self.match == EXACT or (self.limit and not self.match) else 0


class WatchOptions(NamedTuple):
    """initial: begin with what is there, then say so in a bookmark."""

    revision: int
    initial: bool
    bookmarks: bool
    timeout: int


def for_list(request: Request) -> ListOptions:
    """ApiError 400 for what does not parse, 422 for what does not fit together."""
    query = request.query
    token, match, version = query.get("continue", ""), query.get(_MATCH, ""), query.get("resourceVersion", "")
    revision = _revision(version)
    errors = []
    if match and not version:
        errors.append(field_forbidden(_MATCH, f"{_MATCH} is forbidden unless resourceVersion is provided"))
    if match and token:
        errors.append(field_forbidden(_MATCH, f"{_MATCH} is forbidden when continue is provided"))
    if match not in ("", EXACT, NOT_OLDER):
        errors.append(not_supported(_MATCH, match, [EXACT, NOT_OLDER, ""]))
    if match == EXACT and version == "0":
        errors.append(field_forbidden(_MATCH, f'{_MATCH} "exact" is forbidden for resourceVersion "0"'))
    if "sendInitialEvents" in query:
        errors.append(field_forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
    _raise(errors)
    if token and revision:
        raise bad_request("specifying resource version is not allowed when using continue")
    limit = max(0, request.number("limit"))
    return ListOptions(query.get("labelSelector", ""), query.get("fieldSelector", ""), limit, token, revision, match)


def for_watch(request: Request) -> WatchOptions:
    """As for_list."""
    query = request.query
    match, asked = query.get(_MATCH, ""), "sendInitialEvents" in query
    initial, bookmarks = request.flag("sendInitialEvents"), request.flag("allowWatchBookmarks")
    errors = []
    if asked and match != NOT_OLDER:
        errors.append(field_forbidden(_MATCH, f"sendInitialEvents requires setting {_MATCH} to {NOT_OLDER}"))
    if match and not asked:
        errors.append(field_forbidden(_MATCH, f"{_MATCH} is forbidden for watch unless sendInitialEvents is provided"))
    if match not in ("", NOT_OLDER):
        errors.append(not_supported(_MATCH, match, [NOT_OLDER]))
    if match and query.get("continue"):
        errors.append(field_forbidden(_MATCH, f"{_MATCH} is forbidden when continue is provided"))
    _raise(errors)
    return WatchOptions(
        _revision(query.get("resourceVersion", "")), initial, bookmarks, request.number("timeoutSeconds")
    )


def _raise(errors: list[FieldError]) -> None:
    if errors:
        raise invalid("ListOptions", "meta.k8s.io", "", errors)


def _revision(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        detail = f'strconv.ParseUint: parsing "{text}": invalid syntax'
        raise bad_request(f'resourceVersion: Invalid value: "{text}": {detail}')
    return int(text)


def check_revision(asked: int, current: int) -> None:
    """ApiError 504 for a revision that the state has not reached. source: apiserver's storage errors"""
    if asked > current:
        message = f"Timeout: Too large resource version: {asked}, current: {current}"
        cause = {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}
        raise ApiError(504, "Timeout", message, {"causes": [cause], "retryAfterSeconds": 1})
