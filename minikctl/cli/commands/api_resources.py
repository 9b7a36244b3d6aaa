"""`api-resources`: list the resources that the server has."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders, ShowManagedFields, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

FORMATS = ("", "json", "kyaml", "name", "wide", "yaml")
USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    api_group: Annotated[str, Option("--api-group", help="Only the resources of this group.")] = "",
    cached: Annotated[bool, Option("--cached", help="Use the stored list of resources where there is one.")] = False,
    categories: Annotated[Strings, Option("--categories", help="Only the resources of these categories.")] = None,
    namespaced: Annotated[
        bool, Option("--namespaced", help="Only resources that live in namespaces; false for the others.")
    ] = True,
    no_headers: NoHeaders = False,
    output: Annotated[str, Option("--output", "-o", help="The format: wide, name, json, yaml or kyaml.")] = "",
    show_managed_fields: ShowManagedFields = False,
    sort_by: Annotated[str, Option("--sort-by", help="Sort by name or kind.")] = "",
    verbs: Annotated[Strings, Option("--verbs", help="Only resources that have all these verbs.")] = None,
) -> None:
    """List the resources that the server has.

    Examples:
      # All of them
      kubectl api-resources

      # Those of a group, with verbs
      kubectl api-resources --api-group=apps -o wide
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    opts.no_args()
    if opts.output not in FORMATS:
        from minikctl.printers import unknown_format

        raise unknown_format(opts.output, FORMATS[1:])
    if opts.sort_by not in ("", "name", "kind"):
        raise CliError("--sort-by accepts only name or kind")
    found = _wanted(opts, client)
    if opts.output == "name":
        env.stdout.write("".join(f"{resource.qualified}\n" for resource in found))
    elif opts.output in ("", "wide"):
        env.stdout.write(_table(found, opts.output == "wide", not opts.no_headers))
    else:
        from minikctl.printers import printer_for

        env.stdout.write(printer_for(opts.output, sort_keys=False)(_list(found)))
    return 0


def _wanted(opts: Opts, client: Client) -> list[Resource]:
    """Each resource once, in its preferred version, sorted by group and name (or as --sort-by says)."""
    first: dict[tuple[str, str], Resource] = {}
    for resource in client.resources():
        if resource.verbs and not resource.legacy:
            first.setdefault((resource.group, resource.plural), resource)
    out = [resource for resource in first.values() if _fits(opts, resource)]
    return sorted(out, key=lambda r: ({"": r.group, "name": r.plural, "kind": r.kind}[opts.sort_by], r.plural))


def _fits(opts: Opts, resource: Resource) -> bool:
    return (
        (not opts.changed("api-group") or resource.group == opts.api_group)
        and (not opts.changed("namespaced") or resource.namespaced == opts.namespaced)
        and set(opts.verbs) <= set(resource.verbs)
        and set(opts.categories) <= set(resource.categories)
    )


def _table(found: list[Resource], wide: bool, headers: bool) -> str:
    from minikctl.printers.table import MINWIDTH, PADDING, TABWIDTH
    from minikctl.printers.tabwriter import TabWriter

    writer = TabWriter(MINWIDTH, TABWIDTH, PADDING)
    if headers:
        head = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
        writer.line([*head, "VERBS", "CATEGORIES"] if wide else head)
    for resource in found:
        cells = [resource.plural, ",".join(resource.short_names), resource.api_version]
        cells += ["true" if resource.namespaced else "false", resource.kind]
        writer.line([*cells, ",".join(resource.verbs), ",".join(resource.categories)] if wide else cells)
    return writer.flush()


def _list(found: list[Resource]) -> dict[str, object]:
    """An APIResourceList over all groups."""
    entries = []
    for resource in found:
        entry: dict[str, object] = {"name": resource.plural, "singularName": resource.singular}
        entry["namespaced"] = resource.namespaced
        if resource.group:
            entry["group"] = resource.group
        entry.update(version=resource.version, kind=resource.kind, verbs=list(resource.verbs))
        if resource.short_names:
            entry["shortNames"] = list(resource.short_names)
        if resource.categories:
            entry["categories"] = list(resource.categories)
        entries.append(entry)
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "", "resources": entries}
