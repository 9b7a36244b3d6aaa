"""What `config view` shows: only the current context's part, or without secrets. Pure."""

from __future__ import annotations

from minikctl.client.kubeconfig.config import Entry
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.config import Config

Obj = dict[str, Any]

_SECRET = {"token": "REDACTED", "password": "REDACTED"}
_DATA = ("certificate-authority-data", "client-certificate-data", "client-key-data")


def minified(config: Config) -> Config:
    """The current context, its cluster and its user. CliError where one of them is not there."""
    name = config.current_context
    if not name:
        raise CliError("current-context must exist in order to minify")
    if name not in config.contexts:
        raise CliError(f"cannot locate context {name}")
    context = config.contexts[name].value
    return config._replace(
        contexts={name: config.contexts[name]},
        clusters=_only(config.clusters, context["cluster"], "cluster"),
        users=_only(config.users, context["user"], "user"),
    )


def _only(entries: dict[str, Entry], name: str, what: str) -> dict[str, Entry]:
    if not name:
        return {}
    if name not in entries:
        raise CliError(f"cannot locate {what} {name}")
    return {name: entries[name]}


def redacted(config: Config) -> Config:
    """Without secrets, and without the bytes of certificates."""
    return config._replace(clusters=_without_secrets(config.clusters), users=_without_secrets(config.users))


def _without_secrets(entries: dict[str, Entry]) -> dict[str, Entry]:
    return {name: Entry(_hidden(entry.value), entry.origin) for name, entry in entries.items()}


def _hidden(value: Obj) -> Obj:
    out = {**value}
    for field in out:
        if field in _SECRET:
            out[field] = _SECRET[field]
        elif field in _DATA:
            out[field] = "DATA+OMITTED"
    return out
