"""The program itself: the flags that every command takes, and the list of commands."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Pflag, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    *,
    as_: Annotated[str, Option("--as", help="Act as this user (or service account).")] = "",
    as_group: Annotated[
        Strings, Option("--as-group", help="Act as a member of this group; can be repeated."), ARRAY
    ] = None,
    as_uid: Annotated[str, Option("--as-uid", help="Act as the user with this uid.")] = "",
    as_user_extra: Annotated[
        Strings,
        Option("--as-user-extra", help="Extra facts about the user acted as, key=value; can be repeated."),
        ARRAY,
    ] = None,
    cache_dir: Annotated[str, Option("--cache-dir", help="Where answers of discovery are kept.")] = "",
    certificate_authority: Annotated[
        str, Option("--certificate-authority", help="The file with the certificate authority.")
    ] = "",
    client_certificate: Annotated[
        str, Option("--client-certificate", help="The file with the client certificate.")
    ] = "",
    client_key: Annotated[str, Option("--client-key", help="The file with the client's key.")] = "",
    cluster: Annotated[str, Option("--cluster", help="The cluster entry of the kubeconfig to use.")] = "",
    context: Annotated[str, Option("--context", help="The context of the kubeconfig to use.")] = "",
    disable_compression: Annotated[bool, Option("--disable-compression", help="Ask for uncompressed answers.")] = False,
    insecure_skip_tls_verify: Annotated[
        bool, Option("--insecure-skip-tls-verify", help="Do not check the server's certificate. Not safe.")
    ] = False,
    kubeconfig: Annotated[
        str,
        Option(
            "--kubeconfig",
            help="The kubeconfig file. Given here, the server it names is used instead of the state directory.",
        ),
    ] = "",
    kuberc: Annotated[str, Option("--kuberc", help="The file of preferences.")] = "",
    log_flush_frequency: Annotated[
        str, Option("--log-flush-frequency", help="The time between flushes of the log."), Pflag("klogDuration")
    ] = "5s",
    match_server_version: Annotated[
        bool, Option("--match-server-version", help="Insist on the server's version being the client's.")
    ] = False,
    namespace: Annotated[str, Option("--namespace", "-n", help="The namespace to work in.")] = "",
    password: Annotated[str, Option("--password", help="The password for basic authentication.")] = "",
    profile: Annotated[str, Option("--profile", help="What to profile; accepted, of no effect.")] = "none",
    profile_output: Annotated[str, Option("--profile-output", help="Where a profile would go.")] = "profile.pprof",
    proxy_url: Annotated[str, Option("--proxy-url", help="The proxy for requests to the server.")] = "",
    request_timeout: Annotated[
        str, Option("--request-timeout", help="How long one request may take (1s, 2m, 3h); 0 for ever.")
    ] = "0",
    server: Annotated[
        str,
        Option("--server", "-s", help="The address of a Kubernetes API server to use instead of the state directory."),
    ] = "",
    state: Annotated[str, Option("--state", help="The state directory: the simulated cluster to work on.")] = "",
    tls_server_name: Annotated[
        str, Option("--tls-server-name", help="The name expected in the server's certificate.")
    ] = "",
    token: Annotated[str, Option("--token", help="The bearer token to log in with.")] = "",
    user: Annotated[str, Option("--user", help="The user entry of the kubeconfig to use.")] = "",
    username: Annotated[str, Option("--username", help="The user name for basic authentication.")] = "",
    v: Annotated[int, Option("--v", "-v", help="How much to log."), Pflag("int32")] = 0,
    vmodule: Annotated[
        str, Option("--vmodule", help="How much to log by source file, as pattern=N."), Pflag("vmodule")
    ] = "",
    warnings_as_errors: Annotated[bool, Option("--warnings-as-errors", help="Fail when the server warns.")] = False,
) -> None:
    """{name} works on a simulated Kubernetes that lives in a directory.

    It is used like kubectl; `sim` commands move its clock and change how it behaves.
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    """No command: the list of them."""
    from minikctl.cli import help as pages

    env.stdout.write(pages.page((), env.called))
    return 0
