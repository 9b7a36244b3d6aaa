"""One change to each object: computed here, sent as a strategic patch of what differs, printed."""

from __future__ import annotations

from minikctl.cli import failure, record, results
from minikctl.cli.setting import objects
from minikctl.client._base import STRATEGIC_PATCH, WriteOptions
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]


class Change:
    """One run of a `set` verb.

    `failed` is what precedes the server's message; `skip_same`: say nothing of an object that stays as it is.
    """

    def __init__(
        self, opts: Opts, client: Client, env: Env, operation: str, failed: str, skip_same: bool = True
    ) -> None:
        from minikctl.cli.write_options import dry_run

        self.opts, self.client, self.env = opts, client, env
        self.failed, self.skip_same = failed, skip_same
        self.strategy = dry_run(opts, env)
        self.show = results.printer(opts, env, operation, self.strategy, typed=True)
        self.errors: list[Exception] = []

    def check_local(self) -> None:
        if self.opts.local and self.strategy == "server":
            raise CliError(objects.LOCAL_AND_SERVER)

    def run(self, infos: list[Info], change: Callable[[Obj], bool]) -> int:
        """change: alters the object it is given and says whether it applied; CliError where it cannot."""
        patches = [(info, *self._patch(info, change)) for info in infos]
        for info, new, patch in patches:
            if new is None or (not patch and self.skip_same):
                continue
            if self.opts.local or self.strategy == "client":
                self.show(info.resource, new)
                continue
            try:
                self.show(info.resource, self._send(info, patch))
            except ApiError as e:
                self.errors.append(CliError(self.failed + e.message))
        failure.aggregate(self.errors)
        return 0

    def _patch(self, info: Info, change: Callable[[Obj], bool]) -> tuple[Obj | None, Obj]:
        """The changed object and what differs; (None, {}) where it cannot be changed."""
        from minikctl.core import schema
        from minikctl.core.objects import copy
        from minikctl.core.patches import strategic

        old = info.obj or {}
        new: Obj = copy(old)
        try:
            if not change(new):
                return None, {}
        except CliError as e:
            name = objects.shown_name(info, self.opts.local)
            self.errors.append(CliError(f"error: {name} {e.message}\n"))
            return None, {}
        if self.opts.has("record") and self.opts.record:
            record.annotate(new, self.opts, self.env)
        type_name = schema.root_type(old["apiVersion"], old["kind"])
        return new, strategic.diff(old, new, type_name)

    def _send(self, info: Info, patch: Obj) -> Obj:
        options = WriteOptions(
            dry_run=self.strategy == "server",
            field_manager=self.opts.field_manager if self.opts.has("field-manager") else "kubectl-set",
        )
        return self.client.patch(info.resource, info.namespace, info.name, patch, STRATEGIC_PATCH, options)
