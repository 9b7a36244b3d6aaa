"""The fields of a kubeconfig: names, types, order; a decoded value has them in that order, empty optional ones left
out. Pure.

source: k8s.io/client-go tools/clientcmd/api/v1, messages of encoding/json observed on v1.37
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]


class ShapeError(Exception):
    """A value does not fit; the text is encoding/json's."""


class Field(NamedTuple):
    """kind: string, bool, bytes, strings ([]string), text map, list map, object, list, raw. `kept`: written also when
    empty.
    """

    name: str
    kind: str
    type: str = ""
    kept: bool = False


def _strings(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, "string") for name in names)


_EXTENSIONS = Field("extensions", "list", "NamedExtension")
STRUCTS: dict[str, tuple[Field, ...]] = {
    "Config": (
        *_strings("kind", "apiVersion"),
        Field("preferences", "object", "Preferences"),
        Field("clusters", "list", "NamedCluster", kept=True),
        Field("users", "list", "NamedAuthInfo", kept=True),
        Field("contexts", "list", "NamedContext", kept=True),
        Field("current-context", "string", kept=True),
        _EXTENSIONS,
    ),
    "Preferences": (Field("colors", "bool"), _EXTENSIONS),
    "NamedCluster": (Field("name", "string", kept=True), Field("cluster", "object", "Cluster", kept=True)),
    "NamedAuthInfo": (Field("name", "string", kept=True), Field("user", "object", "AuthInfo", kept=True)),
    "NamedContext": (Field("name", "string", kept=True), Field("context", "object", "Context", kept=True)),
    "NamedExtension": (Field("name", "string", kept=True), Field("extension", "raw", kept=True)),
    "Cluster": (
        Field("server", "string", kept=True),
        Field("tls-server-name", "string"),
        Field("insecure-skip-tls-verify", "bool"),
        Field("certificate-authority", "string"),
        Field("certificate-authority-data", "bytes"),
        Field("proxy-url", "string"),
        Field("disable-compression", "bool"),
        _EXTENSIONS,
    ),
    "AuthInfo": (
        Field("client-certificate", "string"),
        Field("client-certificate-data", "bytes"),
        Field("client-key", "string"),
        Field("client-key-data", "bytes"),
        *_strings("token", "tokenFile", "as", "as-uid"),
        Field("as-groups", "strings"),
        Field("as-user-extra", "list map"),
        *_strings("username", "password"),
        Field("auth-provider", "pointer", "AuthProviderConfig"),
        Field("exec", "pointer", "ExecConfig"),
        _EXTENSIONS,
    ),
    "Context": (
        Field("cluster", "string", kept=True),
        Field("user", "string", kept=True),
        Field("namespace", "string"),
        _EXTENSIONS,
    ),
    "AuthProviderConfig": (Field("name", "string", kept=True), Field("config", "text map", kept=True)),
    "ExecConfig": (
        Field("command", "string", kept=True),
        Field("args", "strings", kept=True),
        Field("env", "list", "ExecEnvVar", kept=True),
        *_strings("apiVersion", "installHint"),
        Field("provideClusterInfo", "bool", kept=True),
        *_strings("interactiveMode"),
    ),
    "ExecEnvVar": (Field("name", "string", kept=True), Field("value", "string", kept=True)),
}
_GO = {"bytes": "[]uint8", "strings": "[]string", "text map": "map[string]string", "list map": "map[string][]string"}


def decode(value: Any, struct: str, path: str = "") -> Obj:
    """A struct from JSON: unknown fields gone, fields in order. ShapeError for the first value of a wrong type."""
    given: Obj = value or {}
    found: Obj = {}
    fields = {field.name: field for field in STRUCTS[struct]}
    for name in sorted(given):  # YAML comes to Go as JSON with sorted keys
        if name in fields:
            found[name] = _field(given[name], fields[name], struct, f"{path}.{name}" if path else name)
    out: Obj = {}
    for field in STRUCTS[struct]:
        shown = found.get(field.name, zero(field))
        if shown or field.kept:
            out[field.name] = shown
    return out


def zero(field: Field) -> Any:
    """What a field is when nothing is said of it."""
    if field.kind == "object":
        return decode(None, field.type)
    return {"string": "", "bool": False, "bytes": ""}.get(field.kind)


def _field(value: Any, field: Field, struct: str, path: str) -> Any:
    if value is None:
        return zero(field)
    wrong = _wrong(struct, path)
    kind = field.kind
    if kind in ("string", "bool", "bytes"):
        return _scalar(value, kind, wrong)
    if kind == "raw":
        return ordered(value)
    if kind in ("object", "pointer"):
        if not isinstance(value, dict):
            raise wrong(value, f"v1.{field.type}")
        return decode(value, field.type, path)
    if kind == "list":
        return _list(value, field.type, path, wrong)
    if kind == "strings":
        return _texts(value, _GO[kind], wrong)
    if not isinstance(value, dict):
        raise wrong(value, _GO[kind])
    read: Callable[[Any], Any] = (
        (lambda v: _scalar(v, "string", wrong)) if kind == "text map" else (lambda v: _texts(v, "[]string", wrong))
    )
    return {key: read(value[key]) for key in sorted(value)}


def _list(value: Any, struct: str, path: str, wrong: Callable[[Any, str], ShapeError]) -> list[Obj] | None:
    if not isinstance(value, list):
        raise wrong(value, f"[]v1.{struct}")
    items = []
    for item in value:
        if item is not None and not isinstance(item, dict):
            raise wrong(item, f"v1.{struct}")
        items.append(decode(item, struct, path))
    return items


def _texts(value: Any, go_type: str, wrong: Callable[[Any, str], ShapeError]) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise wrong(value, go_type)
    return [_scalar(item, "string", wrong) for item in value]


def _scalar(value: Any, kind: str, wrong: Callable[[Any, str], ShapeError]) -> Any:
    if value is None:
        return False if kind == "bool" else ""
    if kind == "bool":
        if not isinstance(value, bool):
            raise wrong(value, "bool")
        return value
    if not isinstance(value, str):
        raise wrong(value, _GO.get(kind, "string"))
    if kind == "bytes":
        return canonical_base64(value)
    return value


def canonical_base64(text: str) -> str:
    """The same bytes as Go writes them. ShapeError for what is no base64."""
    from base64 import b64decode, b64encode

    clean = text.replace("\n", "").replace("\r", "")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = clean.rstrip("=")
    bad = next(
        (at for at, char in enumerate(clean) if char not in letters and not (char == "=" and at >= len(body))), -1
    )
    if bad < 0 and (len(clean) % 4 or len(clean) - len(body) > 2):
        bad = len(clean) - len(clean) % 4 if len(clean) % 4 else len(body)
    if bad >= 0:
        raise ShapeError(f"illegal base64 data at input byte {bad}")
    return b64encode(b64decode(clean)).decode()


def _wrong(struct: str, path: str) -> Callable[[Any, str], ShapeError]:
    return lambda value, go_type: ShapeError(
        f"json: cannot unmarshal {json_type(value)} into Go struct field {struct}.{path} of type {go_type}"
    )


def json_type(value: Any) -> str:
    """The word of Go's decoder for a JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def ordered(value: Any) -> Any:
    """The same JSON value with sorted keys, all the way down."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value
