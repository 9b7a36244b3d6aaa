"""The embedded client: the API server, its controllers and the simulation in this very process, on a state
directory.
"""

from __future__ import annotations

from minikctl.apiserver import conversion
from minikctl.apiserver.request import Asked, Target
from minikctl.client._base import DEFAULT_WRITE, Resource, no_such_type, require_name, require_namespace
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table as kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Concatenate, ParamSpec, TypeVar

    from minikctl.apiserver.logs import LogOptions
    from minikctl.client._base import WriteOptions
    from minikctl.sim.session import Session

    P = ParamSpec("P")
    T = TypeVar("T")

Obj = dict[str, Any]

SECOND = 1_000_000
USER = "kubernetes-admin"


def _whole(method: Callable[Concatenate[LocalClient, P], T]) -> Callable[Concatenate[LocalClient, P], T]:
    """A call that fails other than by the server's own word (a write half-way, a read of a broken state) takes the
    whole open transaction with it.
    """
    deletes = method.__name__ == "delete"

    def done(self: LocalClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if not deletes:
                self.act()
            return method(self, *args, **kwargs)
        except ApiError:
            raise
        except BaseException as e:
            if not isinstance(e, CliError):
                self.session.spoil(e)
            raise

    return done


class LocalClient:
    """client._base.Client over a Session. Lists and tables share their objects with storage: copy before changing."""

    embedded = True

    def __init__(self, session: Session, namespace: str, warn: Callable[[str], None], address: str = "") -> None:
        self.session = session
        self.address = address
        self.namespace_given = bool(namespace)
        self.namespace = namespace or "default"
        self.warn = warn
        self._warned: set[str] = set()
        self._behind = False
        session.warn = self._warn

    @classmethod
    def open(
        cls, directory: str, namespace: str, environ: Mapping[str, str], warn: Callable[[str], None]
    ) -> LocalClient:
        """A client on a state directory; it need not exist."""
        from minikctl.sim.session import Session
        from minikctl.storage.directory import DirectoryBackend

        return cls(Session(DirectoryBackend(directory), environ, warn), namespace, warn, directory)

    def _warn(self, text: str) -> None:
        if text not in self._warned:
            self._warned.add(text)
            self.warn(text)

    # --- discovery

    def _off(self) -> kinds.Off:
        return kinds.switched_off(self.session.read().world.settings)

    def resources(self) -> list[Resource]:
        return [_resource(e) for e in kinds.all_resources(self._off())]

    def resolve(self, word: str) -> Resource:
        found, warnings = kinds.lookup(word, self._off())
        if found is None:
            raise no_such_type(word)
        for text in warnings:
            self._warn(text)
        return _resource(found)

    def category(self, word: str) -> list[Resource]:
        return [_resource(e) for e in kinds.category(word, self._off())]

    def for_kind(self, api_version: str, kind: str) -> Resource | None:
        found = kinds.kind_for(api_version, kind, self._off())
        return None if found is None else _resource(found)

    def version(self) -> Obj:
        from minikctl.apiserver.discovery import version

        return version()

    def schema_type(self, api_version: str, kind: str) -> str | None:
        from minikctl.core.schema import root_type

        return root_type(api_version, kind)

    # --- reads

    @_whole
    def get(self, res: Resource, namespace: str, name: str, subresource: str = "") -> Obj:
        from minikctl.core.objects import copy

        require_name(res, namespace, name)
        api = self.session.read()
        target = _target(api, res)
        if subresource:
            from minikctl.apiserver.subresources import read

            return read(api, target, namespace, name, subresource)
        api.warn_deprecated(target)
        out: Obj = copy(api.get(target, namespace, name))
        return out

    @_whole
    def list(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", limit: int = 0, token: str = ""
    ) -> Obj:
        require_namespace(res, namespace)
        api = self.session.read()
        target = _target(api, res)
        api.warn_deprecated(target)
        page = api.list(target, namespace, selector, fields, limit, token)
        meta: Obj = {"resourceVersion": str(page.revision)}
        if page.token:
            meta = {"continue": page.token, "remainingItemCount": page.remaining, **meta}
        return {
            "apiVersion": target.api_version,
            "kind": f"{target.kind.kind}List",
            "metadata": meta,
            "items": [conversion.encode(o, target) for o in page.items],
        }

    @_whole
    def table(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        limit: int = 0,
        token: str = "",
        whole: bool = False,
        subresource: str = "",
    ) -> Obj:
        from minikctl.apiserver.tables import scale_table, table

        if name:
            require_name(res, namespace, name)
        require_namespace(res, namespace)
        api = self.session.read()
        target = _target(api, res)
        api.warn_deprecated(target)
        include = "Object" if whole else "Metadata"
        if subresource:
            found = self.get(res, namespace, name, subresource)
            if found["kind"] == "Scale":
                return scale_table(found, api.world.now(), include)
        if name:
            obj = api.stored(target, namespace, name)
            return table(target.kind, [obj], api.world.now(), obj["metadata"].get("resourceVersion", ""), include)
        page = api.list(target, namespace, selector, fields, limit, token)
        return table(target.kind, page.items, api.world.now(), str(page.revision), include)

    def watch(
        self,
        res: Resource,
        namespace: str,
        name: str = "",
        selector: str = "",
        fields: str = "",
        revision: str = "",
        timeout: float | None = None,
        table: bool = False,
        whole: bool = False,
    ) -> Iterator[tuple[str, Obj]]:
        from minikctl.client.watching import LocalWatch

        self.act()
        if name:
            fields = f"{fields},metadata.name={name}" if fields else f"metadata.name={name}"
        target = _target(self.session.read(), res)
        watch = LocalWatch(self.session, target, namespace, selector, fields)
        found = watch.events(int(revision) if revision else None, timeout)
        if not table:
            return ((kind, conversion.encode(obj, target)) for kind, obj in found)
        return ((kind, self._row(target, obj, whole) if kind != "ERROR" else obj) for kind, obj in found)

    def _row(self, target: Target, obj: Obj, whole: bool) -> Obj:
        from minikctl.apiserver.tables import table

        revision = obj["metadata"]["resourceVersion"]
        return table(target.kind, [obj], self.session.now(), revision, "Object" if whole else "Metadata")

    # --- writes

    def _asked(self, options: WriteOptions) -> Asked:
        return Asked(
            USER,
            options.field_manager or "kubectl",
            options.dry_run,
            options.field_validation or "Warn",
            options.force,
        )

    def _done(self, target: Target, obj: Obj, options: WriteOptions) -> Obj:
        """Let the controllers act; the answer in the version that was asked for."""
        from minikctl.core.objects import copy

        if not options.dry_run:
            self.session.react()
        out: Obj = copy(conversion.encode(obj, target))
        return out

    @_whole
    def create(
        self,
        res: Resource,
        namespace: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        name: str = "",
        subresource: str = "",
    ) -> Obj:
        require_namespace(res, namespace)
        api = self.session.write()
        target = _target(api, res)
        if subresource:
            from minikctl.apiserver.subresources import create as create_sub

            made = create_sub(api, target, namespace, name, subresource, obj, self._asked(options))
            if not options.dry_run:
                self.session.react()
            return made
        from minikctl.core.objects import in_key_order

        return self._done(target, api.create(target, namespace, in_key_order(obj), self._asked(options)), options)

    @_whole
    def update(
        self,
        res: Resource,
        namespace: str,
        name: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        from minikctl.core.objects import in_key_order

        require_name(res, namespace, name)
        api = self.session.write()
        target = _target(api, res)
        made = api.update(target, namespace, name, in_key_order(obj), self._asked(options), subresource)
        return self._scaled(made, options) if subresource == "scale" else self._done(target, made, options)

    @_whole
    def patch(
        self,
        res: Resource,
        namespace: str,
        name: str,
        patch: Any,
        patch_type: str,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        require_name(res, namespace, name)
        api = self.session.write()
        target = _target(api, res)
        made = api.patch(target, namespace, name, patch, patch_type, self._asked(options), subresource)
        return self._scaled(made, options) if subresource == "scale" else self._done(target, made, options)

    def _scaled(self, scale: Obj, options: WriteOptions) -> Obj:
        if not options.dry_run:
            self.session.react()
        return scale

    @_whole
    def delete(self, res: Resource, namespace: str, name: str, options: Obj | None = None) -> Obj:
        from minikctl.apiserver.deleting import status_of

        require_name(res, namespace, name)
        api = self.session.write()
        target = _target(api, res)
        obj, gone = api.delete(target, namespace, name, options, self._asked(DEFAULT_WRITE))
        self._behind = self._behind or not (options or {}).get("dryRun")
        return status_of(target, obj) if gone else conversion.encode(obj, target)

    def act(self) -> None:
        """Let the controllers act on what has been deleted: one delete after the other is faster than the garbage
        collector. source: `kubectl delete all --all` deletes the ReplicaSets of Deployments that it has just deleted
        """
        if self._behind and not self.session.spoiled:
            self._behind = False
            self.session.react()

    @_whole
    def delete_collection(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", options: Obj | None = None
    ) -> Obj:
        require_namespace(res, namespace)
        api = self.session.write()
        target = _target(api, res)
        page = api.list(target, namespace, selector, fields)
        for obj in page.items:
            meta = obj["metadata"]
            api.delete(target, meta.get("namespace", ""), meta["name"], options, self._asked(DEFAULT_WRITE))
        self.session.react()
        return {"apiVersion": target.api_version, "kind": f"{target.kind.kind}List", "items": list(page.items)}

    def logs(self, namespace: str, pod: str, options: LogOptions) -> Iterator[bytes]:
        from minikctl.sim.logs import Log, follow

        self.act()
        log = Log(self.session, namespace, pod, options)
        if not options.follow:
            return iter((log.first(),))
        return self._waiting(follow(log, self.session))

    def _waiting(self, steps: Iterator[tuple[bytes, float]]) -> Iterator[bytes]:
        from minikctl.sim.clock import sleep

        for text, pause in steps:
            yield text  # b"" too: whoever follows several logs goes on to the next one
            sleep(int(pause * SECOND))

    def raw(self, method: str, path: str, body: bytes = b"") -> bytes:
        from minikctl.rest.inprocess import request

        self.act()
        return request(self.session, method, path, body)

    # --- time and life

    def now(self) -> int:
        return self.session.now()

    def sleep(self, seconds: float) -> None:
        from minikctl.sim.passing import pass_time

        self.act()
        pass_time(self.session, int(seconds * SECOND))

    @property
    def unsaved(self) -> bool:
        """Whether a transaction is open: what was done in it is not durable yet."""
        return self.session.writing

    def commit(self) -> None:
        self.act()
        self.session.commit()
        self.session.end_read()

    def abandon(self, error: BaseException) -> None:
        """Keep nothing of the open transaction: `commit` raises this."""
        self.session.spoil(error)

    def close(self) -> None:
        self.session.close()


def _resource(entry: kinds.Entry) -> Resource:
    return Resource(
        entry.group,
        entry.version,
        entry.plural,
        entry.kind,
        entry.namespaced,
        entry.singular,
        entry.short_names,
        entry.categories,
        entry.verbs,
        entry.subresources,
        entry.legacy,
    )


def _target(api: Any, res: Resource) -> Target:
    target: Target = api.target(res.group, res.version, res.plural)
    return target
