"""One HTTP request as a value, and its query options."""

from __future__ import annotations

from minikctl.apiserver.request import Asked
from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Request(NamedTuple):
    """method, decoded path, query (last value of a name), lower-case headers, body."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    user: str = "kubernetes-admin"
    peer: str = ""  # address and port of the connection, "" without one

    def flag(self, name: str) -> bool:
        """A boolean of the query; ApiError 400 for what is none."""
        text = self.query.get(name, "")
        if text in ("", "false", "0", "False", "FALSE", "f", "F"):
            return False
        if text in ("true", "1", "True", "TRUE", "t", "T"):
            return True
        raise bad_request(f'strconv.ParseBool: parsing "{text}": invalid syntax')

    def number(self, name: str) -> int:
        """A whole number of the query, 0 where it is not there."""
        text = self.query.get(name, "")
        try:
            return int(text) if text else 0
        except ValueError:
            raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax') from None

    def asked(self) -> Asked:
        """Who writes, and how: fieldManager (or the user agent's program), dryRun, fieldValidation, force."""
        dry_run = self.query.get("dryRun", "")
        if dry_run not in ("", "All"):
            raise bad_request(f'Invalid value: "{dry_run}": Unsupported value: supported values: "All"')
        validation = self.query.get("fieldValidation", "") or "Warn"
        if validation not in ("Strict", "Warn", "Ignore"):
            known = '"", "Ignore", "Strict", "Warn"'
            raise bad_request(f'fieldValidation: Unsupported value: "{validation}": supported values: {known}')
        manager = self.query.get("fieldManager", "") or self.headers.get("user-agent", "").split("/", 1)[0]
        return Asked(self.user, manager[:128] or "unknown", dry_run == "All", validation, self.flag("force"))
