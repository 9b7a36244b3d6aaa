"""The objects of a `set` command: from the server, or with --local from files alone. source: observed on v1.37"""

from __future__ import annotations

from minikctl.cli import failure, targets
from minikctl.cli.generating import typed
from minikctl.client import builder
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

LOCAL_NEEDS_FILES = """you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'"""
LOCAL_AND_SERVER = "cannot specify --local and --dry-run=server - did you mean --dry-run=client?"
ALL_AND_SELECTOR = "cannot set --all and --selector at the same time"


def found(opts: Opts, client: Client, env: Env, names: list[str]) -> list[Info]:
    """The objects, all of them; the first that is missing ends the command."""
    errors: list[Exception] = []
    infos = list(visited(opts, client, env, names, errors))
    failure.aggregate(errors)
    return infos


def visited(opts: Opts, client: Client, env: Env, names: list[str], errors: list[Exception]) -> Iterable[Info]:
    """The objects one by one; what is missing is added to `errors` in its turn."""
    if opts.local:
        return _from_files(opts, client, env, errors)
    selector = opts.selector if opts.has("selector") else ""
    return targets.visited(opts, client, env, Wanted(selector, bare_type=opts.all), errors, names)


def local_without_names(opts: Opts, names: list[str]) -> None:
    if opts.local and names:
        raise CliError(LOCAL_NEEDS_FILES)


def _from_files(opts: Opts, client: Client, env: Env, errors: list[Exception]) -> list[Info]:
    """Objects as their Go types take them: what these do not know is lost."""
    from minikctl.client import manifests
    from minikctl.core import schema
    from minikctl.core.decoding import prune
    from minikctl.core.objects import in_key_order

    if opts.has("kustomize") and opts.kustomize:
        return manifests.from_flags(client, env, opts, enforce=False).infos
    if not opts.filename:
        raise CliError(builder.NOTHING_GIVEN)
    out: list[Info] = []
    for document in manifests.documents(opts.filename, opts.recursive, env, errors):
        obj = manifests.check_shape(document, True)
        type_name = schema.root_type(obj["apiVersion"], obj["kind"])
        if type_name is None:
            errors.append(manifests.not_registered(obj, document.source))
            continue
        try:
            obj = prune(in_key_order(obj), type_name)
        except ApiError as e:
            errors.append(manifests.undecodable(document.source, e))
            continue
        meta = obj["metadata"]
        resource = typed(obj["apiVersion"], obj["kind"], obj["kind"].lower())
        out.append(Info(resource, meta.get("namespace", ""), meta.get("name", ""), obj, document.source))
    return out


def shown_name(info: Info, local: bool) -> str:
    """How errors call an object: by its resource; without a server by its kind, with a line end after a group."""
    if not local:
        return f"{info.resource.plural}/{info.name}"
    return f"{info.printed}\n" if info.resource.group else info.printed
