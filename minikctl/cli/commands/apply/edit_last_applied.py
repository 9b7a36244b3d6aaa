"""`apply edit-last-applied`: edit the last-applied annotation of resources in an editor."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, FieldManager, Record, Validate, WindowsLineEndings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(RESOURCE/NAME | -f FILENAME) [options]"


def command(
    args: Args = None,
    *,
    field_manager: FieldManager = "kubectl-client-side-apply",
    record: Record = False,
    validate: Validate = "strict",
    windows_line_endings: WindowsLineEndings = False,
) -> None:
    """Edit the last-applied annotation of resources in an editor.

    Examples:
      # Of a deployment
      kubectl apply edit-last-applied deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.editing import annotations

    return annotations.edit(opts, client, env)
