"""`proxy`: offer the API on a local port."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import DURATION, Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix] [options]"


def command(
    args: Args = None,
    *,
    accept_hosts: Annotated[
        str, Option("--accept-hosts", help="Regular expressions of the host names that are let in.")
    ] = "^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$",
    accept_paths: Annotated[
        str, Option("--accept-paths", help="Regular expressions of the paths that are let through.")
    ] = "^.*",
    address: Annotated[str, Option("--address", help="The address to listen on.")] = "127.0.0.1",
    api_prefix: Annotated[str, Option("--api-prefix", help="The path under which the API is offered.")] = "/",
    append_server_path: Annotated[
        bool, Option("--append-server-path", help="Keep the path of the server's address in front of every request.")
    ] = False,
    disable_filter: Annotated[
        bool, Option("--disable-filter", help="Let every request through. Dangerous where others can reach the port.")
    ] = False,
    keepalive: Annotated[
        str, Option("--keepalive", help="Seconds between keep-alive packets; 0 sends none."), DURATION
    ] = "0s",
    port: Annotated[int, Option("--port", "-p", help="The port to listen on; 0 takes a free one.")] = 8001,
    reject_methods: Annotated[
        str, Option("--reject-methods", help="Regular expressions of the HTTP methods that are refused.")
    ] = "^$",
    reject_paths: Annotated[
        str,
        Option(
            "--reject-paths", help="Regular expressions of the paths that are refused, whatever --accept-paths says."
        ),
    ] = "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach",
    unix_socket: Annotated[str, Option("--unix-socket", "-u", help="Listen on this socket instead of a port.")] = "",
    www: Annotated[str, Option("--www", "-w", help="Serve the files of this directory too.")] = "",
    www_prefix: Annotated[
        str, Option("--www-prefix", "-P", help="The path under which the files are served.")
    ] = "/static/",
) -> None:
    """Offer the API on a local port.

    Examples:
      # On port 8011
      kubectl proxy --port=8011
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    """`serve` does what a proxy is for, without one."""
    raise CliError(f"{env.name} has no proxy; `{env.name} serve` serves the API of the state directory over HTTP")
