"""--local: the objects of files alone, as they are written. No server is asked, so that any kind will do."""

from __future__ import annotations

from minikctl.client import builder, manifests
from minikctl.client._base import Resource
from minikctl.client.builder import Info
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]


def infos(opts: Opts, env: Env, errors: list[Exception]) -> list[Info]:
    """Every object of -f and -k; what is wrong with others is added to `errors`."""
    out: list[Info] = []
    for document in _documents(opts, env, errors):
        try:
            obj = manifests.check_shape(document, False)
        except CliError as e:
            errors.append(e)
            continue
        group, _, version = obj["apiVersion"].rpartition("/")
        kind = obj["kind"]
        meta = obj.setdefault("metadata", {})
        resource = Resource(group, version, kind.lower(), kind, True, kind.lower())
        out.append(Info(resource, meta.get("namespace", ""), meta.get("name", ""), obj, document.source))
    return out


def _documents(opts: Opts, env: Env, errors: list[Exception]) -> list[manifests.Document]:
    if opts.kustomize:
        from minikctl.client.kustomize import build

        return [manifests.Document(obj, opts.kustomize) for obj in build(env, opts.kustomize)]
    if not opts.filename:
        raise CliError(builder.NOTHING_GIVEN)
    return list(manifests.documents(opts.filename, opts.recursive, env, errors))
