"""How the command line talks to an API server: the Client contract; local (same process), remote (HTTP). Printers
and verbs know only this.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.local import LocalClient

OWN_KUBECONFIG = "kubeconfig.json"  # of a state directory; see kubeconfig.state
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
    "proxy-url",
)

_ACTING = ("as", "as-group", "as-uid", "as-user-extra")  # say who asks, not where


def is_remote(opts: Opts, env: Env) -> bool:
    """Whether the user asked for a real API: by a flag of the connection, or MINIKCTL_KUBECONFIG. Never by accident.

    Who is acted as (--as) says nothing of where. A --context of the state directory's own kubeconfig asks for nothing
    else than its namespace.
    """
    if env.environ.get("MINIKCTL_KUBECONFIG"):
        return True
    given = [flag for flag in REMOTE_FLAGS if opts.changed_globally(flag)]
    if given == ["context"] and not env.environ.get("KUBECONFIG"):
        from minikctl.client.kubeconfig import state
        from minikctl.client.state_dir import find

        return not state.has_context(find(opts, env), opts.context)
    return bool(given)


def connect(opts: Opts, env: Env) -> Client:
    """The client that the options ask for: a real API server over HTTP, or the embedded one on a state directory."""
    if is_remote(opts, env):
        from minikctl.client.remote import connect as remote

        return remote(opts, env)
    from os.path import exists

    from minikctl.client.state_dir import find

    directory = find(opts, env)
    client: LocalClient = _kind(opts).open(directory, opts.namespace, env.environ, env.warn)
    if not opts.namespace and exists(f"{directory}/{OWN_KUBECONFIG}"):
        from minikctl.client.kubeconfig import state

        client.namespace = state.namespace(directory, opts.context) or "default"
    return client


def _kind(opts: Opts) -> type[LocalClient]:
    """The client's class: one that asks for rights where --as is given. CliError for a group without a user."""
    if not any(opts.changed_globally(flag) for flag in _ACTING):
        from minikctl.client.local import LocalClient

        return LocalClient
    from minikctl.client.acting import acting

    return acting(opts.as_, opts.as_group, opts.as_uid, opts.as_user_extra)
