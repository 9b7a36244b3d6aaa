"""`explain`: tell what the fields of a resource mean."""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.cli.explaining import document
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.explaining.document import Document
    from minikctl.cli.flags import Args, Recursive
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

USAGE = (
    "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] "
    "[-o|--output=plaintext|plaintext-openapiv2] [options]"
)


def command(
    args: Args = None,
    *,
    api_version: Annotated[str, Option("--api-version", help="The group and version of the resource to explain.")] = "",
    max_depth: Annotated[
        int, Option("--max-depth", help="How many levels of fields --recursive shows; 0 for all.")
    ] = 0,
    output: Annotated[
        str, Option("--output", "-o", help="The format: plaintext or plaintext-openapiv2.")
    ] = "plaintext",
    recursive: Recursive = False,
) -> None:
    """Tell what the fields of a resource mean.

    Fields are named as TYPE.field.field.

    Examples:
      # The fields of pods
      kubectl explain pods

      # One field
      kubectl explain deployments.spec.strategy

      # All fields, down to the last
      kubectl explain pods --recursive
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args:
        raise CliError(
            f'You must specify the type of resource to explain. Use "{env.name} api-resources" for a complete '
            "list of supported resources."
        )
    if len(opts.args) > 1:
        raise CliError("We accept only this format: explain RESOURCE")
    if opts.output not in ("plaintext", "plaintext-openapiv2"):
        raise CliError(f"unrecognized format: {opts.output}")
    resource, path = _asked(opts, client)
    found = document.fetch(client, resource.group, resource.version, resource.plural)
    schema = found.of_kind(resource.group, resource.version, resource.kind)
    if schema is None:
        raise document.not_in_schema(resource.group, resource.version, resource.plural)
    head, body = _page(opts, found, schema, resource, path)
    if body or opts.output == "plaintext":
        env.stdout.write(head + body)
    if not body:
        raise CliError(f'field "{path[-1]}" does not exist')
    return 0


def _page(opts: Opts, found: Document, schema: dict[str, Any], resource: Resource, path: list[str]) -> tuple[str, str]:
    """(head, body); no body where there is no such field."""
    from minikctl.cli.explaining import older, plaintext

    place = (resource.group, resource.version, resource.kind)
    if opts.output != "plaintext":
        return older.head(*place), older.Page(found, opts.recursive).body(schema, path)
    body = plaintext.Page(found, opts.recursive, opts.max_depth).body(schema, path)
    return plaintext.head(*place), body and body + "\n"


def _asked(opts: Opts, client: Client) -> tuple[Resource, list[str]]:
    """The resource and the path of fields that `deployments.spec.template` or `ingresses.networking.k8s.io` name."""
    _check_path(opts.args[0])
    word, _, rest = opts.args[0].partition(".")
    try:
        resource = client.resolve(word)
    except CliError as e:
        raise failure.bare(e) from None
    if resource.group and f"{rest}.".startswith(f"{resource.group}."):
        rest = rest[len(resource.group) + 1 :]
    if opts.api_version:
        found = client.for_kind(opts.api_version, resource.kind)
        if found is None:
            group, _, version = opts.api_version.rpartition("/")
            document.fetch(client, group, version, resource.plural)  # has its own failure where there is no such group
            raise document.not_in_schema(group, version, resource.plural)
        resource = found
    return resource, [part for part in rest.split(".") if part]


def _check_path(text: str) -> None:
    """What is asked for is read as a JSONPath. CliError where it is none, or has more in it than names."""
    if text.isascii() and text.replace(".", "").isalnum() and not text.startswith("."):
        return
    from minikctl.core import jsonpath_parse

    try:
        nodes = jsonpath_parse.parse("{." + text + "}")
    except jsonpath_parse.JSONPathError as e:
        raise CliError(str(e)) from None
    chain = nodes[0].chain if isinstance(nodes[0], jsonpath_parse.Action) else []
    if not all(isinstance(node, jsonpath_parse.Field) for node in chain):
        raise CliError("invalid jsonpath syntax, first node must be field node")
