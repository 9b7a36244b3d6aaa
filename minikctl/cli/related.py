"""The other objects that a description shows, from the API server: what describe.Related asks for."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError, no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

_MIRROR = "kubernetes.io/config.mirror"


class ClientRelated:
    """describe.Related over a client."""

    def __init__(self, client: Client, show_events: bool, chunk_size: int = 0) -> None:
        self.now = client.now()
        self.show_events = show_events
        self._client = client
        self._chunk = 0 if client.embedded else chunk_size  # in pages only where there is a wire

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        try:
            return self._client.get(self._resolved(resource), namespace, name)
        except ApiError as e:
            if e.reason != "NotFound":
                raise
            return None

    def events(self, obj: Obj) -> list[Obj]:
        """Events about the object, by the fields that kubectl asks for; none where they cannot be listed."""
        if not self.show_events:
            return []
        try:
            namespace = obj["metadata"].get("namespace", "")
            return [event for fields in about(obj) for event in self.list("events", namespace, fields=fields)]
        except ApiError:
            return []

    def list(self, resource: str, namespace: str, selector: str = "", fields: str = "") -> list[Obj]:
        found = self._resolved(resource)
        out: list[Obj] = []
        token = ""
        while True:
            page = self._client.list(found, namespace, selector, fields, self._chunk, token)
            out += page["items"]
            token = (page.get("metadata") or {}).get("continue", "")
            if not token:
                return out

    def _resolved(self, resource: str) -> Resource:
        try:
            return self._client.resolve(resource)
        except CliError:
            raise no_such_resource() from None


def about(obj: Obj) -> list[str]:
    """Field selectors of the events about an object. Kubelets know pods that they made themselves by another uid, and
    their node by its name.
    """
    meta, kind = obj["metadata"], obj.get("kind", "")
    uid = meta.get("uid", "")
    if kind == "Pod":
        kind, uid = "", (meta.get("annotations") or {}).get(_MIRROR, uid)
    name, namespace = meta["name"], meta.get("namespace", "")
    fields = [f"involvedObject.name={name}", f"involvedObject.namespace={namespace}"]
    fields += [f"involvedObject.kind={kind}"] if kind else []
    uids = (uid, name) if kind == "Node" else (uid,)
    return [",".join([*fields, f"involvedObject.uid={one}"] if one else fields) for one in uids]
