"""`create configmap`: create a config map from files, directories or literal values."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args, FromEnvFile, FromFile, FromLiteral
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("cm",)
BUNDLES = ("generator",)
USAGE = "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    append_hash: AppendHash = False,
    from_env_file: FromEnvFile = None,
    from_file: FromFile = None,
    from_literal: FromLiteral = None,
) -> None:
    """Create a config map from files, directories or literal values.

    The name of a file becomes its key unless another is given. Directories give one entry for each regular file
    with a valid name.

    Examples:
      # From every file of a directory
      kubectl create configmap web --from-file=conf/

      # From literal values
      kubectl create configmap web --from-literal=level=info --from-literal=size=3
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import sources

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not name:
        raise CliError("name must be specified")
    sources.check(opts)
    entries = _Entries(name)
    sources.entries(opts, env, entries.add)
    generator.create(
        typed("v1", "ConfigMap", "configmaps"), entries.config_map(opts.append_hash), "failed to create configmap: "
    )
    return 0


class _Entries:
    """The entries of one config map: text in data, anything else in binaryData."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: dict[str, str] = {}
        self.binary: dict[str, str] = {}

    def add(self, key: str, value: bytes) -> None:
        from minikctl.core.go_text import quote_go
        from minikctl.core.names import config_map_key

        wrong = config_map_key(key)
        if wrong:
            raise CliError(f"{quote_go(key)} is not a valid key name for a ConfigMap: {','.join(wrong)}")
        for field, there in (("Data", self.data), ("BinaryData", self.binary)):
            if key in there:
                raise CliError(
                    f"cannot add key {quote_go(key)}, another key by that name already exists in {field} "
                    f"for ConfigMap {quote_go(self.name)}"
                )
        try:
            self.data[key] = value.decode()
        except UnicodeDecodeError:
            from base64 import b64encode

            self.binary[key] = b64encode(value).decode()

    def config_map(self, with_hash: bool) -> dict[str, Any]:
        name, parts = self.name, {"data": self.data}
        if self.binary:
            parts["binaryData"] = self.binary
        if with_hash:
            from minikctl.cli.generators.content_hash import suffixed

            name = suffixed(name, {"kind": "ConfigMap", "name": name, **parts})
        parts = {field: entries for field, entries in parts.items() if entries}
        return {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": name}, **parts}
