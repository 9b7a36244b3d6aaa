"""`cluster-info`: show where the cluster's services are."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = ("dump",)
USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Show where the cluster's services are.

    Examples:
      # The control plane's address
      kubectl cluster-info
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    where = client.address
    if client.embedded:
        where += " (simulated by minikctl in this directory; no server runs)"
    try:
        services = _services(client)
        env.stdout.write(f"Kubernetes control plane is running at {where}\n")
        for name, port in services:
            proxy = f"{client.address}/api/v1/namespaces/kube-system/services/{port}/proxy"
            env.stdout.write(f"{name} is running at {proxy}\n")
    finally:
        env.stdout.write(f"\nTo further debug and diagnose cluster problems, use '{env.name} cluster-info dump'.\n")
    return 0


def _services(client: Client) -> list[tuple[str, str]]:
    """The services that belong to the cluster itself: (what they are called, name with its port)."""
    found = client.list(client.resolve("services"), "kube-system", "kubernetes.io/cluster-service=true")
    out = []
    for service in found["items"]:
        meta = service["metadata"]
        ports = (service.get("spec") or {}).get("ports") or [{}]
        labels = meta.get("labels") or {}
        port = f"{meta['name']}:{ports[0]['name']}" if ports[0].get("name") else meta["name"]
        out.append((labels.get("kubernetes.io/name") or meta["name"], port))
    return out
