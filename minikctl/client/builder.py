"""What a command line is about: TYPE NAME..., TYPE/NAME..., selectors, files; as kubectl's resource builder reads them.

source: cli-runtime resource.Builder, messages observed on v1.37
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

NOTHING_GIVEN = """You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'"""
NO_NAME = "resource(s) were provided, but no name was specified"
_SLASH_AND_TYPE = (
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form "
    "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"
)


class Info(NamedTuple):
    """One object that a command is about. obj: as the server or a file has it, None where only its name is known."""

    resource: Resource
    namespace: str
    name: str
    obj: Obj | None = None
    source: str = ""  # the file it came from, "" for one named on the command line

    @property
    def printed(self) -> str:
        """`deployment.apps/web`."""
        return f"{self.resource.printed}/{self.name}"


class Query(NamedTuple):
    """One resource type of a command line, with the names asked for, or None: all that the selectors let through."""

    resource: Resource
    namespace: str  # "": all namespaces
    names: tuple[str, ...] | None
    selector: str = ""
    fields: str = ""


class Wanted(NamedTuple):
    """How a verb reads its arguments."""

    selector: str = ""
    fields: str = ""
    all: bool = False
    all_namespaces: bool = False
    bare_type: bool = False  # a TYPE without a name means all of it (get, describe)


def queries(client: Client, args: list[str], wanted: Wanted) -> list[Query]:
    """The arguments as queries, in order. CliError with kubectl's wording for what they cannot mean."""
    if not args:
        if wanted.selector or wanted.fields or wanted.all:
            raise CliError("at least one resource must be specified to use a selector")
        return []
    if wanted.all and wanted.selector:
        raise CliError("setting 'all' parameter but found a non empty selector. ")
    pairs = _pairs(args)
    selecting = bool(wanted.selector or wanted.fields or wanted.all)
    if pairs is not None:
        if selecting:
            raise CliError("name cannot be provided when a selector is specified")
        return [_named(client, t, (n,), wanted) for t, n in pairs]
    names = tuple(args[1:])
    resources = types(client, args[0])
    if not names:
        if not selecting and not wanted.bare_type:
            raise CliError(NO_NAME)
        spaces = "" if wanted.all_namespaces else client.namespace
        return [
            Query(r, spaces if r.namespaced else "", None, wanted.selector, wanted.fields) for r in resources
        ]
    if selecting:
        raise CliError("name cannot be provided when a selector is specified")
    return [_named(client, "", names, wanted, r) for r in resources]


def types(client: Client, text: str) -> list[Resource]:
    """`deploy,svc` or a category such as `all`, each resource once."""
    out: dict[tuple[str, str], Resource] = {}
    for word in text.split(","):
        if not word:
            raise CliError(f'arguments must consist of a resource and a name; got "{text}"')
        for res in client.category(word) or [client.resolve(word)]:
            out.setdefault((res.group, res.plural), res)
    return list(out.values())


def _named(
    client: Client, word: str, names: tuple[str, ...], wanted: Wanted, res: Resource | None = None
) -> Query:
    resource = res or client.resolve(word)
    if resource.namespaced and wanted.all_namespaces:
        raise CliError("a resource cannot be retrieved by name across all namespaces")
    return Query(resource, client.namespace if resource.namespaced else "", names)


def _pairs(args: list[str]) -> list[tuple[str, str]] | None:
    """TYPE/NAME arguments as pairs; None where no argument has a slash."""
    with_slash = [a for a in args if "/" in a]
    if not with_slash:
        return None
    if len(with_slash) != len(args):
        raise CliError(_SLASH_AND_TYPE)
    out = []
    for arg in args:
        parts = arg.split("/")
        if len(parts) != 2:
            raise CliError("arguments in resource/name form may not have more than one slash")
        if not parts[0] or not parts[1]:
            raise CliError("arguments in resource/name form must have a single resource and name")
        out += [(word, parts[1]) for word in parts[0].split(",")]
    return out


def fetch(client: Client, query: Query, errors: list[Exception], ignore_not_found: bool = False) -> Iterator[Info]:
    """The objects of one query; what could not be had is added to `errors`."""
    resource = query.resource
    if query.names is not None:
        for name in query.names:
            try:
                obj = client.get(resource, query.namespace, name)
            except ApiError as e:
                if not (ignore_not_found and e.reason == "NotFound"):
                    errors.append(e)
                continue
            yield Info(resource, query.namespace, name, obj)
        return
    try:
        found = client.list(resource, query.namespace, query.selector, query.fields)
    except ApiError as e:
        errors.append(e)
        return
    for item in found["items"]:
        meta = item["metadata"]
        yield Info(resource, meta.get("namespace", ""), meta["name"], item)


def infos(client: Client, args: list[str], wanted: Wanted, errors: list[Exception]) -> list[Info]:
    """Everything that the arguments name, in order; `errors` collects what is missing."""
    return [info for query in queries(client, args, wanted) for info in fetch(client, query, errors)]
