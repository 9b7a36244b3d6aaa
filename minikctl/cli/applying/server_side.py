"""Server-side apply of one object, and kubectl's take-over of what client-side apply owned before."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.cli.applying.last_applied import ANNOTATION, original
from minikctl.client._base import APPLY_PATCH, JSON_PATCH
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.client._base import Client, WriteOptions
    from minikctl.client.builder import Info

Obj = dict[str, Any]

MANAGER = "kubectl"
_TRIES = 5
_ADVICE = """
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"""
_LATER = "This is non-fatal and will be retried next time you apply. Error: "


def apply(client: Client, info: Info, options: WriteOptions, warn: Callable[[str], None], subresource: str = "") -> Obj:
    """The object as the server has it then. Conflicts come as a CliError with kubectl's advice."""
    config = info.obj or {}
    try:
        live = client.patch(
            info.resource, info.namespace, info.name, config, APPLY_PATCH, options, subresource=subresource
        )
    except ApiError as e:
        if e.reason == "Conflict":
            raise CliError(f"{e.message}{_ADVICE}") from None
        raise
    if options.dry_run or subresource:
        return live
    return _migrated(client, info, live, options, warn)


def _migrated(client: Client, info: Info, live: Obj, options: WriteOptions, warn: Callable[[str], None]) -> Obj:
    """What client-side apply owned becomes this manager's; then the configuration is applied anew, so that fields which
    it no longer names can go. Failures are warnings: the object has been applied already."""
    problem = f"failed to migrate {ANNOTATION} for Server-Side Apply. {_LATER}"
    try:
        live = _keep_annotation(client, info, live, options)
        problem = f"server rejected managed fields migration to Server-Side Apply. {_LATER}"
        taken = _take_over(client, info, live, options)
        if taken is None:
            return live
        live = taken
        problem = f"failed to re-apply configuration after performing Server-Side Apply migration. {_LATER}"
        return client.patch(info.resource, info.namespace, info.name, info.obj or {}, APPLY_PATCH, options)
    except ApiError as e:
        warn(problem + failure.message_of(e))
        return live


def _keep_annotation(client: Client, info: Info, live: Obj, options: WriteOptions) -> Obj:
    """A manager of its own keeps the last-applied annotation, which the migration would drop. Only for kubectl's own
    manager: the server keeps the annotation true for no other."""
    from minikctl.core.fields.upgrade import LAST_APPLIED_MANAGER, owners

    text = original(live)
    entries = live["metadata"].get("managedFields") or []
    if options.field_manager != MANAGER or text is None or owners(entries, "Apply"):
        return live
    just = {
        "apiVersion": live["apiVersion"],
        "kind": live["kind"],
        "metadata": {"annotations": {ANNOTATION: text}, "name": info.name},
    }
    if info.namespace:
        just["metadata"]["namespace"] = info.namespace
    mine = options._replace(field_manager=LAST_APPLIED_MANAGER, force=False)
    return client.patch(info.resource, info.namespace, info.name, just, APPLY_PATCH, mine)


def _take_over(client: Client, info: Info, live: Obj, options: WriteOptions) -> Obj | None:
    """None when there is nothing to take over."""
    from minikctl.core.fields import upgrade

    for attempt in range(_TRIES):
        change = upgrade.patch(live, options.field_manager)
        if change is None:
            return None
        try:
            return client.patch(info.resource, info.namespace, info.name, change, JSON_PATCH, options)
        except ApiError as e:
            if e.reason != "Conflict" or attempt == _TRIES - 1:
                raise
            live = client.get(info.resource, info.namespace, info.name)
    return None
