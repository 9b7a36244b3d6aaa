"""`auth can-i`: tell whether an action is allowed."""

from __future__ import annotations

from minikctl.cli import reviews
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, NoHeaders, Subresource
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

RESOURCE_VERBS = (
    "*", "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind",
    "impersonate", "escalate", "approve", "sign", "attest",
)  # fmt: skip
NON_RESOURCE_VERBS = ("*", "get", "put", "post", "head", "options", "delete", "patch")
USAGE = "VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    list: Annotated[bool, Option("--list", help="List everything that is allowed in the namespace.")] = False,
    no_headers: NoHeaders = False,
    quiet: Annotated[bool, Option("--quiet", "-q", help="Say nothing; the exit code is the answer.")] = False,
    subresource: Subresource = "",
) -> None:
    """Tell whether an action is allowed.

    The exit code is 1 where the answer is no.

    Examples:
      # May I create pods?
      kubectl auth can-i create pods

      # Everything I may do
      kubectl auth can-i --list
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.list:
        return _list(opts, client, env)
    if len(opts.args) != 2:
        hint = f"See '{opts.command} -h' for help and examples."
        raise CliError(f"you must specify two arguments: verb resource or verb resource/resourceName.\n{hint}")
    attributes = _attributes(opts, client, env)
    if opts.no_headers:
        raise CliError("--no-headers cannot be set without --list specified")
    kind = "nonResourceAttributes" if opts.args[1].startswith("/") else "resourceAttributes"
    status = reviews.ask(client, "SelfSubjectAccessReview", {kind: attributes})["status"]
    allowed = bool(status.get("allowed"))
    if not opts.quiet:
        whys = [status[why] for why in ("reason", "evaluationError") if status.get(why) and not allowed]
        env.stdout.write(" - ".join(["yes" if allowed else "no", *whys]) + "\n")
    return 0 if allowed else 1


def _attributes(opts: Opts, client: Client, env: Env) -> dict[str, Any]:
    verb, what = opts.args
    if what.startswith("/"):
        if opts.subresource:
            raise CliError("--subresource can not be used with NonResourceURL")
        if verb not in NON_RESOURCE_VERBS:
            env.warn(f"verb '{verb}' is not a known verb\n")
        return {"path": what, "verb": verb}
    word, _, name = what.partition("/")
    group, resource = _resource(opts, client, env, word)
    if not opts.all_namespaces and verb not in RESOURCE_VERBS:
        env.warn(f"verb '{verb}' is not a known verb\n")
    parts = {"namespace": "" if opts.all_namespaces else client.namespace, "verb": verb, "group": group}
    parts.update(resource=resource, subresource=opts.subresource, name=name)
    return {key: value for key, value in parts.items() if value}


def _resource(opts: Opts, client: Client, env: Env, word: str) -> tuple[str, str]:
    """(group, plural); what discovery does not know is asked about as it is."""
    if word == "*":
        return "", word
    try:
        found = client.resolve(word)
    except CliError:
        name, _, group = word.partition(".")
        where = f" in group '{group}'" if group else ""
        if word not in ("users", "groups"):  # things to impersonate, which no server lists
            env.warn(f"the server doesn't have a resource type '{name}'{where}\n")
        return "", word
    if not found.namespaced and not opts.all_namespaces:
        where = f" in group '{found.group}'" if found.group else ""
        env.warn(f"resource '{found.plural}' is not namespace scoped{where}\n")
    return found.group, found.plural


def _list(opts: Opts, client: Client, env: Env) -> int:
    if opts.args:
        raise CliError("list option must be specified with no arguments")
    if opts.quiet or opts.all_namespaces or opts.subresource:
        raise CliError("list option can't be specified with neither quiet, all-namespaces nor subresource options")
    from minikctl.printers.table import MINWIDTH, PADDING, TABWIDTH
    from minikctl.printers.tabwriter import TabWriter

    status = reviews.ask(client, "SelfSubjectRulesReview", {"namespace": client.namespace})["status"]
    writer = TabWriter(MINWIDTH, TABWIDTH, PADDING)
    if not opts.no_headers:
        writer.line(["Resources", "Non-Resource URLs", "Resource Names", "Verbs"])
    for row in reviews.rows(status):
        writer.line(row)
    env.stdout.write(writer.flush())
    return 0
