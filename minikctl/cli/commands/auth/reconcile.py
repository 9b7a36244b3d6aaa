"""`auth reconcile`: bring RBAC objects up to what files say."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    remove_extra_permissions: Annotated[
        bool, Option("--remove-extra-permissions", help="Take permissions away that the file does not have.")
    ] = False,
    remove_extra_subjects: Annotated[
        bool, Option("--remove-extra-subjects", help="Take subjects away that the file does not have.")
    ] = False,
) -> None:
    """Bring RBAC objects up to what files say.

    Missing permissions and subjects are added; others are removed only on demand.

    Examples:
      # From a file
      kubectl auth reconcile -f rbac.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `auth reconcile` yet")
