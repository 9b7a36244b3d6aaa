"""`annotate`: change the annotations of resources."""

from __future__ import annotations

from minikctl.cli import marking
from minikctl.cli.record import ANNOTATION as CHANGE_CAUSE
from minikctl.core.errors import CliError
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
        Filename,
        Kustomize,
        ListOnly,
        Local,
        Overwrite,
        Record,
        Recursive,
        ResourceVersion,
        Selector,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

BUNDLES = ("printing",)
USAGE = "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-annotate",
    field_selector: FieldSelector = "",
    filename: Filename = None,
    kustomize: Kustomize = "",
    list: ListOnly = False,
    local: Local = False,
    overwrite: Overwrite = False,
    record: Record = False,
    recursive: Recursive = True,
    resource_version: ResourceVersion = "",
    selector: Selector = "",
) -> None:
    """Change the annotations of resources.

    key=value sets, key- removes; --overwrite is needed to change a value.

    Examples:
      # Set one
      kubectl annotate pods web note='by hand'

      # Remove it
      kubectl annotate pods web note-
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    words, pairs = marking.split(opts.args, "annotation")
    marks = marking.Marks("annotations", *_parsed(pairs), opts.overwrite, opts.resource_version, _conflict)
    if opts.list and opts.output:
        raise CliError("--list and --output may not be specified together")
    strategy = marking.check(opts, env, words, marks, "annotation", "rsrc")
    both = [key for key in marks.remove if key in marks.set]
    if both:
        raise CliError(
            f"can not both modify and remove the following annotation(s) in the same command: {', '.join(both)}"
        )
    return marking.run(opts, client, env, words, marks, strategy, _Annotations())


class _Annotations:
    """What `annotate` says of an object: always the same."""

    heading = "Listing annotations for"

    def before(self, obj: Obj) -> None:
        pass

    def done(self, old: Obj, new: Obj) -> str:
        return "annotated"


def _parsed(pairs: list[str]) -> tuple[dict[str, str], list[str]]:
    """What to set and what to remove."""
    notes: dict[str, str] = {}
    remove: list[str] = []
    wrong: list[str] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if key and equals:
            notes[key] = value
        elif pair.endswith("-") and pair != "-":
            remove.append(pair[:-1])
        else:
            wrong.append(pair)
    if wrong:
        raise CliError(f"invalid annotation format: {', '.join(wrong)}")
    return notes, remove


def _conflict(taken: list[tuple[str, str]]) -> list[Exception]:
    """The change cause may always be changed."""
    texts = [f"'{key}' already has a value ({value})" for key, value in taken if key != CHANGE_CAUSE]
    if not texts:
        return []
    what = "; ".join(texts)
    return [CliError(f"--overwrite is false but found the following declared annotation(s): {what}")]
