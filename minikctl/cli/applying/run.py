"""One run of apply: each object created, patched or applied by the server, then printed; at the end -o and --prune."""

from __future__ import annotations

from minikctl.cli import deletion, failure, results, writing
from minikctl.cli.applying import client_side, last_applied, pruning
from minikctl.cli.write_options import validation
from minikctl.client._base import EMPTY_NAME, WriteOptions
from minikctl.core.errors import ApiError, CliError
from minikctl.core.objects import in_key_order
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource
    from minikctl.client.builder import Info

Obj = dict[str, Any]


class Apply:
    """What it has visited, and what is to be printed at its end."""

    def __init__(self, opts: Opts, client: Client, env: Env, strategy: str) -> None:
        self.opts, self.client, self.env, self.strategy = opts, client, env, strategy
        self.policy = deletion.propagation(opts.cascade, env)
        self.whole = opts.output not in ("", "name")
        self.done: list[tuple[Info, Obj]] = []
        self.visited = pruning.nothing_visited()
        manager = opts.field_manager
        if opts.server_side and not opts.changed("field-manager"):
            manager = "kubectl"
        self.options = WriteOptions(strategy == "server", manager, validation(opts), opts.force_conflicts)
        results.printer(opts, env, "")  # a format that does not exist is told before anything is done

    def apply(self, info: Info) -> None:
        """Bring one object about, and say so."""
        obj = info.obj or {}
        if self.opts.record:
            from minikctl.cli import record

            record.annotate(obj, self.opts, self.env)
        meta = obj["metadata"]
        if not info.name and meta.get("generateName"):
            raise CliError(f"from {meta['generateName']}: cannot use generate name with apply")
        if self.opts.server_side:
            from minikctl.cli.applying import server_side

            after = server_side.apply(self.client, info, self.options, self.env.warn, self.opts.subresource)
            self._finish(info, after, "serverside-applied")
            return
        live = self._live(info)
        after, done = self._create(info) if live is None else self._change(info, live)
        self._finish(info, after, done)

    def _live(self, info: Info) -> Obj | None:
        try:
            if not info.name:
                raise CliError(EMPTY_NAME)
            return self.client.get(info.resource, info.namespace, info.name)
        except (ApiError, CliError) as e:
            if isinstance(e, ApiError) and e.reason == "NotFound":
                return None
            verb = f"retrieving current configuration of:\n{last_applied.info_text(info)}\nfrom server for:"
            raise failure.with_source(verb, info.source, e) from None

    def _create(self, info: Info) -> tuple[Obj, str]:
        obj = _without_nulls(last_applied.annotated(info.obj or {}))
        if self.strategy == "client":
            return obj, "created"
        try:
            return self.client.create(info.resource, info.namespace, writing.new(obj), self.options), "created"
        except ApiError as e:
            raise failure.with_source("creating", info.source, e) from None

    def _change(self, info: Info, live: Obj) -> tuple[Obj, str]:
        if last_applied.original(live) is None:
            self._warn_missing(info)
        modified = last_applied.annotated(info.obj or {})
        sent = self._send(info, live, modified)
        if sent.error is None:
            return sent.obj, "configured" if sent.body else "unchanged"
        reason = sent.error.reason if isinstance(sent.error, ApiError) else ""
        if self.opts.force and reason in ("Conflict", "Invalid"):
            from minikctl.cli.applying.recreating import recreate

            new = recreate(self.client, info, live, modified, self.options, self._delete(), self.opts.timeout)
            return new, "configured"
        error = failure.with_source("patching", info.source, sent.error)
        raise _refused(info, sent.body, error)

    def _send(self, info: Info, live: Obj, modified: Obj) -> client_side.Sent:
        overwrite = self.opts.overwrite
        if self.strategy != "client":
            return client_side.send(self.client, info, live, modified, self.options, overwrite)
        try:
            change = client_side.patch(self.client, live, modified, overwrite)
            return client_side.Sent(change.body, client_side.locally(live, change))
        except (ApiError, CliError) as e:
            return client_side.Sent({}, live, e)

    def _warn_missing(self, info: Info) -> None:
        apply = f"{self.env.name} apply"
        self.env.stderr.write(
            f"Warning: resource {info.resource.plural}/{info.name} is missing the {last_applied.ANNOTATION} annotation "
            f"which is required by {apply}. {apply} should only be used on resources created declaratively by either "
            f"{self.env.name} create --save-config or {apply}. The missing annotation will be patched automatically.\n"
        )

    def _finish(self, info: Info, after: Obj, done: str) -> None:
        """Remember the object for --prune, print its line or keep it for -o."""
        if after["metadata"].get("deletionTimestamp"):
            self.env.stderr.write(
                f"Warning: Detected changes to resource {info.name} which is currently being deleted.\n"
            )
        self.visited.add(info, after)
        self.done.append((info, after))
        if not self.whole:
            results.printer(self.opts, self.env, done, self.strategy)(info.resource, after)

    def print_whole(self) -> None:
        """-o yaml and the like: the object, or all of them as a List."""
        if not self.whole or not self.done:
            return
        info, obj = self.done[0]
        several = len(self.done) > 1
        if several:  # a typed List, in Go's order, of objects that are none
            items = [in_key_order(after) for _, after in self.done]
            obj = {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": items}
        results.printer(self.opts, self.env, "", typed=several)(info.resource, obj)

    def prune(self, allowed: list[Resource]) -> None:
        """Delete what the files no longer hold."""
        show = results.printer(self.opts, self.env, "pruned", self.strategy)
        for info in pruning.surplus(self.client, self.env, allowed, self.opts.selector, self.visited):
            if self.strategy != "client":
                self.client.delete(info.resource, info.namespace, info.name, self._delete())
            show(info.resource, info.obj or {})

    def _delete(self) -> Obj:
        return deletion.options(self.policy, self.opts.grace_period, self.strategy)


def _refused(info: Info, body: Obj, error: Exception) -> Exception:
    what = last_applied.encoded(body).rstrip("\n") if body else ""
    return failure.with_source(
        f"applying patch:\n{what}\nto:\n{last_applied.info_text(info)}\nfor:", info.source, error
    )


def _without_nulls(value: Any) -> Any:
    """A field that is null in the file is not set: what the same file does to an object that exists."""
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value
