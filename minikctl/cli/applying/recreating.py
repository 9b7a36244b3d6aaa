"""apply --force: what cannot be patched is deleted and made anew; the old object comes back when that fails."""

from __future__ import annotations

from minikctl.cli import failure, writing
from minikctl.cli.applying.last_applied import encoded
from minikctl.cli.waiting import A_WEEK, until
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client, WriteOptions
    from minikctl.client.builder import Info

Obj = dict[str, Any]


def recreate(
    client: Client, info: Info, live: Obj, modified: Obj, options: WriteOptions, delete: Obj, seconds: float = 0
) -> Obj:
    """The new object, or the old one brought back; then the failure is raised."""
    try:
        client.delete(info.resource, info.namespace, info.name, delete)
        until(client, info.resource, info.namespace, info.name, lambda obj: obj is None, seconds or A_WEEK)
        return client.create(info.resource, info.namespace, writing.new(modified), options)
    except (ApiError, CliError) as e:
        error = e
    try:
        client.create(info.resource, info.namespace, writing.new(live), options)
    except ApiError as again:
        error = CliError(
            "An error occurred force-replacing the existing object with the newly provided one:\n\n"
            f"{failure.message_of(error)}.\n\nAdditionally, an error occurred attempting to restore the original "
            f"object:\n\n{again.message}"
        )
    verb = f"applying patch:\n{encoded(modified)}\nto:\n"
    from minikctl.cli.applying.last_applied import info_text

    raise failure.with_source(f"{verb}{info_text(info)}\nfor:", info.source, error)
