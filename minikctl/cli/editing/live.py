"""`edit`: the objects of the server, and the patch that each edit comes down to."""

from __future__ import annotations

from minikctl.cli import failure, results, targets, writing
from minikctl.cli.editing.session import Session
from minikctl.cli.write_options import validation
from minikctl.client._base import MERGE_PATCH, STRATEGIC_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.editing.report import Report
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

RENAMED = "At least one of apiVersion, kind and name was changed"


def edit(opts: Opts, client: Client, env: Env) -> int:
    errors: list[Exception] = []
    infos = targets.infos(opts, client, env, Wanted(bare_type=True), errors)
    failure.aggregate(errors)
    if not infos:
        raise CliError("edit cancelled, no objects found")
    if opts.subresource:
        infos = [
            i._replace(obj=client.get(i.resource, i.namespace, i.name, subresource=opts.subresource)) for i in infos
        ]
    originals = {((info.obj or {})["metadata"].get("uid") or ""): _plain(info.obj or {}) for info in infos}
    resources = {((info.obj or {})["metadata"].get("uid") or ""): info.resource for info in infos}
    sender = _Sender(opts, client, env, originals, resources)
    return Session(opts, client, env, sender.send).run(infos)


class _Sender:
    """Patches the objects that differ from what they were."""

    def __init__(
        self, opts: Opts, client: Client, env: Env, originals: dict[str, Obj], resources: dict[str, Any]
    ) -> None:
        self.opts, self.client, self.env, self.originals, self.resources = opts, client, env, originals, resources
        self.options = WriteOptions(field_manager=opts.field_manager, field_validation=validation(opts))

    def send(self, infos: list[Info], report: Report) -> None:
        for info in infos:
            edited = _plain(writing.prepared(info.obj or {}, self.opts, self.env, keep=False))
            uid = edited["metadata"].get("uid") or ""
            before = self.originals.get(uid)
            if before is None:
                raise CliError(f"no original object found for {_go(edited)}")
            # a subresource is sent to the resource it belongs to
            self._one(info._replace(resource=self.resources[uid], obj=edited), before, report)

    def _one(self, info: Info, before: Obj, report: Report) -> None:
        from minikctl.core.patches.json_merge import same

        edited = info.obj or {}
        if same(before, edited):
            self._print("skipped", info, edited)
            return
        patch, kind = self._patch(before, edited)
        if self.opts.output_patch:
            from minikctl.core.go_marshal import compact

            self.env.stdout.write(f"Patch: {compact(patch)}\n")
        try:
            after = self.client.patch(
                info.resource, info.namespace, info.name, patch, kind, self.options, self.opts.subresource
            )
        except ApiError as e:
            self.env.stderr.write(report.refused(info, e) + "\n")
            return
        self._print("edited", info, after)

    def _patch(self, before: Obj, edited: Obj) -> tuple[Obj, str]:
        from minikctl.core.patches import strategic, three_way
        from minikctl.core.patches._failure import PreconditionFailed

        type_name = self.client.schema_type(before["apiVersion"], before["kind"])
        patch = strategic.diff(before, edited, type_name)
        try:
            three_way.check_identity(patch)
        except PreconditionFailed:
            raise CliError(RENAMED) from None
        return patch, STRATEGIC_PATCH if type_name else MERGE_PATCH

    def _print(self, done: str, info: Info, obj: Obj) -> None:
        results.printer(self.opts, self.env, done)(results.resource_of(info.resource, obj), obj)


def _plain(obj: Obj) -> Obj:
    """Without managedFields, which the editor did not show."""
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key != "managedFields"}}


def _go(obj: Obj) -> str:
    from minikctl.core.go_text import sharp

    return f"&unstructured.Unstructured{{Object:{sharp(obj)}}}"
