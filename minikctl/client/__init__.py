"""How the command line talks to an API server: the Client contract; local (same process), remote (HTTP). Printers
and verbs know only this.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

REMOTE_FLAGS = (
    "kubeconfig",
    "context",
    "cluster",
    "user",
    "server",
    "token",
    "certificate-authority",
    "client-certificate",
    "client-key",
    "insecure-skip-tls-verify",
    "username",
    "password",
    "tls-server-name",
    "as",
    "as-group",
    "as-uid",
    "as-user-extra",
    "proxy-url",
)


def is_remote(opts: Opts, env: Env) -> bool:
    """Whether the user asked for a real API: by a flag of the connection, or MINIKCTL_KUBECONFIG. Never by accident."""
    return bool(env.environ.get("MINIKCTL_KUBECONFIG")) or any(opts.changed_globally(flag) for flag in REMOTE_FLAGS)


def connect(opts: Opts, env: Env) -> Client:
    """The client that the options ask for: a real API server over HTTP, or the embedded one on a state directory."""
    if is_remote(opts, env):
        from minikctl.client.remote import connect as remote

        return remote(opts, env)
    from minikctl.client.local import LocalClient
    from minikctl.client.state_dir import find

    return LocalClient.open(find(opts, env), opts.namespace, env.environ, env.warn)
