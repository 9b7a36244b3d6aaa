"""Which requests `proxy` lets through: by host, path and method, as kubectl's own proxy does.

source: kubectl proxy FilterServer
"""

from __future__ import annotations

import re

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest.guard import Guard

if TYPE_CHECKING:
    from minikctl.rest.request import Request


class Filter(Guard):
    """Comma-separated regular expressions; a path or method that is rejected is so whatever is accepted."""

    def __init__(self, hosts: str, paths: str, rejected_paths: str, rejected_methods: str) -> None:
        super().__init__(None)
        self._accepted_hosts = _patterns(hosts)
        self._paths = _patterns(paths)
        self._rejected_paths = _patterns(rejected_paths)
        self._methods = _patterns(rejected_methods)

    def check(self, request: Request) -> None:
        """ApiError 403."""
        super().check(request)
        host = request.headers.get("host", "")
        name = host if host.endswith("]") else re.sub(r":\d+$", "", host)
        passes = (
            _any(self._accepted_hosts, name)
            and _any(self._paths, request.path)
            and not _any(self._rejected_paths, request.path)
            and not _any(self._methods, request.method)
        )
        if not passes:
            raise ApiError(403, "Forbidden", "Forbidden")


def _patterns(text: str) -> list[re.Pattern[str]]:
    try:
        return [re.compile(part) for part in text.split(",") if part]
    except re.error as e:
        raise CliError(f"invalid regular expression {text}: {e}") from None


def _any(patterns: list[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
