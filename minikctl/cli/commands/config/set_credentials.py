"""`config set-credentials`: set a user entry."""

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
    from minikctl.cli.flags import ARRAY, Args, EmbedCerts, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

USAGE = (
    "NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] "
    "[--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] "
    "[--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] "
    "[--exec-arg=arg] [--exec-env=key=value] [options]"
)


def command(
    args: Args = None,
    *,
    auth_provider: Annotated[str, Option("--auth-provider", help="The auth provider of the user entry.")] = "",
    auth_provider_arg: Annotated[
        Strings, Option("--auth-provider-arg", help="A key=value pair for the auth provider.")
    ] = None,
    client_certificate: Annotated[
        str, Option("--client-certificate", help="The client certificate's file of the user entry.")
    ] = "",
    client_key: Annotated[str, Option("--client-key", help="The client key's file of the user entry.")] = "",
    embed_certs: EmbedCerts = False,
    exec_api_version: Annotated[
        str, Option("--exec-api-version", help="The API version that the credential program speaks.")
    ] = "",
    exec_arg: Annotated[Strings, Option("--exec-arg", help="An argument of the credential program.")] = None,
    exec_command: Annotated[str, Option("--exec-command", help="The program that gives the credentials.")] = "",
    exec_env: Annotated[
        Strings,
        Option("--exec-env", help="An environment variable of the credential program, as key=value; key- removes one."),
        ARRAY,
    ] = None,
    exec_interactive_mode: Annotated[
        str,
        Option(
            "--exec-interactive-mode", help="May the credential program ask the user: Never, IfAvailable or Always."
        ),
    ] = "",
    exec_provide_cluster_info: Annotated[
        bool, Option("--exec-provide-cluster-info", help="Tell the credential program about the cluster.")
    ] = False,
    password: Annotated[str, Option("--password", help="The password of the user entry.")] = "",
    token: Annotated[str, Option("--token", help="The bearer token of the user entry.")] = "",
    username: Annotated[str, Option("--username", help="The user name of the user entry.")] = "",
) -> None:
    """Set a user entry.

    Certificate, token, name with password, and programs are ways to log in; only the given fields are changed.

    Examples:
      # A token
      kubectl config set-credentials ann --token=abc
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    name = _files.one_name(opts, env, "unexpected")
    provider = _pairs(opts, env, opts.auth_provider_arg, "auth-provider-arg")
    variables = _pairs(opts, env, opts.exec_env, "exec-env")
    _check(opts, env, name)
    places, config = _files.read(opts, env)
    entry = config.users.get(name)
    value = dict(entry.value) if entry else configs.zero("users")
    _certificates(opts, env, value)
    _auth_provider(opts, value, provider)
    _program(opts, value, variables)
    _secrets(opts, value)
    writing.modify(places, config, config.with_entry("users", name, configs.tidy("users", value)))
    env.stdout.write(f'User "{name}" set.\n')
    return 0


def _pairs(opts: Opts, env: Env, given: list[str] | None, flag: str) -> dict[str, str | None]:
    """`a=b` sets, `a-` removes (None)."""
    out: dict[str, str | None] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if equals:
            out[name] = value
        elif text.endswith("-"):
            out[text[:-1]] = None
        else:
            _files.show_page(opts, env)
            raise CliError(f"invalid {flag} format: {text}")
    return out


def _check(opts: Opts, env: Env, name: str) -> None:
    if not name:
        raise CliError("you must specify a non-empty user name")
    methods = ["--token"] if opts.token else []
    if opts.username or opts.password:
        methods.append("--username/--password")
    if len(methods) > 1:
        raise CliError(f"you cannot specify more than one authentication method at the same time: {', '.join(methods)}")
    if opts.embed_certs:
        if not opts.client_certificate and not opts.client_key:
            raise CliError("you must specify a --client-certificate or --client-key to embed")
        for flag in ("client-certificate", "client-key"):
            path = getattr(opts, flag.replace("-", "_"))
            if path:
                _files.stat(env, flag, path)
    if opts.exec_interactive_mode not in ("", "IfAvailable", "Never", "Always"):
        raise CliError("invalid interactive mode type, can be only IfAvailable, Never, Always")


def _certificates(opts: Opts, env: Env, value: Obj) -> None:
    for flag in ("client-certificate", "client-key"):
        if opts.changed(flag):
            _files.set_file(env, value, flag, getattr(opts, flag.replace("-", "_")), opts.embed_certs)


def _auth_provider(opts: Opts, value: Obj, arguments: dict[str, str | None]) -> None:
    provider = dict(value.get("auth-provider") or {})
    if opts.changed("auth-provider") and provider.get("name") != opts.auth_provider:
        provider = {"name": opts.auth_provider}
    if provider:
        config = {**(provider.get("config") or {}), **arguments}
        provider["config"] = {key: text for key, text in config.items() if text is not None}
        value["auth-provider"] = provider


def _program(opts: Opts, value: Obj, variables: dict[str, str | None]) -> None:
    """--exec-...; of no effect but for --exec-command where the user has no program."""
    program = dict(value.get("exec") or {})
    if opts.changed("exec-command"):
        program.update(command=opts.exec_command, args=None)
    if not program:
        return
    for flag, field in (
        ("exec-api-version", "apiVersion"),
        ("exec-arg", "args"),
        ("exec-interactive-mode", "interactiveMode"),
        ("exec-provide-cluster-info", "provideClusterInfo"),
    ):
        if opts.changed(flag):
            program[field] = getattr(opts, flag.replace("-", "_"))
    if variables:
        there = {one["name"]: one["value"] for one in program.get("env") or ()}
        merged = {**there, **variables}
        program["env"] = [{"name": name, "value": text} for name, text in merged.items() if text is not None]
    value["exec"] = program


def _secrets(opts: Opts, value: Obj) -> None:
    """A token forgets name and password, and the other way round."""
    for flag in ("token", "username", "password"):
        if opts.changed(flag):
            value[flag] = getattr(opts, flag)
    token = opts.changed("token") and bool(opts.token)
    basic = any(opts.changed(flag) and getattr(opts, flag) for flag in ("username", "password"))
    if token or basic:
        if not token:
            value["token"] = ""
        if not basic:
            value.update(username="", password="")
