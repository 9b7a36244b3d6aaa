"""`create deployment`: create a deployment."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, Args, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("deploy",)
BUNDLES = ("generator",)
USAGE = "NAME --image=image -- [COMMAND] [args...] [options]"


def command(
    args: Args = None,
    *,
    image: Annotated[Strings, Option("--image", help="The image; repeated or comma separated for several containers.")],
    port: Annotated[int, Option("--port", help="The port that the containers open."), INT32] = -1,
    replicas: Annotated[int, Option("--replicas", "-r", help="How many pods there are to be."), INT32] = 1,
) -> None:
    """Create a deployment.

    Examples:
      # Three pods of one image
      kubectl create deployment web --image=nginx --replicas=3

      # With a command of its own
      kubectl create deployment shell --image=busybox -- sleep 3600

      # With a port
      kubectl create deployment web --image=nginx --port=80
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators.containers import template

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if len(opts.image) > 1 and opts.after_dash:
        raise CliError("cannot specify multiple --image options and command")
    labels = {"app": name}
    deployment = {
        "kind": "Deployment",
        "apiVersion": "apps/v1",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": opts.replicas,
            "selector": {"matchLabels": labels},
            "template": template(name, opts.image, opts.after_dash, opts.port, env.environ),
            "strategy": {},
        },
        "status": {},
    }
    generator.create(typed("apps/v1", "Deployment", "deployments"), deployment, "failed to create deployment: ")
    return 0
