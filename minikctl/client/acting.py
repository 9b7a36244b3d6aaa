"""The embedded client for somebody else (`--as`): every request is checked against RBAC before it is done."""

from __future__ import annotations

from minikctl.apiserver.authorizing import Action, User, check, impersonated
from minikctl.client._base import DEFAULT_WRITE
from minikctl.client.local import LocalClient
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minikctl.apiserver.logs import LogOptions
    from minikctl.apiserver.request import Asked
    from minikctl.client._base import Resource, WriteOptions

Obj = dict[str, Any]


class ActingClient(LocalClient):
    """LocalClient, as a user with his rights."""

    user: User
    identity: dict[str, str]  # what else is claimed of him, as headers; it gives no rights

    def _may(self, verb: str, res: Resource, namespace: str, name: str = "", subresource: str = "") -> None:
        where = namespace if res.namespaced else ""
        check(self.session.read().tx, self.user, Action(verb, res.group, res.plural, subresource, where, name))

    def _asked(self, options: WriteOptions) -> Asked:
        return super()._asked(options)._replace(user=self.user.name)

    def get(self, res: Resource, namespace: str, name: str, subresource: str = "") -> Obj:
        self._may("get", res, namespace, name, subresource)
        return super().get(res, namespace, name, subresource)

    def list(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", limit: int = 0, token: str = ""
    ) -> Obj:
        self._may("list", res, namespace)
        return super().list(res, namespace, selector, fields, limit, token)

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
        self._may("get" if name else "list", res, namespace, name, subresource)
        return super().table(res, namespace, name, selector, fields, limit, token, whole, subresource)

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
        self._may("watch", res, namespace, name)
        return super().watch(res, namespace, name, selector, fields, revision, timeout, table, whole)

    def create(
        self,
        res: Resource,
        namespace: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        name: str = "",
        subresource: str = "",
    ) -> Obj:
        self._may("create", res, namespace, name, subresource)
        return super().create(res, namespace, obj, options, name, subresource)

    def update(
        self,
        res: Resource,
        namespace: str,
        name: str,
        obj: Obj,
        options: WriteOptions = DEFAULT_WRITE,
        subresource: str = "",
    ) -> Obj:
        self._may("update", res, namespace, name, subresource)
        return super().update(res, namespace, name, obj, options, subresource)

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
        self._may("patch", res, namespace, name, subresource)
        return super().patch(res, namespace, name, patch, patch_type, options, subresource)

    def delete(self, res: Resource, namespace: str, name: str, options: Obj | None = None) -> Obj:
        self._may("delete", res, namespace, name)
        return super().delete(res, namespace, name, options)

    def delete_collection(
        self, res: Resource, namespace: str, selector: str = "", fields: str = "", options: Obj | None = None
    ) -> Obj:
        self._may("deletecollection", res, namespace)
        return super().delete_collection(res, namespace, selector, fields, options)

    def logs(self, namespace: str, pod: str, options: LogOptions) -> Iterator[bytes]:
        check(self.session.read().tx, self.user, Action("get", "", "pods", "log", namespace, pod))
        return super().logs(namespace, pod, options)

    def raw(self, method: str, path: str, body: bytes = b"") -> bytes:
        from minikctl.rest.inprocess import request

        groups = "\n".join(self.user.groups)
        headers = {"impersonate-user": self.user.name, "impersonate-group": groups, **self.identity}
        return request(self.session, method, path, body, headers)


def acting(name: str, groups: Sequence[str], uid: str = "", extra: Sequence[str] = ()) -> type[ActingClient]:
    """A client for that user; extra: `key=value`. CliError for groups of nobody."""
    if not name:
        raise CliError("requesting uid, groups or user-extra for minikctl without impersonating a user")
    headers = {"impersonate-uid": uid} if uid else {}
    for pair in extra:
        key, equals, text = pair.partition("=")
        if not equals:
            continue
        header = f"impersonate-extra-{key.lower()}"
        headers[header] = f"{headers[header]}\n{text}" if header in headers else text

    class Acting(ActingClient):
        user = impersonated(name, tuple(groups))
        identity = headers

    return Acting
