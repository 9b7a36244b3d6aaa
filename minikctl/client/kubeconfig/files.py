"""Which kubeconfig files count, and what they hold together. source: client-go ClientConfigLoadingRules"""

from __future__ import annotations

from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig.config import Config, Entry
from minikctl.client.kubeconfig.shape import ShapeError, json_type
from minikctl.core.errors import AggregateError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.env import Env

HEAD_TYPE = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
_SCHEME = "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"


class Places(NamedTuple):
    """explicit: the file of --kubeconfig, or ""; listed: those of $KUBECONFIG, else of the home directory; names as
    given.
    """

    explicit: str
    listed: tuple[str, ...]
    cwd: str
    from_environ: bool = False
    state: str = ""  # the kubeconfig of a state directory, imagined where there is none

    def path(self, name: str) -> str:
        return name if name.startswith("/") else f"{self.cwd}/{name}"

    @property
    def default(self) -> str:
        """The file that gets what no file holds yet."""
        if self.explicit:
            return self.explicit
        from os.path import exists

        if len(self.listed) == 1:
            return self.listed[0]
        return next((name for name in self.listed if exists(self.path(name))), self.listed[-1])


def chosen(explicit: str, env: Env) -> Places:
    """Where a command line and its environment look: --kubeconfig, MINIKCTL_KUBECONFIG, KUBECONFIG, the home
    directory.
    """
    value = env.environ.get("MINIKCTL_KUBECONFIG") or env.environ.get("KUBECONFIG", "")
    listed = tuple(dict.fromkeys(name for name in value.split(":") if name))
    if listed:
        return Places(explicit, listed, env.cwd, True)
    home = env.environ.get("HOME", "")
    return Places(explicit, (f"{home}/.kube/config" if home else ".kube/config",), env.cwd)


def read(places: Places, strict: bool = False) -> Config:
    """All files as one: of two entries with one name the first counts, and the first current context.

    strict: the explicit file has to exist. CliError for a file that is broken, AggregateError for several.
    """
    if places.explicit and strict:
        _stat(places)
    parts: list[Config] = []
    errors: list[Exception] = []
    for name in (places.explicit,) if places.explicit else places.listed:
        try:
            found = read_file(places, name)
        except CliError as e:
            errors.append(CliError(f'error loading config file "{name}": {e.message}'))
            continue
        if found is not None:
            parts.append(found)
    if errors:
        raise errors[0] if len(errors) == 1 else AggregateError(errors)
    return merged(parts)


def _stat(places: Places) -> None:
    import os

    try:
        os.stat(places.path(places.explicit))
    except OSError as e:
        raise CliError(f"stat {places.explicit}: {(e.strerror or str(e)).lower()}") from None


def merged(parts: list[Config]) -> Config:
    out = configs.empty()
    for part in parts:
        out = Config(
            {**part.clusters, **out.clusters},
            {**part.users, **out.users},
            {**part.contexts, **out.contexts},
            out.current_context or part.current_context,
            {**part.preferences, **out.preferences},
            {**part.extensions, **out.extensions},
        )
    return out


def read_file(places: Places, name: str) -> Config | None:
    """What one file holds, None where there is none. CliError without the file's name, as kubectl words it."""
    try:
        with open(places.path(name), "rb") as f:
            data = f.read()
    except (FileNotFoundError, NotADirectoryError):
        return _imagined(places, name)
    except IsADirectoryError:
        raise CliError(f"read {name}: is a directory") from None
    except OSError as e:
        raise CliError(f"open {name}: {(e.strerror or str(e)).lower()}") from None
    try:
        return configs.from_object(_object(data), name)
    except ShapeError as e:
        raise CliError(str(e)) from None


def _imagined(places: Places, name: str) -> Config | None:
    if not places.state or places.state != name:
        return None
    from minikctl.client.kubeconfig.state import imagined

    return imagined(name)


def _object(data: bytes) -> dict[str, Any]:
    value = _parsed(data)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CliError(
            f"couldn't get version/kind; json parse error: json: cannot unmarshal {json_type(value)} "
            f"into Go value of type {HEAD_TYPE}"
        )
    version, kind = value.get("apiVersion") or "v1", value.get("kind") or "Config"
    if (version, kind) != ("v1", "Config"):
        raise CliError(f'no kind "{kind}" is registered for version "{version}" in scheme "{_SCHEME}"')
    return value


def _parsed(data: bytes) -> Any:
    from minikctl.core.yaml_codec import decode

    text = decode(data)
    if text.lstrip().startswith("{"):
        import json

        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass  # it may be YAML
    from minikctl.core.yaml_load import YamlError, load

    try:
        return load(text)
    except YamlError as e:
        raise CliError(str(e)) from None


def entries(config: Config) -> Iterator[tuple[str, str, Entry]]:
    """Every (section, name, entry)."""
    for section in configs.SECTIONS:
        for name, entry in config.section(section).items():
            yield section, name, entry
