"""`certificate approve` and `certificate deny`: a condition is added to signing requests."""

from __future__ import annotations

from minikctl.cli import failure, results
from minikctl.client import builder
from minikctl.client._base import DEFAULT_WRITE
from minikctl.core.errors import ApiError, CliError
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

_RETRIES = 10


class Decision(NamedTuple):
    """`word` is the type of the condition, `other` that of the opposite decision."""

    verb: str
    word: str
    reason: str
    other: str


def decide(opts: Opts, client: Client, env: Env, decision: Decision) -> int:
    """Each request as it was before is printed, as kubectl does. A failure does not keep the others from it."""
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError("one or more CSRs must be specified as <name> or -f <filename>")
    show = results.printer(opts, env, decision.word.lower())
    errors: list[Exception] = []
    count = 0
    for info in _requests(opts, client, env, errors):
        try:
            _decide(client, info, decision, opts.force)
        except (ApiError, CliError) as e:
            errors.append(e)
            continue
        count += 1
        show(info.resource, info.obj or {})
    failure.aggregate(errors)
    if not count:
        env.stdout.write("No resources found\n")
    return 0


def _requests(opts: Opts, client: Client, env: Env, errors: list[Exception]) -> Iterator[Info]:
    if opts.filename or opts.kustomize:
        from minikctl.cli import targets

        yield from targets.infos(opts, client, env, builder.Wanted(), errors)
    for name in opts.args:
        words = [name] if "/" in name else ["certificatesigningrequests", name]
        yield from builder.infos(client, words, builder.Wanted(), errors)


def _decide(client: Client, info: Info, decision: Decision, force: bool) -> None:
    obj = info.obj or {}
    for attempt in range(_RETRIES + 1):
        kept = list((obj.get("status") or {}).get("conditions") or ())
        if any(c["type"] == decision.other for c in kept):
            raise CliError(f'certificate signing request "{info.name}" is already {decision.other}')
        if any(c["type"] == decision.word for c in kept) and not force:
            return
        condition = {
            "type": decision.word,
            "status": "True",
            "reason": decision.reason,
            "message": f"This CSR was {decision.word.lower()} by kubectl certificate {decision.verb}.",
            "lastUpdateTime": rfc3339(client.now()),
        }
        kept = [c for c in kept if c["type"] != decision.word]
        changed = {**obj, "status": {**(obj.get("status") or {}), "conditions": [*kept, condition]}}
        try:
            client.update(info.resource, "", info.name, changed, DEFAULT_WRITE, subresource="approval")
            return
        except ApiError as e:
            if e.reason != "Conflict" or attempt == _RETRIES:
                raise
        obj = client.get(info.resource, "", info.name)
