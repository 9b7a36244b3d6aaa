"""`version`: print the versions of the client and the server."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError, StateError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

# the kubectl that this command line is like
CLIENT = {
    "major": "1",
    "minor": "37",
    "gitVersion": "v1.37.1",
    "gitCommit": "minikctl",
    "gitTreeState": "clean",
    "buildDate": "2026-11-01T00:00:00Z",
    "goVersion": "go1.26.8",
    "compiler": "gc",
    "platform": "linux/amd64",
}
KUSTOMIZE = "v5.8.1"
USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    client: Annotated[
        bool, Option("--client", help="Only this program's own version, without asking a server.")
    ] = False,
    output: Annotated[str, Option("--output", "-o", help="The format: json or yaml.")] = "",
) -> None:
    """Print the versions of the client and the server.

    Examples:
      # Both
      kubectl version

      # Only the client
      kubectl version --client
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.args:
        raise CliError(f"extra arguments: [{' '.join(opts.args)}]")
    if opts.output not in ("", "json", "yaml"):
        raise CliError("--output must be 'yaml' or 'json'")
    found: dict[str, Any] = {"clientVersion": CLIENT, "kustomizeVersion": KUSTOMIZE}
    problem: Exception | None = None
    if not opts.client:
        try:
            found["serverVersion"] = client.version()
        except (ApiError, CliError, StateError) as e:
            problem = e
    env.stdout.write(_text(found, opts.output))
    if not opts.client and not opts.output and problem is None and env.called == "minikctl":
        env.stdout.write(f"{'State Directory' if client.embedded else 'Server'}: {client.address}\n")
    if problem is not None:
        raise problem
    return 0


def _text(found: dict[str, Any], output: str) -> str:
    if output == "json":
        import json

        return json.dumps(found, indent=2) + "\n"
    if output == "yaml":
        from minikctl.core.yaml_codec import dump

        return dump(found) + "\n"
    out = f"Client Version: {found['clientVersion']['gitVersion']}\nKustomize Version: {found['kustomizeVersion']}\n"
    if "serverVersion" in found:
        out += f"Server Version: {found['serverVersion']['gitVersion']}\n"
    return out
