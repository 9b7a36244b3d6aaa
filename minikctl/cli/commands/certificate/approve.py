"""`certificate approve`: approve certificate signing requests."""

from __future__ import annotations

from minikctl.cli import certificates
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | NAME) [options]"


def command(
    args: Args = None,
    *,
    force: Annotated[bool, Option("--force", help="Approve it again, even if that was done.")] = False,
) -> None:
    """Approve certificate signing requests.

    Examples:
      # Approve one
      kubectl certificate approve csr-ann
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return certificates.decide(
        opts, client, env, certificates.Decision("approve", "Approved", "KubectlApprove", "Denied")
    )
