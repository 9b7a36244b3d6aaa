"""The Kind of a custom resource as one of its versions has it: identity, columns, hooks that its schema fills. Pure."""

from __future__ import annotations

from minikctl.core.structural import has_defaults
from minikctl.core.structural.validation import validate as errors_of
from minikctl.core.typed import TYPE_CHECKING
from minikctl.kinds._kind import Kind, Served
from minikctl.kinds.custom import columns, subresources
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom.definitions import Obj, mapping, text

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

VERBS = ("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch")
_HEAD = ("apiVersion", "kind", "metadata")
_kinds: dict[tuple[str, str], tuple[Obj, Kind]] = {}
MOST = 500  # kinds that are remembered


def kind(crd: Obj, version: str) -> Kind:
    """The kind of a definition; its storage version comes first, its hooks are those of `version`."""
    key = (crd["metadata"]["name"], version)
    known = _kinds.get(key)
    if known is not None and _unchanged(known[0], crd):
        return known[1]
    if len(_kinds) >= MOST:
        _kinds.clear()
    made = _made(crd, version)
    _kinds[key] = (crd, made)
    return made


def _unchanged(known: Obj, crd: Obj) -> bool:
    """Two states may know different definitions by the same name and revision."""
    if known is crd:
        return True
    before, now = known["metadata"], crd["metadata"]
    same = before.get("resourceVersion") == now.get("resourceVersion") and before.get("uid") == now.get("uid")
    return same and known.get("spec") == crd.get("spec") and known.get("status") == crd.get("status")


def _made(crd: Obj, version: str) -> Kind:
    names, stored = crds.wanted_names(crd), crds.storage(crd)
    own = next((v for v in crds.versions(crd) if v.get("name") == version), {})
    ordered = sorted(crds.versions(crd), key=lambda v: v.get("name") != stored)
    schema, parts = crds.schema(own), subresources.names(own)
    name = text(names.get("kind"))

    def default(obj: Obj) -> None:
        _fill(obj, schema)

    fills = default if has_defaults(schema) else None

    def prepare_create(obj: Obj) -> None:
        if "status" in parts:
            obj.pop("status", None)

    def validate(obj: Obj) -> list[FieldError]:
        return errors_of(_content(obj, schema), schema)

    return Kind(
        group=crds.group(crd),
        kind=name,
        plural=text(names.get("plural")),
        versions=tuple(Served(text(v.get("name")), encode=fills, deprecated=_deprecated(crd, v)) for v in ordered),
        namespaced=crds.namespaced(crd),
        short_names=crds.texts(names.get("shortNames")),
        categories=crds.texts(names.get("categories")),
        verbs=VERBS,
        subresources=parts,
        columns=columns.columns(own),
        row=columns.row(own),
        default=default,
        prepare_create=prepare_create,
        validate=validate,
        spec_fields=("*",),
        has_status="status" in parts,
        scale=subresources.scale(own),
        fields=_selectable(own),
        read=lambda body, head: _read(body, head, schema, name),
        schema=schema,
        terminating=crds.terminating(crd),
    )


def _selectable(version: Obj) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = version.get("selectableFields")
    paths = [text(mapping(each).get("jsonPath")) for each in found] if isinstance(found, list) else []
    return tuple((where.lstrip("."), subresources.path(where)) for where in paths if where)


def _deprecated(crd: Obj, version: Obj) -> str:
    if version.get("deprecated") is not True:
        return ""
    name = text(crds.wanted_names(crd).get("kind"))
    given = version.get("deprecationWarning")
    return given if isinstance(given, str) else f"{crds.group(crd)}/{version.get('name')} {name} is deprecated"


def _read(body: Obj, head: str, schema: Obj, name: str) -> tuple[Obj, list[str]]:
    """A client's object without what the schema does not specify, and what that was."""
    from minikctl.core.decoding import decode_metadata
    from minikctl.core.objects import copy
    from minikctl.core.structural.pruning import drop_nulls, prune

    out: Obj = copy(body)
    out["metadata"], unknown = decode_metadata(body, head)
    unknown += [f'unknown field "{path}"' for path in prune(out, schema)]
    drop_nulls(out, schema)
    _fill(out, schema)
    return out, unknown


def _fill(obj: Obj, schema: Obj) -> None:
    from minikctl.core.structural.defaulting import default

    properties = schema.get("properties")
    if isinstance(properties, dict):
        default(obj, {**schema, "properties": {k: v for k, v in properties.items() if k not in _HEAD}})


def _content(obj: Obj, schema: Obj) -> Obj:
    """What the schema is asked about: metadata has been checked as such, unless the schema restricts its name."""
    said = mapping(mapping(schema.get("properties")).get("metadata")).get("properties")
    return obj if said else {**obj, "metadata": {}}
