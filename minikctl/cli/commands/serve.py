"""`serve`: offer the state directory as a Kubernetes API over HTTP."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.rest.server import Listen
    from minikctl.sim.session import Session

USAGE = "[--address=ADDRESS] [--port=PORT] [options]"


def command(
    args: Args = None,
    *,
    address: Annotated[str, Option("--address", help="The address to listen on.")] = "127.0.0.1",
    insecure_no_token: Annotated[
        bool, Option("--insecure-no-token", help="Let everyone in who can reach the port.")
    ] = False,
    port: Annotated[int, Option("--port", "-p", help="The port to listen on; 0 takes a free one.")] = 0,
    self_signed: Annotated[bool, Option("--self-signed", help="Serve HTTPS with a certificate made for it.")] = False,
    tls_cert: Annotated[str, Option("--tls-cert", help="The file with the certificate to serve HTTPS with.")] = "",
    tls_key: Annotated[str, Option("--tls-key", help="The file with its key.")] = "",
    token: Annotated[
        str,
        Option(
            "--token",
            help="The bearer token that clients must bring; made up and printed where the address is not loopback.",
        ),
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
    opts.no_args()
    from minikctl.client.state_dir import find
    from minikctl.rest import server
    from minikctl.rest.guard import LOOPBACK, Guard
    from minikctl.sim.session import Session
    from minikctl.storage.directory import DirectoryBackend
    from minikctl.storage.held import Held

    local = opts.address in LOOPBACK
    token = _token(opts, local)
    listen = _listen(opts, env)
    session = Session(DirectoryBackend(find(opts, env), held=Held()), env.environ, lambda _text: None)
    session.write()
    session.commit()
    sock = server.bind(listen)
    port = sock.getsockname()[1]
    url = f"{'https' if listen.cert else 'http'}://{_host(opts.address)}:{port}"
    hosts = frozenset((*LOOPBACK, opts.address)) if local else None
    server.serve(
        session,
        Guard(hosts, token),
        listen,
        sock,
        lambda: _announce(opts, env, session, url, token, listen.cert),
        env.warn,
    )
    session.close()
    return 0


def _token(opts: Opts, local: bool) -> str:
    """The token of the command line; made up where the server can be reached from elsewhere."""
    if opts.insecure_no_token and opts.token:
        raise opts.usage_error("--token and --insecure-no-token exclude each other")
    if opts.token or opts.insecure_no_token or local:
        return str(opts.token)
    from secrets import token_urlsafe

    return token_urlsafe(24)


def _listen(opts: Opts, env: Env) -> Listen:
    from minikctl.rest.server import Listen

    if bool(opts.tls_cert) != bool(opts.tls_key):
        raise opts.usage_error("--tls-cert and --tls-key belong together")
    if not 0 <= opts.port <= 65535:
        raise opts.usage_error(f"--port is a number from 0 to 65535, not {opts.port}")
    cert, key = opts.tls_cert and env.path(opts.tls_cert), opts.tls_key and env.path(opts.tls_key)
    if opts.self_signed:
        if cert:
            raise opts.usage_error("--self-signed and --tls-cert exclude each other")
        from minikctl.client.state_dir import find
        from minikctl.rest.certificate import self_signed

        cert, key = self_signed(find(opts, env), opts.address)
    for path in (cert, key):
        if path:
            _readable(path)
    return Listen(opts.address, opts.port, cert, key)


def _readable(path: str) -> None:
    try:
        with open(path, "rb"):
            return
    except OSError as e:
        raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None


def _host(address: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(address, address)
    return f"[{shown}]" if ":" in shown else shown


def _announce(opts: Opts, env: Env, session: Session, url: str, token: str, cert: str) -> None:
    """Say where it listens, and what to type to use it."""
    import os
    import tempfile

    path = env.path(opts.write_kubeconfig) if opts.write_kubeconfig else ""
    if not path:
        handle, path = tempfile.mkstemp(prefix="minikctl-", suffix=".kubeconfig")
        os.close(handle)
    _write_kubeconfig(path, url, token, cert)
    env.stdout.write(f"Serving on {url}\n")
    if token:
        env.stdout.write(f"Token: {token}\n")
        if not cert:  # source: client-go leaves credentials out where there is no TLS
            env.stdout.write(
                "kubectl and Helm send a token over HTTPS only: add --self-signed, or --tls-cert and --tls-key.\n"
            )
    env.stdout.write(f"export KUBECONFIG={path}\n")
    env.stdout.flush()


def _write_kubeconfig(path: str, url: str, token: str, cert: str) -> None:
    import os

    from minikctl.core.yaml_codec import dump

    cluster = {"server": url, **({"certificate-authority": cert} if cert else {})}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "minikctl", "cluster": cluster}],
        "users": [{"name": "minikctl", "user": {"token": token} if token else {}}],
        "contexts": [{"name": "minikctl", "context": {"cluster": "minikctl", "user": "minikctl"}}],
        "current-context": "minikctl",
        "preferences": {},
    }
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write(dump(config))
    except OSError as e:
        raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None
