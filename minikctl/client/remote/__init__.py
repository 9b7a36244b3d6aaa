"""A client of a real API, over HTTP: `connect` reads the kubeconfig and the flags, everything else is asked of the
server.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client


def connect(opts: Opts, env: Env) -> Client:
    """A client; nothing is sent yet. CliError for a configuration that cannot be used."""
    from minikctl.client.kubeconfig.chosen import choose
    from minikctl.client.remote.client import RemoteClient
    from minikctl.client.remote.transport import Transport

    connection = choose(opts, env)
    transport = Transport(connection, env.environ, env.cwd, _terminal(env), env.name)
    return RemoteClient(transport, connection.namespace, bool(opts.namespace), env.warn)


def _terminal(env: Env) -> bool:
    try:
        return env.stdin.isatty()
    except ValueError:  # closed
        return False
