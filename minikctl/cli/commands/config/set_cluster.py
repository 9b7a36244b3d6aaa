"""`config set-cluster`: set a cluster entry."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import config as configs
from minikctl.client.kubeconfig import writing
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, EmbedCerts
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

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
    name = _files.one_name(opts, env)
    _check(opts, env, name)
    places, config = _files.read(opts, env)
    entry = config.clusters.get(name)
    value = _changed(opts, env, dict(entry.value) if entry else configs.zero("clusters"))
    writing.modify(places, config, config.with_entry("clusters", name, configs.tidy("clusters", value)))
    env.stdout.write(f'Cluster "{name}" set.\n')
    return 0


def _check(opts: Opts, env: Env, name: str) -> None:
    if not name:
        raise CliError("you must specify a non-empty cluster name")
    if opts.insecure_skip_tls_verify and opts.certificate_authority:
        raise CliError("you cannot specify a certificate authority and insecure mode at the same time")
    if opts.embed_certs:
        if not opts.certificate_authority:
            raise CliError("you must specify a --certificate-authority to embed")
        _files.stat(env, "certificate-authority", opts.certificate_authority)


def _changed(opts: Opts, env: Env, value: Obj) -> Obj:
    """A new server forgets the old one's TLS name; a certificate authority and insecure mode forget each other."""
    if opts.changed("server"):
        value.update({"server": opts.server, "tls-server-name": ""})
    for field in ("tls-server-name", "proxy-url"):
        if opts.changed(field):
            value[field] = getattr(opts, field.replace("-", "_"))
    if opts.changed("insecure-skip-tls-verify"):
        value["insecure-skip-tls-verify"] = opts.insecure_skip_tls_verify
        if opts.insecure_skip_tls_verify:
            value.update({"certificate-authority": "", "certificate-authority-data": ""})
    if opts.changed("certificate-authority"):
        _files.set_file(env, value, "certificate-authority", opts.certificate_authority, opts.embed_certs)
        value["insecure-skip-tls-verify"] = False
    return value
