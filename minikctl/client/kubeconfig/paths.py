"""Names of files inside a kubeconfig: they are seen from the folder of the kubeconfig that names them. source:
client-go loader.go
"""

from __future__ import annotations

from os.path import dirname, join, normpath, relpath

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places

Obj = dict[str, Any]

_NAMES = {
    "clusters": ("certificate-authority",),
    "users": ("client-certificate", "client-key", "tokenFile"),
    "contexts": (),
}
_CONTENTS = {
    "clusters": ("certificate-authority",),
    "users": ("client-certificate", "client-key"),
    "contexts": (),
}


def base(places: Places, origin: str) -> str:
    """The folder that an entry's file names are seen from."""
    return dirname(places.path(origin))


def _changed(section: str, value: Obj, change: Any) -> Obj:
    """The entry with every file name in it put through `change`; a program counts as a file where it has a slash."""
    out = dict(value)
    for name in _NAMES[section]:
        if out.get(name):
            out[name] = change(out[name])
    program = out.get("exec")
    if section == "users" and program and "/" in program.get("command", ""):
        out["exec"] = {**program, "command": change(program["command"])}
    return out


def absolute(places: Places, section: str, value: Obj, origin: str) -> Obj:
    folder = base(places, origin)
    return _changed(section, value, lambda name: name if name.startswith("/") else normpath(join(folder, name)))


def relative(places: Places, section: str, value: Obj, origin: str) -> Obj:
    """File names below the kubeconfig's folder without it; others as they are. CliError for one that climbs out of
    it.
    """
    folder = base(places, origin)

    def short(name: str) -> str:
        whole = name if name.startswith("/") else normpath(join(folder, name))
        found = relpath(whole, folder)
        return whole if found.startswith("../") else found

    return _changed(section, value, short)


def embedded(places: Places, config: Config) -> Config:
    """`--flatten`: the content of certificate files in place of their names. CliError for one that cannot be read."""
    for section in ("users", "clusters"):
        for name in sorted(config.section(section)):
            entry = config.section(section)[name]
            value = dict(entry.value)
            for field in _CONTENTS[section]:
                _embed(value, field, base(places, entry.origin))
            if value != entry.value:
                from minikctl.client.kubeconfig.config import tidy

                config = config.with_entry(section, name, tidy(section, value))
    return config


def _embed(value: Obj, field: str, folder: str) -> None:
    path = value.pop(field, "")
    if not path:
        return
    if value.get(f"{field}-data"):
        raise CliError("cannot have values for both path and contents")
    value[f"{field}-data"] = content(path if path.startswith("/") else normpath(join(folder, path)))


def content(path: str) -> str:
    """A file as base64. CliError."""
    from base64 import b64encode

    try:
        with open(path, "rb") as f:
            return b64encode(f.read()).decode()
    except OSError as e:
        raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None
