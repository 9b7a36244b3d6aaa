"""The kubeconfig of a state directory: contexts of the embedded cluster, for tutorials that set a namespace or make
contexts.

It is an ordinary kubeconfig, as JSON so that reading it is cheap, in the state directory; until something is changed it
is only
imagined. It chooses the namespace of the embedded client and nothing else: no entry of it leads to another server.
"""

from __future__ import annotations

from minikctl.client import OWN_KUBECONFIG as FILE
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places

NAME = "minikctl"  # of the cluster, the user and the context; `serve` uses it too


def directory(opts: Opts, env: Env) -> str:
    from minikctl.client.state_dir import find

    return find(opts, env)


def places(opts: Opts, env: Env) -> Places:
    from minikctl.client.kubeconfig.files import Places

    path = f"{directory(opts, env)}/{FILE}"
    return Places("", (path,), env.cwd, state=path)


def imagined(path: str) -> Config:
    """What the file holds before it is there."""
    from minikctl.client.kubeconfig.config import Config, Entry

    server = f"file://{path.removesuffix('/' + FILE)}"
    return Config(
        {NAME: Entry({"server": server}, path)},
        {NAME: Entry({}, path)},
        {NAME: Entry({"cluster": NAME, "user": NAME}, path)},
        NAME,
    )


def namespace(directory: str, context: str = "") -> str:
    """The namespace of a context, the current one without a name; "" for none. CliError for a file that is broken."""
    config = _read(directory)
    entry = config.contexts.get(context or config.current_context)
    return str(entry.value.get("namespace", "")) if entry else ""


def has_context(directory: str, name: str) -> bool:
    return name in _read(directory).contexts


def _read(directory: str) -> Config:
    from minikctl.client.kubeconfig import files

    path = f"{directory}/{FILE}"
    return files.read(files.Places("", (path,), "/", state=path))
