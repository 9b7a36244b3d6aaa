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


_NOT_HERE = ("www", "www-prefix", "api-prefix", "unix-socket", "append-server-path", "keepalive")


def run(opts: Opts, client: Client, env: Env) -> int:
    """The embedded API itself, on a port, for whoever may reach it."""
    from minikctl.client import is_remote

    if is_remote(opts, env):
        raise CliError("minikctl does not proxy to a real API; kubectl does")
    for flag in _NOT_HERE:
        if opts.changed(flag):
            raise CliError(f"minikctl proxy has no --{flag}")
    from minikctl.client.state_dir import find
    from minikctl.rest import server
    from minikctl.rest.filtering import Filter
    from minikctl.rest.guard import Guard
    from minikctl.rest.server import Listen
    from minikctl.sim.session import Session
    from minikctl.storage.directory import DirectoryBackend
    from minikctl.storage.held import Held

    guard = Guard(None)
    if opts.disable_filter:
        env.stderr.write("Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious\n")
    else:
        guard = Filter(opts.accept_hosts, opts.accept_paths, opts.reject_paths, opts.reject_methods)
    listen = Listen(opts.address, opts.port)
    sock = server.bind(listen)
    session = Session(DirectoryBackend(find(opts, env), held=Held()), env.environ, lambda _text: None)
    session.write()
    session.commit()
    where = f"[{opts.address}]" if ":" in opts.address else opts.address

    def ready() -> None:
        env.stdout.write(f"Starting to serve on {where}:{sock.getsockname()[1]}\n")
        env.stdout.flush()

    server.serve(session, guard, listen, sock, ready, env.warn)
    session.close()
    return 0
