"""What a command line is about: TYPE NAME..., TYPE/NAME..., selectors, files; as kubectl's resource builder reads them.

source: cli-runtime resource.Builder, messages observed on v1.37
"""

from __future__ import annotations

from minikctl.client._base import EMPTY_NAME
from minikctl.core.errors import AggregateError, ApiError, CliError
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
    listed: int = 0  # the number of the List it is an item of in that file

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
    listed: int = 0  # it stands for an item of a List in a file
    nameless: Obj | None = None  # the object of a file that gives it no name: nobody can ask a server for it


class Wanted(NamedTuple):
    """How a verb reads its arguments."""

    selector: str = ""
    fields: str = ""
    all: bool = False
    all_namespaces: bool = False
    bare_type: bool = False  # a TYPE without a name means all of it (get, describe)
    subresource: str = ""


def queries(client: Client, args: list[str], wanted: Wanted) -> list[Query]:
    """The arguments as queries, in order. CliError with kubectl's wording for what they cannot mean."""
    if wanted.all and (wanted.selector.strip() or wanted.fields.strip()):
        raise CliError("setting 'all' parameter but found a non empty selector. ")
    args = _multiplied(args)
    pairs = _pairs(args)
    bare = len(args) == 1 and pairs is None
    if wanted.all or wanted.selector.strip() or wanted.fields.strip() or (bare and wanted.bare_type):
        return _selected(client, args, pairs, wanted)
    if pairs is not None:
        return _by_pairs(client, pairs, wanted)
    if len(args) > 1:
        return _by_names(client, args, wanted)
    if args:
        types(client, args[0])
        raise CliError(NO_NAME)
    return []


def _selected(client: Client, args: list[str], pairs: list[tuple[str, str]] | None, wanted: Wanted) -> list[Query]:
    """All of some types, or what the selectors let through of them."""
    if len(args) > 1 and pairs is None:
        raise CliError("name cannot be provided when a selector is specified")
    if pairs is not None:
        raise CliError("selectors and the all flag cannot be used when passing resource/name arguments")
    if not args:
        raise CliError("at least one resource must be specified to use a selector")
    if wanted.subresource:
        raise CliError("subresource cannot be used when bulk resources are specified")
    namespace = "" if wanted.all_namespaces else client.namespace
    return [
        Query(r, namespace if r.namespaced else "", None, wanted.selector.strip(), wanted.fields.strip())
        for r in types(client, args[0])
    ]


def _by_pairs(client: Client, pairs: list[tuple[str, str]], wanted: Wanted) -> list[Query]:
    """TYPE/NAME arguments; every type is known before the first namespace is looked at."""
    resources = {word: client.resolve(word) for word, _ in pairs}
    return [_named(client, (name,), wanted, resources[word]) for word, name in pairs]


def _by_names(client: Client, args: list[str], wanted: Wanted) -> list[Query]:
    word, *names = args
    members = client.category(word)
    if len(members) > 1:
        raise CliError("you must specify only one resource")
    return [_named(client, tuple(names), wanted, members[0] if members else client.resolve(word))]


def types(client: Client, text: str) -> list[Resource]:
    """`deploy,svc` or a category such as `all`, each resource once."""
    out: dict[tuple[str, str], Resource] = {}
    for word in text.split(","):
        for res in client.category(word) or [client.resolve(word)]:
            out.setdefault((res.group, res.plural), res)
    return list(out.values())


def _named(client: Client, names: tuple[str, ...], wanted: Wanted, resource: Resource) -> Query:
    if resource.namespaced and wanted.all_namespaces:
        raise CliError("a resource cannot be retrieved by name across all namespaces")
    return Query(resource, client.namespace if resource.namespaced else "", names)


def _multiplied(args: list[str]) -> list[str]:
    """`a,b x y` as `a/x a/y b/x b/y`."""
    words = list(dict.fromkeys(args[0].split(","))) if len(args) > 1 else []
    return [f"{word}/{name}" for word in words for name in args[1:]] if len(words) > 1 else args


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
        word, name = parts
        if not word or not name or len(set(word.split(","))) > 1:
            raise CliError("arguments in resource/name form must have a single resource and name")
        out.append((word, name))
    return out


def fetch(client: Client, query: Query, errors: list[Exception], ignore_not_found: bool = False) -> Iterator[Info]:
    """The objects of one query; what could not be had is added to `errors`."""
    resource = query.resource
    if query.names is not None:
        for name in query.names:
            if not name:
                if query.nameless is None:
                    errors.append(CliError(EMPTY_NAME))
                else:
                    yield Info(resource, query.namespace, name, query.nameless)
                continue
            try:
                obj = client.get(resource, query.namespace, name)
            except ApiError as e:
                if not (ignore_not_found and e.reason == "NotFound"):
                    note(errors, missing(client, query.namespace, e), query.listed)
                continue
            except CliError as e:
                errors.append(e)
                continue
            yield Info(resource, query.namespace, name, obj)
        return
    try:
        found = client.list(resource, query.namespace, query.selector, query.fields)
    except ApiError as e:
        errors.append(unable_to_find(query, e))
        return
    for item in found["items"]:
        meta = item["metadata"]
        yield Info(resource, meta.get("namespace", ""), meta["name"], item)


def not_beside_files(args: list[str]) -> None:
    """CliError for arguments where -f or -k says what the command is about."""
    if _pairs(_multiplied(args)) is not None:
        raise CliError("resource/name arguments cannot be provided when a path is specified")
    if args:
        raise CliError(
            "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
        )


def missing(client: Client, namespace: str, error: ApiError) -> ApiError:
    """What was not found: in a namespace that is not there either, that is. source: cli-runtime Info.Get"""
    if error.reason != "NotFound" or namespace in ("", "default"):
        return error
    try:
        client.get(client.resolve("namespaces"), "", namespace)
    except ApiError as e:
        return e if e.reason == "NotFound" else error
    return error


def note(errors: list[Exception], error: Exception, listed: int = 0) -> None:
    """Collect a failure; those of one List in a file are one."""
    if not listed:
        errors.append(error)
        return
    last = errors[-1] if errors else None
    if isinstance(last, AggregateError) and last.listed == listed:
        last.errors.append(error)
    else:
        errors.append(AggregateError([error], listed))


def unable_to_find(query: Query, error: ApiError) -> ApiError:
    """A failed list says what was asked for. source: cli-runtime EnhanceListError"""
    if error.reason not in ("BadRequest", "NotFound"):
        return error
    from minikctl.core.go_text import quote_go as quote

    resource = query.resource
    where = quote(f"{resource.group}/{resource.version}, Resource={resource.plural}")
    if query.selector or query.fields:
        selectors = f"label selector {quote(query.selector)}, field selector {quote(query.fields)}"
        head = f"Unable to find {where} that match {selectors}"
    else:
        head = f"Unable to list {where}"
    return ApiError(error.code, error.reason, f"{head}: {error.message}", error.details)


def infos(client: Client, args: list[str], wanted: Wanted, errors: list[Exception]) -> list[Info]:
    """Everything that the arguments name, in order; `errors` collects what is missing."""
    return [info for query in queries(client, args, wanted) for info in fetch(client, query, errors)]
