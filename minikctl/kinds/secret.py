"""Secrets: columns, defaults, validation by type. Data is base64 text, as clients see it. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_ACCOUNT = "kubernetes.io/service-account.name"
_REDACTED = "<secret contents redacted>"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME TYPE DATA AGE."""
    return [obj["metadata"]["name"], obj.get("type", ""), len(obj.get("data") or ()), age(obj, now)]


def default(obj: Obj) -> None:
    """stringData is for writing only: it ends in data."""
    obj.setdefault("type", "Opaque")
    plain = obj.pop("stringData", None)
    if plain:
        from base64 import b64encode

        obj["data"] = {
            **(obj.get("data") or {}),
            **{key: b64encode(value.encode()).decode() for key, value in plain.items()},
        }


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.kinds.configmap import check_keys, check_size, decoded_size

    data = obj.get("data") or {}
    out = check_keys("data", data)
    too_big = check_size(sum(decoded_size(value or "") for value in data.values()))
    if too_big:
        return out + too_big
    return out + _by_type(obj, data)


def _by_type(obj: Obj, data: Obj) -> list[FieldError]:
    from minikctl.core.errors import required

    kind = obj.get("type")
    if kind == "kubernetes.io/service-account-token":
        named = (obj["metadata"].get("annotations") or {}).get(_ACCOUNT)
        return [] if named else [required(f"metadata.annotations[{_ACCOUNT}]")]
    if kind == "kubernetes.io/dockercfg":
        return _json(data, ".dockercfg")
    if kind == "kubernetes.io/dockerconfigjson":
        return _json(data, ".dockerconfigjson")
    if kind == "kubernetes.io/basic-auth":
        wanted = ("username", "password")
        if any(key in data for key in wanted):
            return []
        return [required(f"data[%s][{key}]") for key in wanted]  # the server's own slip of the pen
    if kind == "kubernetes.io/ssh-auth":
        return [] if data.get("ssh-privatekey") else [required("data[%s][ssh-privatekey]")]
    if kind == "kubernetes.io/tls":
        return [required(f"data[{key}]") for key in ("tls.crt", "tls.key") if key not in data]
    return []


def _json(data: Obj, key: str) -> list[FieldError]:
    import json
    from base64 import b64decode

    from minikctl.core.errors import invalid_value, required

    if key not in data:
        return [required(f"data[{key}]")]
    try:
        json.loads(b64decode(data[key] or ""))
    except ValueError as error:
        return [invalid_value(f"data[{key}]", _REDACTED, _go_words(error))]
    return []


def _go_words(error: ValueError) -> str:
    """encoding/json's complaint, as near as Python's tells."""
    if isinstance(error, UnicodeDecodeError):
        return "invalid character '\\ufffd' looking for beginning of value"
    text, at = getattr(error, "doc", ""), getattr(error, "pos", 0)
    if at >= len(text):
        return "unexpected end of JSON input"
    return f"invalid character '{text[at]}' looking for beginning of value"


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value
    from minikctl.kinds.configmap import frozen

    out: list[FieldError] = []
    if new.get("type") != old.get("type"):
        out.append(invalid_value("type", new.get("type", ""), "field is immutable"))
    return out + frozen(new, old, "data")


KIND = Kind(
    group="",
    kind="Secret",
    plural="secrets",
    versions=(Served("v1"),),
    columns=(Column("Name", format="name"), Column("Type"), Column("Data"), Column("Age")),
    row=row,
    default=default,
    validate=validate,
    validate_update=validate_update,
    spec_fields=(),
    has_status=False,
    fields=(("type", ("type",)),),
)
