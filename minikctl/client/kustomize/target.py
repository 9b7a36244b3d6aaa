"""One kustomization: its resources and those of its bases, what it generates, then what it does to all of them."""

from __future__ import annotations

import os

from minikctl.client.kustomize import files, generating, patching, transforming
from minikctl.client.kustomize.resource import Resource
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]


class Target:
    """`path`: the directories on the way here, to find cycles."""

    def __init__(self, root: files.Root, path: tuple[str, ...] = ()) -> None:
        self.root = root
        self.path = (*path, root.path)
        self.spec = files.kustomization(root)
        self.variables: list[Obj] = []  # its own, and after accumulating those of all below it

    @classmethod
    def top(cls, env: Env, directory: str, anywhere: bool) -> Target:
        if _remote(directory):
            raise _unsupported_remote(directory)
        return cls(files.Root.open(env, directory, "", anywhere))

    def accumulate(self, given: list[Resource]) -> list[Resource]:
        """Its resources after all that it does to them. `given`: what a component is handed."""
        resources = list(given)
        self.variables = list(self.spec.get("vars") or ())
        for name in [*(self.spec.get("resources") or ()), *(self.spec.get("bases") or ())]:
            self._resource(str(name), resources)
        for name in self.spec.get("components") or ():
            resources = self._component(str(name), resources)
        for generated in generating.generate(self.spec, self.root):
            _absorb(resources, generated)
        patching.strategic(self.spec, self.root, resources)
        transforming.transform(self.spec, resources)
        patching.json6902(self.spec, self.root, resources)
        transforming.replicas_and_images(self.spec, resources)
        if self.spec.get("replacements"):
            from minikctl.client.kustomize.replacing import replace

            replace(self.spec, self.root, resources)
        return [resource for resource in resources if resource.obj]

    def _resource(self, name: str, into: list[Resource]) -> None:
        """Add a file's objects, or what a directory comes to."""
        if _remote(name) and not name.endswith((".yaml", ".yml", ".json")):
            raise _unsupported_remote(name)
        path = os.path.normpath(os.path.join(self.root.path, name))
        if os.path.isdir(path):
            self._directory(name, path, into)
            return
        try:
            new = [Resource(_checked(obj)) for document in self.root.documents(name) for obj in _items(document)]
        except CliError as e:
            raise _failed(f"accumulating resources from '{name}': {e.message}", path, e.message) from None
        try:
            _add_all(into, new)
        except CliError as e:
            raise _failed(f"merging resources from '{name}': {e.message}", path, e.message) from None

    def _directory(self, name: str, path: str, into: list[Resource]) -> None:
        no_file = f"accumulating resources from '{name}': '{path}' must resolve to a file"
        head = f"accumulating resources: accumulation err='{no_file}'"
        root = files.Root.open(self.root.env, name, self.root.path, self.root.anywhere)
        if root.path in self.path:
            why = f"cycle detected: candidate root '{root.path}' contains visited root '{self.root.path}'"
            raise CliError(f"{head}: {why}")
        try:
            below = Target(root, self.path)
            new = below.accumulate([])
            self.variables += below.variables
        except CliError as e:
            raise CliError(f"{head}: recursed accumulation of path '{root.path}': {e.message}") from None
        try:
            _add_all(into, new)
        except CliError as e:
            raise CliError(f"{head}: recursed merging from path '{root.path}': {e.message}") from None

    def _component(self, name: str, resources: list[Resource]) -> list[Resource]:
        if _remote(name):
            raise _unsupported_remote(name)
        try:
            root = files.Root.open(self.root.env, name, self.root.path, self.root.anywhere)
        except CliError as e:
            from minikctl.core.go_text import quote_go

            raise CliError(f"accumulating components: loader.New {quote_go(e.message)}") from None
        component = Target(root, self.path)
        if component.spec.get("kind") != "Component":
            raise CliError(
                f"accumulating components: accumulateDirectory: \"expected kind 'Component' for path '{name}' "
                f"but got '{component.spec.get('kind') or 'Kustomization'}'\""
            )
        out = component.accumulate(resources)
        self.variables += component.variables
        return out


def _remote(name: str) -> bool:
    return "://" in name or name.startswith(("git@", "github.com/")) or "?ref=" in name


def _unsupported_remote(name: str) -> CliError:
    return CliError(f"minikctl's kustomize does not fetch remote directories: '{name}'")


def _items(document: Any) -> list[Obj]:
    if isinstance(document, dict) and str(document.get("kind", "")).endswith("List"):
        items = document.get("items")
        if isinstance(items, list):
            return items
    return [document]


def _failed(what: str, path: str, why: str) -> CliError:
    """kubectl tries each resource as a file and then as a directory; both failures are told."""
    if os.path.exists(path):
        directory = f"'{path}': file is not directory"
    else:
        directory = f"not a valid directory: {why}"
    return CliError(f"accumulating resources: accumulation err='{what}': must build at directory: {directory}")


def _checked(obj: Any) -> Obj:
    if not isinstance(obj, dict) or not obj.get("kind"):
        raise CliError("missing Resource metadata")
    meta = obj.get("metadata")
    if not isinstance(meta, dict) or not (meta.get("name") or meta.get("generateName")):
        version, kind = obj.get("apiVersion", ""), obj["kind"]
        raise CliError(f"missing metadata.name in object {{{{{version} {kind}}} {{{{ }} map[] map[]}}}}")
    return obj


def _add_all(resources: list[Resource], new: list[Resource]) -> None:
    for one in new:
        if any(old.id == one.id and one.id.name for old in resources):
            raise CliError(f"may not add resource with an already registered id: {one.id}")
        resources.append(one)


def _absorb(resources: list[Resource], new: Resource) -> None:
    """Something generated: new, or by its `behavior` part of, or in place of, one that is there."""
    matches = [old for old in resources if any(new.id.same(one) for one in old.ids())]
    if new.behavior in ("", "create"):
        if matches:
            given = new.behavior or "unspecified"
            raise CliError(
                f"merging from generator: id {_go(new)} exists; can not use behavior: '{given}', "
                "behavior must be merge or replace"
            )
        resources.append(new)
        return
    if not matches:
        raise CliError(f"merging from generator: id {_go(new)} does not exist; cannot merge or replace")
    old = matches[0]
    old.needs_hash = old.needs_hash or new.needs_hash
    for field in ("data", "binaryData"):
        kept = old.obj.get(field) or {} if new.behavior == "merge" else {}
        merged = {**kept, **(new.obj.get(field) or {})}
        if merged:
            old.obj[field] = merged
        else:
            old.obj.pop(field, None)
    for field in ("labels", "annotations"):
        merged = {**(old.meta.get(field) or {}), **(new.meta.get(field) or {})}
        if merged:
            old.meta[field] = merged


def _go(resource: Resource) -> str:
    one = resource.id
    gvk = f'resid.Gvk{{Group:"{one.group}", Version:"{one.version}", Kind:"{one.kind}", isClusterScoped:false}}'
    return f'resid.ResId{{Gvk:{gvk}, Name:"{one.name}", Namespace:"{one.namespace}"}}'
