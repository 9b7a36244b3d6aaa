"""Patches of a kustomization: strategic merges and JSON patches, inline or in files, for one resource or several."""

from __future__ import annotations

from minikctl.client.kustomize.resource import id_of
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.core.yaml_codec import dump

if TYPE_CHECKING:
    from minikctl.client.kustomize.files import Root
    from minikctl.client.kustomize.resource import Resource

Obj = dict[str, Any]


def strategic(spec: Obj, root: Root, resources: list[Resource]) -> None:
    """patchesStrategicMerge, then patches (of both sorts)."""
    for entry in spec.get("patchesStrategicMerge") or ():
        text = str(entry)
        for document in _documents(root, text) if "\n" in text else root.documents(text):
            _merge_one(document, resources, {})
    for entry in spec.get("patches") or ():
        _patch(entry, root, resources)


def json6902(spec: Obj, root: Root, resources: list[Resource]) -> None:
    for entry in spec.get("patchesJson6902") or ():
        _patch(entry, root, resources)


def _patch(entry: Obj, root: Root, resources: list[Resource]) -> None:
    inline, path = entry.get("patch") or "", entry.get("path") or ""
    if bool(inline) == bool(path):
        what = "patch and path can't be set at the same time" if inline else "must specify one of patch and path in"
        raise _misconfigured(entry, f"{what}\n{dump(entry).rstrip()}")
    try:
        documents = root.documents(path) if path else _documents(root, inline)
    except CliError as e:
        why = f"failed to get the patch file from path({path}): {e.message}" if path else e.message
        raise _misconfigured(entry, why) from None
    target = entry.get("target")
    if inline and not all(isinstance(document, (dict, list)) for document in documents):
        from minikctl.core.go_text import quote_go

        raise _misconfigured(entry, f"unable to parse SM or JSON patch from [patch: {quote_go(inline)}]")
    for document in documents:
        if isinstance(document, list):
            if not target:
                raise CliError(f"must specify a target for JSON patch {path or inline}")
            for resource in selected(resources, target):
                _json(resource, document)
        elif target:
            for resource in selected(resources, target):
                _merge(resource, document, entry.get("options") or {})
        else:
            _merge_one(document, resources, entry.get("options") or {})


def _misconfigured(entry: Obj, why: str) -> CliError:
    return CliError(f"trouble configuring builtin PatchTransformer with config: `\n{dump(entry)}`: {why}")


def _documents(root: Root, text: str) -> list[Any]:
    from minikctl.core.yaml_codec import load_all

    found: list[Any] = list(load_all(text, "patch"))
    return found


def _merge_one(patch: Any, resources: list[Resource], options: Obj) -> None:
    """A patch that says itself which resource it is for."""
    if not isinstance(patch, dict):
        raise CliError("unable to parse SM or JSON patch from " + repr(patch))
    wanted = id_of(patch)
    matches = [r for r in resources if r.obj and any(wanted.same(one) for one in r.ids())]
    if not matches:
        why = f"no matches for Id {wanted}; failed to find unique target for patch {wanted}"
        raise CliError(f'no resource matches strategic merge patch "{wanted}": {why}')
    if len(matches) > 1:
        raise CliError(f"multiple matches for Id {wanted}; failed to find unique target for patch {wanted}")
    _merge(matches[0], patch, options)


def _merge(resource: Resource, patch: Obj, options: Obj) -> None:
    if patch.get("$patch") == "delete":
        resource.obj = {}
        return
    from minikctl.core.objects import copy
    from minikctl.core.patches import strategic as smp
    from minikctl.core.schema import root_type

    obj = resource.obj
    name, kind, namespace = resource.meta.get("name"), obj.get("kind"), resource.meta.get("namespace")
    try:
        merged = copy(smp.apply(obj, patch, root_type(str(obj.get("apiVersion", "")), resource.kind)))
    except ApiError as e:
        raise CliError(e.message) from None
    before = resource.id
    meta = merged.setdefault("metadata", {})
    if not options.get("allowNameChange"):
        _put(meta, "name", name)
        _put(meta, "namespace", namespace)
    if not options.get("allowKindChange"):
        merged["kind"], merged["apiVersion"] = kind, obj.get("apiVersion")
    resource.obj = merged
    if resource.id != before:
        resource.before.append(before)


def _put(meta: Obj, field: str, value: Any) -> None:
    if value is None:
        meta.pop(field, None)
    else:
        meta[field] = value


def _json(resource: Resource, operations: list[Any]) -> None:
    from minikctl.core.objects import copy
    from minikctl.core.patches import json_patch

    before = resource.id
    try:
        resource.obj = copy(json_patch.apply(resource.obj, operations))
    except json_patch.JsonPatchError as e:
        raise CliError(e.cause) from None
    except ApiError as e:
        raise CliError(e.message) from None
    if resource.id != before:
        resource.before.append(before)


def selected(resources: list[Resource], target: Obj) -> list[Resource]:
    """The resources that a patch's target means; names and kinds are regular expressions for the whole."""
    import re

    from minikctl.core.selectors import SelectorError, parse

    try:
        labels, notes = parse(target.get("labelSelector") or ""), parse(target.get("annotationSelector") or "")
        patterns = {field: re.compile(f"^(?:{target.get(field) or '.*'})$", re.DOTALL) for field in _FIELDS}
    except (re.error, SelectorError) as e:
        raise CliError(str(e)) from None

    def fits(resource: Resource) -> bool:
        now, original = resource.id, resource.original
        for field in ("group", "version", "kind"):
            if not patterns[field].match(getattr(now, field)):
                return False
        for field in ("name", "namespace"):
            if not any(patterns[field].match(_effective(one, field)) for one in (original, now)):
                return False
        meta = resource.meta
        return labels.matches(meta.get("labels") or {}) and notes.matches(meta.get("annotations") or {})

    return [resource for resource in resources if resource.obj and fits(resource)]


_FIELDS = ("group", "version", "kind", "name", "namespace")


def _effective(one: Any, field: str) -> str:
    value = str(getattr(one, field))
    return value or ("default" if field == "namespace" else "")
