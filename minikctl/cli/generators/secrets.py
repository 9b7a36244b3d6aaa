"""Secrets of every type: keys checked, values in base64, the name with its hash."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Obj = dict[str, Any]

SECRETS = typed("v1", "Secret", "secrets")


class Entries:
    """The data of a secret that is being built."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def add(self, key: str, value: bytes) -> None:
        from minikctl.core.go_text import quote_go
        from minikctl.core.names import config_map_key

        wrong = config_map_key(key)
        if wrong:
            raise CliError(f"{quote_go(key)} is not valid key name for a Secret {';'.join(wrong)}")
        if key in self.data:
            raise CliError(f"cannot add key {key}, another key by that name already exists")
        self.data[key] = value


def create(generator: Generator, name: str, type_name: str, data: Mapping[str, bytes]) -> int:
    """Make the secret that the common flags ask for."""
    from base64 import b64encode

    encoded = {key: b64encode(value).decode() for key, value in data.items()}
    if generator.opts.append_hash:
        from minikctl.cli.generators.content_hash import suffixed

        name = suffixed(name, {"kind": "Secret", "type": type_name, "name": name, "data": encoded})
    obj: Obj = {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": name}}
    if encoded:
        obj["data"] = encoded
    if type_name:
        obj["type"] = type_name
    generator.create(SECRETS, obj, "failed to create secret ")
    return 0
