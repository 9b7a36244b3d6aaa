"""`serve`: offer the state directory as a Kubernetes API over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[--address=ADDRESS] [--port=PORT] [options]"


def command(
    args: Args = None,
    *,
    address: Annotated[str, Option("--address", help="The address to listen on.")] = "127.0.0.1",
    insecure_no_token: Annotated[
        bool, Option("--insecure-no-token", help="Let everyone in who can reach the port.")
    ] = False,
    port: Annotated[int, Option("--port", "-p", help="The port to listen on; 0 takes a free one.")] = 8080,
    self_signed: Annotated[bool, Option("--self-signed", help="Serve HTTPS with a certificate made for it.")] = False,
    tls_cert: Annotated[str, Option("--tls-cert", help="The file with the certificate to serve HTTPS with.")] = "",
    tls_key: Annotated[str, Option("--tls-key", help="The file with its key.")] = "",
    token: Annotated[
        str, Option("--token", help="The bearer token that clients must bring; made up and printed otherwise.")
    ] = "",
    write_kubeconfig: Annotated[
        str, Option("--write-kubeconfig", help="Write a kubeconfig for this server to a file.")
    ] = "",
) -> None:
    """Serve the state directory as a Kubernetes API over HTTP.

    Real clients, kubectl among them, can then work on it. Ends with Ctrl-C.

    Examples:
      # On port 8001, with a kubeconfig for kubectl
      minikctl serve --port=8001 --write-kubeconfig=/tmp/mini.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `serve` yet")
