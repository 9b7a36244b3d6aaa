"""`auth whoami`: tell who the server takes you for."""

from __future__ import annotations

from minikctl.cli import results, reviews
from minikctl.cli.generating import typed
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "[options]"


def command(args: Args = None) -> None:
    """Tell who the server takes you for.

    Examples:
      # Name and groups
      kubectl auth whoami
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    show = results.printer(opts, env, "", typed=True)
    review = reviews.ask(client, "SelfSubjectReview", None)
    if opts.output or opts.template:
        show(typed("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews", namespaced=False), review)
        return 0
    from minikctl.core.go_text import sprint
    from minikctl.printers.table import MINWIDTH, PADDING, TABWIDTH
    from minikctl.printers.tabwriter import TabWriter

    user = review["status"]["userInfo"]
    writer = TabWriter(MINWIDTH, TABWIDTH, PADDING)
    writer.line(["ATTRIBUTE", "VALUE"])
    for title, field in (("Username", "username"), ("UID", "uid"), ("Groups", "groups")):
        if user.get(field):
            writer.line([title, sprint(user[field])])
    for key in sorted(user.get("extra") or ()):
        writer.line([f"Extra: {key}", sprint(user["extra"][key])])
    env.stdout.write(writer.flush())
    return 0
