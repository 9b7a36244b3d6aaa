"""`config set-cluster`: set a cluster entry."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, EmbedCerts
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = (
    "NAME [--server=server] [--certificate-authority=path/to/certificate/authority] "
    "[--insecure-skip-tls-verify=true] [--tls-server-name=example.com] [options]"
)


def command(
    args: Args = None,
    *,
    certificate_authority: Annotated[
        str, Option("--certificate-authority", help="The certificate authority's file of the cluster entry.")
    ] = "",
    embed_certs: EmbedCerts = False,
    insecure_skip_tls_verify: Annotated[
        bool,
        Option(
            "--insecure-skip-tls-verify", help="Whether the cluster entry skips the check of the server's certificate."
        ),
    ] = False,
    proxy_url: Annotated[str, Option("--proxy-url", help="The proxy of the cluster entry.")] = "",
    server: Annotated[str, Option("--server", help="The address of the cluster entry.")] = "",
    tls_server_name: Annotated[
        str, Option("--tls-server-name", help="The name that the cluster entry expects in the server's certificate.")
    ] = "",
) -> None:
    """Set a cluster entry.

    Only the given fields are changed.

    Examples:
      # Its address
      kubectl config set-cluster test --server=https://1.2.3.4
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config set-cluster` yet")
