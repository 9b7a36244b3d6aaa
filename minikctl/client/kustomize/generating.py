"""configMapGenerator and secretGenerator, and the hashes at the end of their names."""

from __future__ import annotations

from minikctl.client.kustomize.resource import Resource
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minikctl.client.kustomize.files import Root

Obj = dict[str, Any]

_LINE = 70  # secrets have their base64 in lines
_LETTERS = {"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"}


def generate(spec: Obj, root: Root) -> Iterator[Resource]:
    shared = spec.get("generatorOptions") or {}
    for args in spec.get("configMapGenerator") or ():
        yield _made("ConfigMap", args, shared, root)
    for args in spec.get("secretGenerator") or ():
        yield _made("Secret", args, shared, root)


def _made(kind: str, args: Obj, shared: Obj, root: Root) -> Resource:
    meta: Obj = {"name": args.get("name") or ""}
    if not meta["name"]:
        raise CliError(f"a {kind.lower()} must have a name")
    if args.get("namespace"):
        meta["namespace"] = args["namespace"]
    obj: Obj = {"apiVersion": "v1", "kind": kind, "metadata": meta}
    pairs = dict(_pairs(args, root, kind, meta["name"]))
    if kind == "Secret":
        obj["type"] = args.get("type") or "Opaque"
        if pairs:
            obj["data"] = {key: _lines(value) for key, value in pairs.items()}
    else:
        _fill(obj, pairs)
    own = args.get("options") or {}
    for field in ("labels", "annotations"):
        marks = {**(shared.get(field) or {}), **(own.get(field) or {})}
        if marks:
            meta[field] = marks
    if own.get("immutable") or shared.get("immutable"):
        obj["immutable"] = True
    hashed = not (own.get("disableNameSuffixHash") or shared.get("disableNameSuffixHash"))
    return Resource(obj, hashed, args.get("behavior") or "")


def _fill(obj: Obj, pairs: dict[str, bytes]) -> None:
    """Text as data, everything else as binaryData."""
    for key, value in pairs.items():
        try:
            obj.setdefault("data", {})[key] = value.decode("utf-8")
        except UnicodeDecodeError:
            obj.setdefault("binaryData", {})[key] = _lines(value)
    if obj.get("data") == {}:
        del obj["data"]


def _lines(value: bytes) -> str:
    from base64 import b64encode

    text = b64encode(value).decode()
    if len(text) < _LINE:
        return text
    return "".join(text[at : at + _LINE] + "\n" for at in range(0, len(text), _LINE))


def _pairs(args: Obj, root: Root, kind: str, name: str) -> Iterable[tuple[str, bytes]]:
    seen: dict[str, bytes] = {}
    envs = [*(args.get("envs") or ()), *([args["env"]] if args.get("env") else ())]
    sources = (
        ("env source files:", envs, _from_env_file),
        ("literal sources", args.get("literals") or [], _from_literal),
        ("file sources:", args.get("files") or [], _from_file),
    )
    for what, entries, read in sources:
        try:
            found = [pair for entry in entries for pair in read(str(entry), root)]
        except CliError as e:
            raise CliError(f"loading KV pairs: {what} [{' '.join(map(str, entries))}]: {e.message}") from None
        for key, value in found:
            _put(seen, key, value, f"{kind.lower()} {name}")
    return seen.items()


def _from_env_file(path: str, root: Root) -> Iterator[tuple[str, bytes]]:
    for key, value in _env_file(root.read(path).decode("utf-8", "replace"), root):
        yield key, value.encode()


def _from_literal(literal: str, root: Root) -> Iterator[tuple[str, bytes]]:
    key, equals, value = literal.partition("=")
    if not equals or not key:
        raise CliError(f"invalid literal source {literal}, expected key=value")
    yield key, _unquoted(value).encode()


def _from_file(entry: str, root: Root) -> Iterator[tuple[str, bytes]]:
    """`path`, or `key=path`."""
    key, equals, path = entry.partition("=")
    if not equals:
        key, path = entry.rsplit("/", 1)[-1], entry
    elif not key:
        raise CliError(f'missing key name for file path "{path}" in source "{entry}"')
    elif not path:
        raise CliError(f'missing file path for key name "{key}" in source "{entry}"')
    yield key, root.read(path)


def _put(seen: dict[str, bytes], key: str, value: bytes, owner: str) -> None:
    if key in seen:
        raise CliError(f"{owner} illegally repeats the key `{key}`")
    from minikctl.core.names import config_map_key

    wrong = config_map_key(key)
    if wrong:
        raise CliError(f'"{key}" is not a valid key name: {";".join(wrong)}')
    seen[key] = value


def _env_file(text: str, root: Root) -> Iterator[tuple[str, str]]:
    """key=value lines; a key alone is taken from the environment."""
    for raw in text.removeprefix("\ufeff").split("\n"):
        line = raw.removesuffix("\r").lstrip()
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        yield key, value if equals else root.env.environ.get(key, "")


def _unquoted(text: str) -> str:
    for quote in "\"'":
        if len(text) >= 2 and text[0] == quote and text[-1] == quote:
            return text[1:-1]
    return text


def add_hashes(resources: list[Resource]) -> None:
    """The last change of names: content in, suffix out."""
    for resource in resources:
        if resource.needs_hash:
            resource.rename(f"{resource.meta['name']}-{suffix(resource.obj)}")


def suffix(obj: Obj) -> str:
    """# source: kustomize hasher, checked against kubectl v1.37"""
    import hashlib

    from minikctl.core.go_marshal import compact

    content: Obj = {"kind": obj["kind"], "name": "", "data": obj.get("data") or ""}
    if obj["kind"] == "Secret":
        content["type"] = obj.get("type", "")
        if obj.get("stringData"):
            content["stringData"] = obj["stringData"]
    elif obj.get("binaryData"):
        content["binaryData"] = obj["binaryData"]
    digest = hashlib.sha256(compact(content).encode()).hexdigest()[:10]
    return "".join(_LETTERS.get(c, c) for c in digest)
