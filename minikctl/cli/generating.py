"""What all generators share: dry runs, --save-config, the request, wrapped errors, printing. They build the object.

Generators work with typed objects in kubectl, so that JSON shows fields in the order of their declaration.
"""

from __future__ import annotations

from minikctl.cli import results, write_options
from minikctl.client._base import Resource
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def typed(api_version: str, kind: str, plural: str, namespaced: bool = True) -> Resource:
    """A resource that generators know without asking discovery, as kubectl's typed clients do."""
    group, _, version = api_version.rpartition("/")
    return Resource(group, version, plural, kind, namespaced, kind.lower())


class Generator:
    """One run of a generator. Made before the object is built: wrong values of the common flags are told first.

    late: as `run` and `expose` do it, the object that is sent carries no namespace, the one of a client dry run no
    --save-config.
    """

    def __init__(
        self,
        opts: Opts,
        client: Client,
        env: Env,
        operation: str = "created",
        late: bool = False,
        local_operation: str = "",
    ) -> None:
        self.opts, self.client, self.env, self._late = opts, client, env, late
        self.strategy = write_options.dry_run(opts, env)
        self.options = write_options.write_options(opts, self.strategy)
        if self.strategy == "client" and local_operation:
            operation = local_operation
        self.show = results.printer(opts, env, operation, self.strategy, typed=True)

    def create(self, resource: Resource, obj: Obj, wrap: str = "", keep_config: bool = True) -> Obj:
        """Send the object (unless this is a client dry run) and print it; what came of it.

        wrap: `failed to create deployment: `, put before the server's message; "" leaves the failure as it is.
        keep_config: whether --save-config counts; some of kubectl's generators overlook it.
        """
        obj = self.send(resource, obj, wrap, keep_config)
        self.show(resource, obj)
        return obj

    def send(self, resource: Resource, obj: Obj, wrap: str = "", keep_config: bool = True) -> Obj:
        """The same without printing."""
        obj = self.prepared(resource, obj, keep_config)
        if self.strategy != "client":
            try:
                obj = self.client.create(resource, self.namespace(resource), obj, self.options)
            except (ApiError, CliError) as e:
                if not wrap:
                    raise
                raise CliError(wrap + e.message) from None
        return obj

    def namespace(self, resource: Resource) -> str:
        return self.client.namespace if resource.namespaced else ""

    def prepared(self, resource: Resource, obj: Obj, keep_config: bool = True) -> Obj:
        """With its namespace, when that was on the command line, and the annotation of --save-config."""
        if not obj["metadata"].get("name"):
            obj["metadata"].pop("name", None)
        local = self.strategy == "client"
        if resource.namespaced and self.client.namespace_given and (local or not self._late):
            obj["metadata"]["namespace"] = self.client.namespace
        if keep_config and self.opts.save_config and not (local and self._late):
            save_config(obj)
        return obj


def save_config(obj: Obj) -> None:
    """Keep the object in its own annotation. source: kubectl CreateApplyAnnotation"""
    from minikctl.core.field_order import of_object
    from minikctl.core.go_marshal import compact

    notes = obj["metadata"].pop("annotations", None) or {}
    notes.pop(LAST_APPLIED, None)
    if notes:
        obj["metadata"]["annotations"] = notes
    text = compact(of_object(obj), sort_keys=False) + "\n"
    obj["metadata"]["annotations"] = {**notes, LAST_APPLIED: text}
