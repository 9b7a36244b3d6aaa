"""`apply view-last-applied`: show the last-applied annotation of resources."""

from __future__ import annotations

from minikctl.cli import failure, targets
from minikctl.cli.applying import last_applied
from minikctl.client.builder import Wanted
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = ("files",)
USAGE = "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    output: Annotated[str, Option("--output", "-o", help="The format: json or yaml.")] = "yaml",
    selector: Selector = "",
) -> None:
    """Show the last-applied annotation of resources.

    Examples:
      # Of a deployment, as JSON
      kubectl apply view-last-applied deployment/web -o json
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.output not in ("json", "yaml"):
        raise opts.usage_error(f"Unexpected -o output mode: {opts.output}, the flag 'output' must be one of yaml|json")
    errors: list[Exception] = []
    texts = []
    for info in targets.infos(opts, client, env, Wanted(opts.selector, all=opts.all), errors):
        text = last_applied.original(info.obj or {})
        if text is not None:
            texts.append(text)
        elif info.source:  # kubectl adds the file to an error that is none
            errors.append(_absent(info))
    failure.aggregate(errors[:1])
    for text in texts:
        env.stdout.write(_shown(text, opts.output))
    return 0


def _absent(info: Info) -> CliError:
    what = f"no last-applied-configuration annotation found on resource: {info.name}\n"
    return CliError(f'error when {what} "{info.source}": <nil>')


def _shown(text: str, output: str) -> str:
    """As YAML, or as JSON with two spaces, the keys in the order of the annotation."""
    import json

    try:
        value = json.loads(text)
    except ValueError as e:
        raise CliError(str(e)) from None
    if output == "json":
        end = text[len(text.rstrip()) :]
        return json.dumps(value, indent=2, ensure_ascii=False) + end
    from minikctl.core.yaml_codec import dump

    return dump(value)
