"""`get`: show one or many resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        AllowMissingTemplateKeys,
        Args,
        ChunkSize,
        FieldSelector,
        IgnoreNotFound,
        NoHeaders,
        Raw,
        Selector,
        ShowManagedFields,
        SortBy,
        Strings,
        Subresource,
        Template,
        Watch,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = (
    "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide]"
    " (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]"
)


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    chunk_size: ChunkSize = 500,
    field_selector: FieldSelector = "",
    ignore_not_found: IgnoreNotFound = False,
    label_columns: Annotated[
        Strings, Option("--label-columns", "-L", help="Labels to show as columns of their own.")
    ] = None,
    no_headers: NoHeaders = False,
    output: Annotated[
        str,
        Option(
            "--output",
            "-o",
            help="The format: json, yaml, kyaml, name, go-template, go-template-file, template, "
            "templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-"
            "columns-file or wide.",
        ),
    ] = "",
    output_watch_events: Annotated[
        bool, Option("--output-watch-events", help="With --watch: print the events (ADDED, ...) with the objects.")
    ] = False,
    raw: Raw = "",
    selector: Selector = "",
    server_print: Annotated[bool, Option("--server-print", help="Let the server make the table.")] = True,
    show_kind: Annotated[bool, Option("--show-kind", help="Put the kind before every name.")] = False,
    show_labels: Annotated[bool, Option("--show-labels", help="Show all labels in a last column.")] = False,
    show_managed_fields: ShowManagedFields = False,
    sort_by: SortBy = "",
    subresource: Subresource = "",
    template: Template = "",
    watch: Watch = False,
    watch_only: Annotated[bool, Option("--watch-only", help="Show only what changes, not what is there.")] = False,
) -> None:
    """Show one or many resources.

    Prints a table of the resources in the namespace, or the objects themselves with -o. Selectors filter the
    list; --watch goes on.

    Examples:
      # All pods
      kubectl get pods

      # With more columns
      kubectl get pods -o wide

      # One deployment as YAML
      kubectl get deployment web -o yaml

      # Two kinds by label, in all namespaces
      kubectl get deploy,svc -A -l app=web

      # A single value
      kubectl get pod web -o jsonpath='{.status.podIP}'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `get` yet")
