"""The objects a verb is to work on: those of -f and -k, or those that the arguments name."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.client import builder
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info, Wanted

# the verbs that list what is wrong with files beside what is missing
_BARE = (("describe",), ("rollout", "restart"), ("rollout", "pause"), ("rollout", "resume"))


def infos(
    opts: Opts,
    client: Client,
    env: Env,
    wanted: Wanted,
    errors: list[Exception],
    args: list[str] | None = None,
    nothing: str = builder.NOTHING_GIVEN,
    latest: bool = True,
) -> list[Info]:
    """Objects as the server has them, in order; what is missing is added to `errors`. CliError `nothing` where
    nothing is named. latest: what files say is not enough.
    """
    names = opts.args if args is None else args
    if opts.has("filename") and (opts.filename or (opts.has("kustomize") and opts.kustomize)):
        return _from_files(opts, client, env, errors, latest, names)
    return list(_named(client, wanted, errors, names, nothing))


def visited(
    opts: Opts,
    client: Client,
    env: Env,
    wanted: Wanted,
    errors: list[Exception],
    args: list[str] | None = None,
    nothing: str = builder.NOTHING_GIVEN,
    latest: bool = True,
) -> Iterator[Info]:
    """The same one by one: what a verb has against an object comes before what is missing behind it."""
    if opts.has("filename") and (opts.filename or (opts.has("kustomize") and opts.kustomize)):
        return iter(infos(opts, client, env, wanted, errors, args, nothing, latest))
    return _named(client, wanted, errors, opts.args if args is None else args, nothing)


def _named(client: Client, wanted: Wanted, errors: list[Exception], names: list[str], nothing: str) -> Iterator[Info]:
    found = builder.queries(client, names, wanted)
    if not found:
        raise CliError(nothing)
    for query in found:
        yield from builder.fetch(client, query, errors)


def _from_files(
    opts: Opts, client: Client, env: Env, errors: list[Exception], latest: bool, names: list[str]
) -> list[Info]:
    from minikctl.client import manifests

    manifests.alone(opts, env, names)
    found = manifests.from_flags(client, env, opts, typed=opts.path[0] in ("rollout", "set", "expose"))
    errors += [failure.bare(e) for e in found.errors] if opts.path in _BARE else found.errors
    if not latest:
        return found.infos
    nested = opts.path in _BARE[1:]
    out: list[Info] = []
    for info in found.infos:
        if not info.name:  # nothing to ask for: a verb works on what the file says
            out.append(info)
            continue
        try:
            obj = client.get(info.resource, info.namespace, info.name)
        except ApiError as e:
            error = builder.missing(client, info.namespace, e)
            builder.note(errors, error, info.listed if nested else 0)
            continue
        out.append(info._replace(obj=obj))
    selector = opts.selector if opts.has("selector") and isinstance(opts.selector, str) else ""
    return manifests.with_labels(out, selector) if selector else out
