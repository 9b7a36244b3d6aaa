"""Changes go back into the files they belong to: each file whole or not at all, readable by its owner only.

source: client-go clientcmd.ModifyConfig
"""

from __future__ import annotations

from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig import files, paths
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places

PATIENCE = 2.0  # seconds that another writer's lock is waited for


def modify(places: Places, before: Config, after: Config, relative: bool = True) -> None:
    """Write what differs. relative: names of files beside the kubeconfig are written without their folder."""
    pending: dict[str, Config] = {}

    def part(name: str) -> Config:
        if name not in pending:
            pending[name] = files.read_file(places, name) or configs.empty()
        return pending[name]

    if before.current_context != after.current_context:
        name = _file_of_current_context(places, after.current_context)
        pending[name] = part(name)._replace(current_context=after.current_context)
    if before.preferences != after.preferences:
        pending[places.default] = part(places.default)._replace(preferences=after.preferences)
    for section, name, entry in files.entries(after):
        if before.section(section).get(name) == entry:
            continue
        place = entry.origin or places.default
        value = paths.relative(places, section, entry.value, place) if relative else entry.value
        pending[place] = part(place).with_entry(section, name, configs.tidy(section, value))
    for section, name, entry in files.entries(before):
        if name not in after.section(section):
            place = entry.origin or places.default
            pending[place] = part(place).without(section, name)
    for name, config in pending.items():
        _write(places.path(name), config, as_json=name == places.state)


def _file_of_current_context(places: Places, name: str) -> str:
    """The default file; to clear it, the first one that sets it."""
    if name or places.explicit:
        return places.default
    for listed in places.listed:
        found = files.read_file(places, listed)
        if found is not None and found.current_context:
            return listed
    raise CliError("no config found to write context")


def _write(path: str, config: Config, as_json: bool) -> None:
    import os

    path = os.path.realpath(path)
    try:
        os.makedirs(os.path.dirname(path), 0o700 if as_json else 0o777, exist_ok=True)
        lock = _lock(path)
        try:
            fresh = f"{path}.{os.getpid()}"
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
                f.write(_text(config, as_json))
                f.flush()
                os.fsync(f.fileno())
            os.replace(fresh, path)
        finally:
            os.unlink(lock)
    except OSError as e:
        raise CliError(f"open {e.filename or path}: {(e.strerror or str(e)).lower()}") from None


def _text(config: Config, as_json: bool) -> str:
    if as_json:
        import json

        return json.dumps(configs.to_object(config), indent=2) + "\n"
    from minikctl.core.yaml_codec import dump

    return dump(configs.to_object(config))


def _lock(path: str) -> str:
    """kubectl's own lock, so that both can change one file at a time."""
    import os
    import time

    name = path + ".lock"
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL, 0o600))
            return name
        except FileExistsError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
