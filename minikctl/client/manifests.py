"""Objects from -f: files, directories, standard input, URLs; and from -k. What is wrong is raised or collected, as
kubectl does."""

from __future__ import annotations

from minikctl.client.builder import Info, not_beside_files
from minikctl.core.errors import AggregateError, ApiError, CliError, TransportError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

_TURN_OFF = "; if you choose to ignore these errors, turn validation off with --validate=false"
EXTENSIONS = (".json", ".yaml", ".yml")


class Document(NamedTuple):
    """One object as it was written, and where. listed: the number of the List it is an item of, 0 for none."""

    obj: Any
    source: str
    listed: int = 0


class Mapped(NamedTuple):
    """What files hold: objects that the server can take, and what is wrong with the others; both as they come."""

    infos: list[Info]
    errors: list[Exception]
    order: Sequence[Info | Exception] = ()


def paths(names: list[str], recursive: bool, env: Env) -> list[str]:
    """The files behind -f arguments, directories opened, sorted by name. Raises what all of them lack."""
    import os

    out: list[str] = []
    errors: list[Exception] = []
    for name in names:
        if name == "-" or _is_url(name):
            out.append(name)
            continue
        matches = [name] if os.path.exists(env.path(name)) else _globbed(name, env)
        if not matches:
            errors.append(CliError(f'the path "{name}" does not exist'))
            continue
        for match in matches:
            real = env.path(match)
            out += _walk(match, real, recursive) if os.path.isdir(real) else [match]
        if not out and not errors:
            errors.append(_nothing_readable(matches))
    if errors:
        raise errors[0] if len(errors) == 1 else AggregateError(errors)
    return out


def _nothing_readable(names: list[str]) -> CliError:
    return CliError(f"error reading [{' '.join(names)}]: recognized file extensions are [{' '.join(EXTENSIONS)}]")


def _globbed(name: str, env: Env) -> list[str]:
    if not any(c in name for c in "*?["):
        return []
    import glob

    real = env.path(name)
    cut = len(real) - len(name)
    return [found[cut:] for found in sorted(glob.glob(real))]


def _walk(name: str, real: str, recursive: bool) -> Iterator[str]:
    import os

    with os.scandir(real) as found:
        entries = sorted(found, key=lambda e: e.name)
    for entry in entries:
        shown = entry.name if name == "." else os.path.join(name, entry.name)
        if entry.is_dir():
            if recursive:
                yield from _walk(shown, entry.path, recursive)
        elif entry.name.endswith(EXTENSIONS):
            yield shown


def _is_url(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def documents(names: list[str], recursive: bool, env: Env, errors: list[Exception]) -> Iterator[Document]:
    """Every document of the files, lists opened into their items; a file that cannot be read or parsed is an error."""
    for path in paths(names, recursive, env):
        source = "STDIN" if path == "-" else path
        try:
            text = _read(path, env)
        except CliError as e:
            errors.append(e)
            continue
        yield from parsed(text, source, errors)


def parsed(text: str, source: str, errors: list[Exception]) -> Iterator[Document]:
    """The documents of one text, lists opened; what is wrong with it is added to `errors`."""
    from minikctl.core.yaml_codec import documents as load

    documents, number = load(text, source), 0
    while True:
        try:
            obj = next(documents)
        except StopIteration:
            return
        except CliError as e:
            errors.append(e)
            return
        if obj is None:
            continue
        if not _is_list(obj):
            yield Document(obj, source)
            continue
        number += 1
        items = [_typed_item(item, obj) for item in obj["items"]]
        if any(_item_problems(item) for item in items):
            yield Document(obj, source)  # refused as a whole
        else:
            yield from (Document(item, source, number) for item in items)


def _is_list(obj: Any) -> bool:
    return (
        isinstance(obj, dict)
        and isinstance(obj.get("items"), list)
        and isinstance(obj.get("kind"), str)
        and obj["kind"].endswith("List")
    )


def _typed_item(item: Any, whole: Obj) -> Any:
    """An item of a ConfigMapList need not say what it is."""
    kind = whole["kind"].removesuffix("List")
    if not isinstance(item, dict) or item.get("kind") or item.get("apiVersion") or not kind:
        return item
    return {"apiVersion": whole.get("apiVersion", ""), "kind": kind, **item}


def _item_problems(item: Any) -> list[str]:
    if not isinstance(item, dict):
        return ["invalid object to validate"]
    return [f"{field} not set" for field in ("apiVersion", "kind") if not item.get(field)]


def _read(path: str, env: Env) -> str:
    from minikctl.core.yaml_codec import decode

    if path == "-":
        return decode(env.stdin.read().encode("utf-8", "surrogateescape"))
    if _is_url(path):
        from minikctl.client.urls import read

        return read(path)
    try:
        with open(env.path(path), "rb") as f:
            return decode(f.read())
    except OSError as e:
        raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None


def check_shape(document: Document, validate: bool) -> Obj:
    """An object with apiVersion and kind, or a CliError that says what it lacks. # source: observed on v1.37"""
    obj, source, _ = document
    tail = _TURN_OFF
    if _is_list(obj):
        raise _bad_list(obj, source, validate)
    if not isinstance(obj, dict):
        if validate:
            raise CliError(f'error validating "{source}": error validating data: invalid object to validate{tail}')
        raise CliError(
            f'unable to decode "{source}": json: cannot unmarshal {_json_type(obj)} into Go value of type '
            "unstructured.detector"
        )
    missing = _item_problems(obj)
    wrong = missing + _wrong_types(obj) if validate else missing
    if wrong:
        if validate:
            raise CliError(f'error validating "{source}": error validating data: {_joined(wrong)}{tail}')
        if "kind not set" in missing:
            raise CliError(f"unable to decode \"{source}\": Object 'Kind' is missing in '{_compact(obj)}'")
        raise CliError(f"unable to decode \"{source}\": Object 'apiVersion' is missing in '{_compact(obj)}'")
    _check_identity(obj, source)
    return obj


def _joined(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _wrong_types(obj: Obj) -> list[str]:
    """What validation has against an apiVersion and a kind that are there."""
    out = [f"{key} isn't string type" for key in ("apiVersion", "kind") if obj.get(key) and type(obj[key]) is not str]
    version = obj.get("apiVersion")
    if isinstance(version, str) and version.count("/") > 1:
        out.append(f"unexpected GroupVersion string: {version}")
    return out


def _bad_list(obj: Obj, source: str, validate: bool) -> CliError:
    problems = [(item, problem) for item in obj["items"] for problem in _item_problems(_typed_item(item, obj))]
    if validate:
        what = _joined(list(dict.fromkeys(problem for _, problem in problems)))
        return CliError(f'error validating "{source}": error validating data: {what}{_TURN_OFF}')
    item = next((item for item, _ in problems if not isinstance(item, dict)), problems[0][0])
    if not isinstance(item, dict):
        why = f"json: cannot unmarshal {_json_type(item)} into Go value of type map[string]interface {{}}"
        return CliError(f'unable to decode "{source}": {why}')
    field = "Kind" if not item.get("kind") else "apiVersion"
    return CliError(f"unable to decode \"{source}\": Object '{field}' is missing in '{_compact(item)}'")


def _check_identity(obj: Obj, source: str) -> None:
    """Name, namespace and kind are decoded by the client already, so their types are its to refuse."""
    meta = obj.get("metadata")
    if meta is None:
        return
    head = f'unable to decode "{source}": json: cannot unmarshal'
    if not isinstance(meta, dict):
        raise CliError(
            f"{head} {_json_type(meta)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta"
        )
    for field in ("name", "namespace", "generateName"):
        value = meta.get(field)
        if value is not None and not isinstance(value, str):
            raise CliError(
                f"{head} {_json_type(value)} into Go struct field ObjectMeta.metadata.{field} of type string"
            )
    for field in ("labels", "annotations"):
        pairs = meta.get(field)
        if pairs is not None and not isinstance(pairs, dict):
            raise CliError(
                f"{head} {_json_type(pairs)} into Go struct field ObjectMeta.metadata.{field} of type map[string]string"
            )
        for value in (pairs or {}).values():
            if value is not None and not isinstance(value, str):
                raise CliError(
                    f"{head} {_json_type(value)} into Go struct field ObjectMeta.metadata.{field} of type string"
                )


def _compact(obj: Obj) -> str:
    import json

    return json.dumps(obj, separators=(",", ":"), sort_keys=True)


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "null"


def no_match(obj: Obj, source: str) -> CliError:
    """`no matches for kind`, as kubectl says it of an object that no served resource fits."""
    meta = obj.get("metadata") or {}
    return CliError(
        f'resource mapping not found for name: "{meta.get("name", "")}" namespace: "{meta.get("namespace", "")}" '
        f'from "{source}": no matches for kind "{obj["kind"]}" in version "{obj["apiVersion"]}"\n'
        "ensure CRDs are installed first"
    )


def not_registered(obj: Obj, source: str) -> CliError:
    """What verbs that hold Go's own types say of a kind that these lack."""
    return CliError(
        f'unable to decode "{source}": no kind "{obj["kind"]}" is registered for version "{obj["apiVersion"]}" '
        'in scheme "pkg/scheme/scheme.go:28"'
    )


def mapped(
    client: Client,
    env: Env,
    names: list[str],
    recursive: bool,
    validate: bool = True,
    enforce: bool = True,
    typed: bool = False,
) -> Mapped:
    """The objects of files with their resources and namespaces. A file that is not there ends it at once (CliError).

    enforce: with --namespace on the command line an object may not name another namespace.
    typed: only kinds that clients have Go types for.
    """
    errors: list[Exception] = []
    return _map_all(client, documents(names, recursive, env, errors), errors, validate, enforce, typed)


def from_text(client: Client, text: str, source: str) -> Mapped:
    """The objects of one text, with their resources and namespaces."""
    errors: list[Exception] = []
    return _map_all(client, parsed(text, source, errors), errors, False, False)


def from_objects(client: Client, objects: list[Obj], source: str, validate: bool, enforce: bool) -> Mapped:
    """The same for objects that have been made here."""
    return _map_all(client, (Document(obj, source) for obj in objects), [], validate, enforce)


def _map_all(
    client: Client,
    found: Iterable[Document],
    errors: list[Exception],
    validate: bool,
    enforce: bool,
    typed: bool = False,
) -> Mapped:
    order: list[Info | Exception] = []
    seen = 0  # of the errors, those that `order` has

    for document in found:
        order += errors[seen:]
        seen = len(errors)
        try:
            obj = check_shape(document, validate)
            if typed:
                _check_typed(client, obj, document.source)
            order.append(_map(client, obj, document.source, enforce)._replace(listed=document.listed))
        except TransportError as e:
            errors.append(_unknown_server(e, document.source, validate))
            break
        except CliError as e:
            errors.append(e)
    order += errors[seen:]
    return Mapped([one for one in order if isinstance(one, Info)], errors, order)


def _check_typed(client: Client, obj: Obj, source: str) -> None:
    """CliError for what a client's Go types cannot take."""
    from minikctl.core.decoding import check_types
    from minikctl.core.objects import in_key_order

    type_name = client.schema_type(obj["apiVersion"], obj["kind"])
    if type_name is None:
        raise not_registered(obj, source)
    try:
        check_types(in_key_order(obj), type_name)
    except ApiError as e:
        raise undecodable(source, e) from None


def undecodable(source: str, error: ApiError) -> CliError:
    """For a field whose value is of another type than Go's."""
    return CliError(f'unable to decode "{source}": {error.message}')


def _unknown_server(error: TransportError, source: str, validate: bool) -> CliError:
    """Without a server it cannot be said what an object is; nor, which kubectl looks at first, whether it is valid."""
    if validate:
        why = f'failed to download openapi: Get "{error.server}/openapi/v2?timeout=32s": {error.cause}'
        return CliError(f'error validating "{source}": error validating data: {why}{_TURN_OFF}')
    return CliError(f'unable to recognize "{source}": {error.message}')


def selected(found: Mapped, selector: str) -> Mapped:
    """Only the objects whose labels fit: -l beside -f."""
    return found._replace(infos=with_labels(found.infos, selector)) if selector else found


def with_labels(infos: list[Info], selector: str) -> list[Info]:
    """Those whose objects' labels fit."""
    from minikctl.core.selectors import SelectorError, parse

    try:
        wanted = parse(selector)
    except SelectorError as e:
        raise CliError(f'the provided selector "{selector}" is not valid: {e}') from None
    labels = [(info, ((info.obj or {}).get("metadata") or {}).get("labels") or {}) for info in infos]
    return [info for info, has in labels if wanted.matches(has)]


def _map(client: Client, obj: Obj, source: str, enforce: bool) -> Info:
    resource = client.for_kind(obj["apiVersion"], obj["kind"])
    if resource is None:
        raise no_match(obj, source)
    meta = obj["metadata"] = obj.get("metadata") or {}
    namespace = ""
    if resource.namespaced:
        namespace = meta.get("namespace") or client.namespace
        if enforce and client.namespace_given and namespace != client.namespace:
            raise CliError(
                f'the namespace from the provided object "{namespace}" does not match the namespace '
                f"\"{client.namespace}\". You must pass '--namespace={namespace}' to perform this operation."
            )
        meta["namespace"] = namespace
    return Info(resource, namespace, meta.get("name", ""), obj, source)


def alone(opts: Opts, env: Env, args: list[str]) -> None:
    """CliError for arguments beside files; a path that is not there is told first."""
    if not args:
        return
    if opts.filename:
        if opts.has("kustomize") and opts.kustomize:
            raise CliError("only one of -f or -k can be specified")
        paths(opts.filename, opts.recursive, env)
    not_beside_files(args)


def stop_at_first_problem(found: Mapped) -> None:
    """Raise what is wrong with files where nothing was found beside it."""
    if found.errors and not found.infos:
        raise found.errors[0] if len(found.errors) == 1 else AggregateError(found.errors)


# what is wrong with -k is to these one of several failures, which are listed without `error: `
_LISTING = (("get",), ("describe",))


def from_flags(
    client: Client, env: Env, opts: Opts, validate: bool = False, enforce: bool = True, typed: bool = False
) -> Mapped:
    """The objects of -f, -R and -k. validate: the verb has --validate, and it is not off."""
    if opts.has("kustomize") and opts.kustomize:
        if opts.filename:
            raise CliError("only one of -f or -k can be specified")
        if opts.recursive:
            raise CliError("the -k flag can't be used with -f or -R")
        from minikctl.client.kustomize import build

        try:
            objects = build(env, opts.kustomize)
        except CliError as e:
            if opts.path in _LISTING:
                e.bare = True
            raise
        return from_objects(client, objects, opts.kustomize, validate, enforce)
    return mapped(client, env, opts.filename, opts.recursive, validate, enforce, typed)
