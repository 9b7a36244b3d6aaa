"""--verb, --resource, --resource-name: the rules of roles. source: kubectl create role, messages observed on v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

_STANDARD = frozenset(("*", "get", "delete", "list", "create", "update", "patch", "watch", "proxy", "deletecollection"))
_NON_RESOURCE = ("*", "get", "post", "put", "delete", "patch", "head", "options")
# verbs that only some resources know: (resource, group)
_ROLES = (("roles", "rbac.authorization.k8s.io"), ("clusterroles", "rbac.authorization.k8s.io"))
_SPECIAL = {
    "use": (("podsecuritypolicies", "policy"), ("podsecuritypolicies", "extensions")),
    "bind": _ROLES,
    "escalate": _ROLES,
    "impersonate": (
        ("users", ""),
        ("serviceaccounts", ""),
        ("groups", ""),
        ("userextras", "authentication.k8s.io"),
    ),
}


class Named(NamedTuple):
    """`resource.group/subresource`, as it was written."""

    resource: str
    group: str
    sub: str


def verbs(opts: Opts) -> list[str]:
    return ["*"] if "*" in opts.verb else list(dict.fromkeys(opts.verb))


def resources(opts: Opts) -> list[Named]:
    out: list[Named] = []
    for text in opts.resource:
        if text == "*":
            return [Named("*", "", "")]
        name, _, sub = text.partition("/")
        resource, _, group = name.partition(".")
        out.append(Named(resource, group, sub))
    return out


def check_resources(wanted: list[Named], verb_names: list[str], client: Client, env: Env) -> None:
    """CliError for a resource that is not there, or one that does not know a verb; warns of unusual verbs."""
    for verb in verb_names:
        if verb not in _STANDARD and verb not in _SPECIAL:
            env.stderr.write(f"Warning: '{verb}' is not a standard resource verb\n")
    for one in wanted:
        if not one.resource:
            raise CliError("resource must be specified if apiGroup/subresource specified")
        if one.resource == "*":
            return
        found = _mapped(one, client)
        special = [verb for verb in verb_names if verb in _SPECIAL]
        for verb in special:
            if (found or (one.resource, one.group)) not in _SPECIAL[verb]:
                resource, group = found or (one.resource, one.group)
                raise CliError(f"can not perform '{verb}' on '{resource}' in group '{group}'")
        if found is None and not special:
            where = f' in group "{one.group}"' if one.group else ""
            raise CliError(f'the server doesn\'t have a resource type "{one.resource}"{where}', bare=True)


def check_urls(urls: list[str], verb_names: list[str]) -> None:
    for verb in verb_names if urls else ():
        if verb not in _NON_RESOURCE:
            raise CliError(f"invalid verb: '{verb}' for nonResourceURL")
    for url in urls:
        if url == "*":
            continue
        if not url.startswith("/"):
            raise CliError("nonResourceURL should start with /")
        if "*" in url[:-1]:
            raise CliError("nonResourceURL only supports wildcard matches when '*' is at the end")


def rules(opts: Opts, client: Client, urls: list[str]) -> list[Obj]:
    """One rule for each API group, and one for paths."""
    by_group: dict[str, list[str]] = {}
    for one in resources(opts):
        resource, group = _mapped(one, client) or (one.resource, one.group)
        if one.sub:
            resource = f"{resource}/{one.sub}"
        members = by_group.setdefault(group, [])
        if resource not in members:
            members.append(resource)
    names = list(dict.fromkeys(opts.resource_name))
    out: list[Obj] = []
    for group in sorted(by_group):
        rule: Obj = {"verbs": verbs(opts), "apiGroups": [group], "resources": by_group[group]}
        out.append({**rule, "resourceNames": names} if names else rule)
    if urls:
        out.append({"verbs": verbs(opts), "nonResourceURLs": urls})
    return out


def _mapped(one: Named, client: Client) -> tuple[str, str] | None:
    """The plural and group that discovery knows this by."""
    if one.resource == "*":
        return None
    try:
        found = client.resolve(f"{one.resource}.{one.group}" if one.group else one.resource)
    except CliError:
        return None
    return found.plural, found.group
