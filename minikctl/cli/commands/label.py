"""`label`: change the labels of resources."""

from __future__ import annotations

from minikctl.cli import marking
from minikctl.core.errors import CliError
from minikctl.core.go_marshal import compact
from minikctl.core.go_text import quote_go
from minikctl.core.names import label_value
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        All,
        AllNamespaces,
        Args,
        DryRun,
        FieldManager,
        FieldSelector,
        ListOnly,
        Local,
        Overwrite,
        Record,
        ResourceVersion,
        Selector,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

BUNDLES = (
    "printing",
    "files",
)
USAGE = "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-label",
    field_selector: FieldSelector = "",
    list: ListOnly = False,
    local: Local = False,
    overwrite: Overwrite = False,
    record: Record = False,
    resource_version: ResourceVersion = "",
    selector: Selector = "",
) -> None:
    """Change the labels of resources.

    key=value sets, key- removes; --overwrite is needed to change a value.

    Examples:
      # Set one
      kubectl label pods web tier=front

      # Remove it
      kubectl label pods web tier-

      # Of all pods
      kubectl label pods --all status=new
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    words, pairs = marking.split(opts.args, "label")
    marks = marking.Marks("labels", *_parsed(pairs), opts.overwrite, opts.resource_version, _conflict)
    if opts.list and opts.output:
        raise CliError("--list and --output may not be specified together")
    strategy = marking.check(opts, env, words, marks, "label", "pod")
    return marking.run(opts, client, env, words, marks, strategy, _Labels(marks, env))


class _Labels:
    """What `label` says of an object."""

    heading = "Listing labels for"

    def __init__(self, marks: marking.Marks, env: Env) -> None:
        self.marks, self.env = marks, env

    def before(self, obj: Obj) -> None:
        """Labels to remove that the object does not have."""
        labels = obj["metadata"].get("labels") or {}
        for key in self.marks.remove:
            if key not in labels:
                self.env.stdout.write(f"label {quote_go(key)} not found.\n")

    def done(self, old: Obj, new: Obj) -> str:
        """kubectl compares the lengths of both texts to tell what happened."""
        before, after = compact(_trimmed(old)), compact(_trimmed(new))
        if before == after:
            return "not labeled"
        return "unlabeled" if not self.marks.overwrite and len(after.encode()) < len(before.encode()) else "labeled"


def _trimmed(obj: Obj) -> Obj:
    """Without labels that are none."""
    meta = obj["metadata"]
    if meta.get("labels") or "labels" not in meta:
        return obj
    return {**obj, "metadata": {key: value for key, value in meta.items() if key != "labels"}}


def _parsed(pairs: list[str]) -> tuple[dict[str, str], list[str]]:
    """What to set and what to remove. Values are checked here, keys by the server."""
    labels: dict[str, str] = {}
    remove: list[str] = []
    for pair in pairs:
        if "=" in pair:
            parts = pair.split("=")
            if len(parts) != 2:
                raise CliError(f"invalid label spec: {pair}")
            wrong = label_value(parts[1])
            if wrong:
                raise CliError(f"invalid label value: {quote_go(pair)}: {';'.join(wrong)}")
            labels[parts[0]] = parts[1]
        elif pair.endswith("-"):
            remove.append(pair[:-1])
        else:
            raise CliError(f"unknown label spec: {pair}")
    if any(key in labels for key in remove):
        raise CliError("can not both modify and remove a label in the same command")
    return labels, remove


def _conflict(taken: list[tuple[str, str]]) -> list[Exception]:
    return [CliError(f"'{key}' already has a value ({value}), and --overwrite is false") for key, value in taken]
