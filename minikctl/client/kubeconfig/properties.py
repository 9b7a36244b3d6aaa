"""`config set` and `unset`: dotted property names as paths into a kubeconfig. Pure.

The names are those of kubectl's internal types: `users.bob.act-as`, not `as`. Names of clusters may have dots: a name
goes as far as
the first word that is a field. source: kubectl pkg/cmd/config/navigation_step_parser.go, set.go
"""

from __future__ import annotations

from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig.shape import ShapeError, canonical_base64
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.config import Config

Obj = dict[str, Any]

_TOP = {
    "kind": "string",
    "apiVersion": "string",
    "preferences": "struct",
    "clusters": "map",
    "users": "map",
    "contexts": "map",
    "current-context": "string",
    "extensions": "map",
}
_FIELDS: dict[str, dict[str, str]] = {
    "preferences": {"colors": "bool", "extensions": "map"},
    "clusters": {
        "server": "string",
        "tls-server-name": "string",
        "insecure-skip-tls-verify": "bool",
        "certificate-authority": "string",
        "certificate-authority-data": "bytes",
        "proxy-url": "string",
        "disable-compression": "bool",
        "extensions": "map",
    },
    "users": {
        "client-certificate": "string",
        "client-certificate-data": "bytes",
        "client-key": "string",
        "client-key-data": "bytes",
        "token": "string",
        "tokenFile": "string",
        "act-as": "string",
        "act-as-uid": "string",
        "act-as-groups": "strings",
        "act-as-user-extra": "map",
        "username": "string",
        "password": "string",
        "auth-provider": "pointer",
        "exec": "pointer",
        "extensions": "map",
    },
    "contexts": {"cluster": "string", "user": "string", "namespace": "string", "extensions": "map"},
}


_NO_STEP = 'config.navigationStep{stepValue:"", stepType:reflect.Type(nil)}'


def _bool(preferences: Obj) -> str:
    return "true" if preferences.get("colors") else "false"


def _parsed(path: str) -> list[str]:
    """The steps of a property name. CliError for one that leads nowhere."""
    parts = path.split(".")
    section = parts[0]
    if section not in _TOP:
        raise CliError(f"unable to parse {path} after [] at api.Config")
    kind = _TOP[section]
    if len(parts) == 1:
        return parts
    if kind == "string" or section == "extensions":
        raise _beyond(path)
    if kind == "struct":
        if parts[1] not in _FIELDS[section]:
            raise CliError(f"unable to parse {path} after [{{{section} 0xc000100000}}] at api.Preferences")
        steps, rest = [section, parts[1]], parts[2:]
    else:
        fields = _FIELDS[section]
        at = next((i for i, word in enumerate(parts[2:], 2) if word in fields), len(parts))
        steps, rest = [section, ".".join(parts[1:at]), *parts[at : at + 1]], parts[at + 1 :]
    if rest:
        raise CliError("string is not of type struct") if steps[-1] == "act-as-user-extra" else _beyond(path)
    return steps


def _beyond(path: str) -> CliError:
    return CliError(f"unable to parse one or more field values of {path}")


def set_property(config: Config, path: str, text: str, raw_bytes: bool) -> Config:
    """The kubeconfig with one value set. CliError."""
    steps = _parsed(path)
    section = steps[0]
    if section in ("kind", "apiVersion"):
        return config
    if section == "current-context":
        return config._replace(current_context=text)
    if section == "preferences" and len(steps) == 2:
        value = _value(text, _FIELDS[section][steps[1]], raw_bytes, path)
        return config._replace(preferences={"colors": True} if value else {})
    if len(steps) < 3 or section == "preferences":
        if section == "preferences":
            raise CliError(f"unable to locate path {_NO_STEP} under {{{_bool(config.preferences)} map[]}}")
        if section in configs.SECTIONS:
            raise CliError(f"can't set a map to a value: {_shown(config, section)}")
        raise _beyond(path)
    name, field = steps[1:]
    there = config.section(section).get(name)
    value = {
        **(there.value if there else configs.zero(section)),
        _stored(field): _value(text, _FIELDS[section][field], raw_bytes, path),
    }
    return config.with_entry(section, name, configs.tidy(section, value))


def _shown(config: Config, section: str) -> str:
    """Go prints the addresses of the entries; ours are made up."""
    names = sorted(config.section(section))
    return f"map[{' '.join(f'{name}:{0xC000100000 + 0x80 * i:#x}' for i, name in enumerate(names))}]"


def _stored(field: str) -> str:
    """The name that a field has in files."""
    return field.removeprefix("act-")


def _value(text: str, kind: str, raw_bytes: bool, path: str) -> Any:
    if kind == "string":
        return text
    if kind == "bool":
        if text in ("1", "t", "T", "TRUE", "true", "True"):
            return True
        if text in ("0", "f", "F", "FALSE", "false", "False", ""):
            return False
        raise CliError(f'strconv.ParseBool: parsing "{text}": invalid syntax')
    if kind == "strings":
        raise CliError("unrecognized slice type. string")
    if kind != "bytes":
        raise _beyond(path)
    if raw_bytes:
        from base64 import b64encode

        return b64encode(text.encode("utf-8", "surrogateescape")).decode()
    try:
        return canonical_base64(text)
    except ShapeError as e:
        raise CliError(f"error decoding input value: {e}") from None


def unset_property(config: Config, path: str) -> Config:
    """The kubeconfig with one value, or one entry, or a whole section gone. CliError."""
    steps = _parsed(path)
    section = steps[0]
    if len(steps) == 1:
        return _unset_section(config, section)
    if section == "preferences":
        return config._replace(preferences={k: v for k, v in config.preferences.items() if k != steps[1]})
    name = steps[1]
    if len(steps) == 2:
        return config.without(section, name)
    there = config.section(section).get(name)
    if there is None:
        raise CliError(f"current map key `{name}` is invalid")
    value = {key: one for key, one in there.value.items() if key != _stored(steps[2])}
    return config.with_entry(section, name, configs.tidy(section, value))


def _unset_section(config: Config, section: str) -> Config:
    if section == "current-context":
        return config._replace(current_context="")
    if section in ("kind", "apiVersion"):
        return config
    if section in configs.SECTIONS:
        return config.with_section(section, {})
    return config._replace(preferences={}) if section == "preferences" else config._replace(extensions={})
