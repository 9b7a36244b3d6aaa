"""`edit`: edit resources in an editor."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, FieldManager, Record, SaveConfig, Subresource, Validate, WindowsLineEndings
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
    field_manager: FieldManager = "kubectl-edit",
    output_patch: Annotated[bool, Option("--output-patch", help="Print the patch that an edit comes down to.")] = False,
    record: Record = False,
    save_config: SaveConfig = False,
    subresource: Subresource = "",
    validate: Validate = "strict",
    windows_line_endings: WindowsLineEndings = False,
) -> None:
    """Edit resources in an editor.

    Opens $KUBE_EDITOR, $EDITOR or vi; what was changed is sent as a patch when the editor ends.

    Examples:
      # Edit a service
      kubectl edit svc/web

      # With another editor
      KUBE_EDITOR=nano kubectl edit deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.editing import live

    return live.edit(opts, client, env)
