"""Whose request it is: the administrator's, or whom the headers of impersonation name.

source: apiserver's impersonation filter, v1.36. Nobody is denied it; what may be done in that name is asked in rights.
"""

from __future__ import annotations

from urllib.parse import unquote

from minikctl.apiserver.authorizing import AUTHENTICATED, impersonated
from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.rest.request import Request

EXTRA = "impersonate-extra-"


class User(NamedTuple):
    """A user.Info."""

    name: str
    groups: tuple[str, ...]
    uid: str = ""
    extra: dict[str, list[str]] = {}  # noqa: RUF012

    def info(self) -> dict[str, Any]:
        """The UserInfo of a review."""
        out: dict[str, Any] = {"username": self.name}
        if self.uid:
            out["uid"] = self.uid
        out["groups"] = list(self.groups)
        if self.extra:
            out["extra"] = {key: self.extra[key] for key in sorted(self.extra)}
        return out


def of(request: Request) -> User:
    """ApiError 400 for groups and the like without a user."""
    headers = request.headers
    groups = tuple(g for g in headers.get("impersonate-group", "").split("\n") if g)
    uid, extra = headers.get("impersonate-uid", ""), _extra(request)
    name = headers.get("impersonate-user", "")
    if name:
        return User(name, impersonated(name, groups).groups, uid, extra)
    if groups or uid or extra:
        raise bad_request("requested impersonation of groups, a uid or extra fields without impersonating a user name")
    return User(request.user, ("system:masters", AUTHENTICATED))


def _extra(request: Request) -> dict[str, list[str]]:
    headers = request.headers
    return {
        unquote(name[len(EXTRA) :]).lower(): value.split("\n")
        for name, value in headers.items()
        if name.startswith(EXTRA)
    }
