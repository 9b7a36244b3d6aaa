"""Client-side apply of one object: the three-way patch from its annotation, the file and the live object, sent until it
fits. Also what `diff` shows with a dry run."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.cli.applying import last_applied
from minikctl.client._base import MERGE_PATCH, STRATEGIC_PATCH
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.client._base import Client, WriteOptions
    from minikctl.client.builder import Info

Obj = dict[str, Any]

TRIES = 6  # one, and five more while the object goes on changing under our hands


class Patch(NamedTuple):
    """The change that makes the live object what the file says."""

    body: Obj
    type_name: str | None  # of the object, None: a JSON merge patch

    @property
    def content_type(self) -> str:
        return STRATEGIC_PATCH if self.type_name else MERGE_PATCH


def patch(client: Client, live: Obj, modified: Obj, overwrite: bool) -> Patch:
    """Raises CliError with the three versions when no patch can be made of them."""
    from minikctl.core.patches import three_way

    type_name = client.schema_type(modified["apiVersion"], modified["kind"])
    text = last_applied.original(live)
    try:
        original = _loaded(text)
        return Patch(three_way.strategic(original, modified, live, type_name, overwrite), type_name)
    except (ApiError, CliError) as e:
        versions = (text or "", last_applied.encoded(modified), last_applied.encoded(live))
        shown = "creating patch with:\noriginal:\n{}\nmodified:\n{}\ncurrent:\n{}\nfor".format(*versions)
        raise CliError(f"{shown}: {failure.message_of(e)}") from None


def _loaded(text: str | None) -> Obj:
    import json

    try:
        value = json.loads(text) if text else {}
    except ValueError:
        raise CliError("invalid JSON document") from None
    return value if isinstance(value, dict) else {}


def locally(live: Obj, change: Patch) -> Obj:
    """The live object with the patch, worked out without the server."""
    from minikctl.core.patches import strategic

    return strategic.apply(live, change.body, change.type_name)


class Sent(NamedTuple):
    """What became of an object: the patch ({}: nothing to change), the object after it or why it was refused."""

    body: Obj
    obj: Obj
    error: Exception | None = None


def send(
    client: Client, info: Info, live: Obj, modified: Obj, options: WriteOptions, overwrite: bool, locked: str = ""
) -> Sent:
    """Patch the object on the server, again with a new patch when others were faster. `locked`: the resource version
    that it must still have."""
    body: Obj = {}
    for attempt in range(TRIES):
        try:
            if attempt:
                _pause(client, attempt)
                live = client.get(info.resource, info.namespace, info.name)
            change = patch(client, live, modified, overwrite)
            body = change.body
            if not body:
                return Sent(body, live)
            if locked:
                body = {**body, "metadata": {**(body.get("metadata") or {}), "resourceVersion": locked}}
            obj = client.patch(info.resource, info.namespace, info.name, body, change.content_type, options)
            return Sent(body, obj)
        except (ApiError, CliError) as e:
            error = e
            if not (isinstance(e, ApiError) and e.reason == "Conflict") or _hopeless(client, body):
                break
    return Sent(body, live, error)


def _pause(client: Client, attempt: int) -> None:
    if attempt > 1 and not client.embedded:
        client.sleep(1)


def _hopeless(client: Client, body: Obj) -> bool:
    """A patch that names a resource version will not fit later either; of others nobody is faster than this process."""
    return client.embedded and "resourceVersion" in (body.get("metadata") or {})
