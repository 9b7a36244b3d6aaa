"""Discovery documents, legacy and aggregated, made from the resource table."""

from __future__ import annotations

from minikctl.core.errors import no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import subresources, table

if TYPE_CHECKING:
    from minikctl.kinds.subresources import Subresource
    from minikctl.kinds.table import Entry, Off

Obj = dict[str, Any]


def groups(entries: list[Entry]) -> dict[str, list[str]]:
    """Group -> versions, both in order of preference."""
    out: dict[str, list[str]] = {}
    for entry in entries:
        versions = out.setdefault(entry.group, [])
        if entry.version not in versions:
            versions.append(entry.version)
    return out


def api_versions() -> Obj:
    """GET /api."""
    return {
        "kind": "APIVersions",
        "versions": ["v1"],
        "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": ""}],
    }


def group_list(off: Off) -> Obj:
    """GET /apis."""
    found = groups(table.all_resources(off))
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(g, v) for g, v in found.items() if g]}


def group(name: str, off: Off) -> Obj:
    """GET /apis/GROUP; ApiError 404."""
    versions = groups(table.all_resources(off)).get(name)
    if not versions or not name:
        raise no_such_resource()
    return {"kind": "APIGroup", "apiVersion": "v1", **_group(name, versions)}


def _group(name: str, versions: list[str]) -> Obj:
    listed = [{"groupVersion": f"{name}/{v}", "version": v} for v in versions]
    return {"name": name, "versions": listed, "preferredVersion": listed[0]}


def resource_list(group_name: str, version: str, off: Off) -> Obj:
    """GET /api/v1 or /apis/GROUP/VERSION; ApiError 404."""
    entries = [e for e in table.all_resources(off) if e.group == group_name and e.version == version]
    if not entries:
        raise no_such_resource()
    resources: list[Obj] = []
    for entry in entries:
        resources.append(_resource(entry))
        resources += [_subresource(entry, one) for one in subresources.of(entry)]
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": entries[0].api_version,
        "resources": sorted(resources, key=lambda r: str(r["name"])),
    }


def _resource(entry: Entry) -> Obj:
    out: Obj = {
        "name": entry.plural,
        "singularName": entry.singular,
        "namespaced": entry.namespaced,
        "kind": entry.kind,
        "verbs": sorted(entry.verbs),
    }
    if entry.short_names and not entry.legacy:  # the newer group's: clients would warn of two meanings
        out["shortNames"] = list(entry.short_names)
    if entry.categories and not entry.legacy:
        out["categories"] = list(entry.categories)
    return out


def _subresource(entry: Entry, one: Subresource) -> Obj:
    out: Obj = {"name": f"{entry.plural}/{one.name}", "singularName": "", "namespaced": entry.namespaced}
    if one.version:
        out.update(group=one.group, version=one.version)
    out.update(kind=one.kind, verbs=list(one.verbs))
    return out


def aggregated(core: bool, off: Off) -> Obj:
    """GET /api or /apis as APIGroupDiscoveryList v2. source: KEP-3352"""
    items: list[Obj] = []
    entries = [e for e in table.all_resources(off) if (e.group == "") is core]
    for name, versions in groups(entries).items():
        meta: Obj = {"creationTimestamp": None}
        if name:
            meta["name"] = name
        shown = [_version(entries, name, version) for version in versions]
        items.append({"metadata": meta, "versions": shown})
    return {
        "kind": "APIGroupDiscoveryList",
        "apiVersion": "apidiscovery.k8s.io/v2",
        "metadata": {},
        "items": items,
    }


def _version(entries: list[Entry], group_name: str, version: str) -> Obj:
    return {
        "version": version,
        "resources": [_aggregated(e) for e in entries if e.group == group_name and e.version == version],
        "freshness": "Current",
    }


def _aggregated(entry: Entry) -> Obj:
    out: Obj = {
        "resource": entry.plural,
        "responseKind": {"group": entry.group, "version": entry.version, "kind": entry.kind},
        "scope": "Namespaced" if entry.namespaced else "Cluster",
        "singularResource": entry.singular,
        "verbs": sorted(entry.verbs),
    }
    if entry.short_names and not entry.legacy:  # the newer group's: clients would warn of two meanings
        out["shortNames"] = list(entry.short_names)
    if entry.categories and not entry.legacy:
        out["categories"] = list(entry.categories)
    if entry.subresources:
        out["subresources"] = []
        for one in subresources.of(entry):
            response = {"group": one.group, "version": one.version, "kind": one.kind}
            out["subresources"].append({"subresource": one.name, "responseKind": response, "verbs": list(one.verbs)})
    return out
