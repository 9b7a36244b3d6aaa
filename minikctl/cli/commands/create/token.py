"""`create token`: request a token of a service account."""

from __future__ import annotations

from minikctl.cli import results
from minikctl.cli.generating import typed
from minikctl.core.errors import ApiError, CliError, TransportError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, DURATION, Args, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

_BINDABLE = ("Node", "Pod", "Secret")
BUNDLES = ("printing",)
USAGE = "SERVICE_ACCOUNT_NAME [options]"


def command(
    args: Args = None,
    *,
    audience: Annotated[
        Strings, Option("--audience", help="Whom the token is meant for; can be repeated."), ARRAY
    ] = None,
    bound_object_kind: Annotated[
        str, Option("--bound-object-kind", help="The kind that the token is bound to: Pod, Secret or Node.")
    ] = "",
    bound_object_name: Annotated[
        str, Option("--bound-object-name", help="The name of the object that the token ends with.")
    ] = "",
    bound_object_uid: Annotated[
        str, Option("--bound-object-uid", help="The uid of the object that the token ends with.")
    ] = "",
    duration: Annotated[
        str, Option("--duration", help="How long the token is to be valid; the server may decide otherwise."), DURATION
    ] = "0s",
) -> None:
    """Request a token of a service account.

    Examples:
      # A token of the default account
      kubectl create token default

      # Valid for ten minutes
      kubectl create token robot --duration=10m
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    name = opts.name_arg()
    show = results.printer(opts, env, "created", typed=True)
    _check(opts, name)
    spec: dict[str, Any] = {"audiences": list(opts.audience) or None, "boundObjectRef": None}
    if opts.duration:
        spec["expirationSeconds"] = int(opts.duration)
    if opts.bound_object_kind:
        uid = {"uid": opts.bound_object_uid} if opts.bound_object_uid else {}
        spec["boundObjectRef"] = {
            "kind": opts.bound_object_kind,
            "apiVersion": "v1",
            "name": opts.bound_object_name,
            **uid,
        }
    request = {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1", "metadata": {}, "spec": spec}
    accounts = typed("v1", "ServiceAccount", "serviceaccounts")
    try:
        answer = client.create(accounts, client.namespace, request, name=name, subresource="token")
    except (ApiError, TransportError) as e:
        raise CliError(f"failed to create token: {e.message}") from None
    if opts.output or opts.template:
        show(typed("authentication.k8s.io/v1", "TokenRequest", "tokenrequests"), answer)
    else:
        env.stdout.write(answer["status"]["token"] + ("\n" if env.stdout.isatty() else ""))
    return 0


def _check(opts: Opts, name: str) -> None:
    if not name:
        raise CliError("service account name is required")
    if opts.duration < 0:
        raise CliError("--duration must be greater than or equal to 0")
    if opts.duration % 1:
        raise CliError("--duration cannot be expressed in units less than seconds")
    if "" in opts.audience:
        raise CliError("--audience must not be an empty string")
    if opts.bound_object_kind:
        if opts.bound_object_kind not in _BINDABLE:
            raise CliError(f"supported --bound-object-kind values are {', '.join(_BINDABLE)}")
        if not opts.bound_object_name:
            raise CliError("--bound-object-name is required if --bound-object-kind is provided")
    for flag in ("bound-object-name", "bound-object-uid"):
        if not opts.bound_object_kind and opts.given().get(flag):
            raise CliError(f"--{flag} can only be set if --bound-object-kind is provided")
