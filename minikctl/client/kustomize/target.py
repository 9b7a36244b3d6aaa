"""One kustomization: its resources and those of its bases, what it generates, then what it does to all of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from minikctl.client.kustomize import files, generating, patching, transforming
from minikctl.client.kustomize.resource import Resource
from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]


class Target:
    """`path`: the directories on the way here, to find cycles."""

    def __init__(self, root: files.Root, path: tuple[str, ...] = ()) -> None:
        self.root = root
        self.path = (*path, root.path)
        self.spec = files.kustomization(root)

    @classmethod
    def top(cls, env: Env, directory: str, anywhere: bool) -> Target:
        if _remote(directory):
            raise _unsupported_remote(directory)
        return cls(files.Root.open(env, directory, "", anywhere))

    def accumulate(self, given: list[Resource]) -> list[Resource]:
        """Its resources after all that it does to them. `given`: what a component is handed."""
        resources = list(given)
        for name in [*(self.spec.get("resources") or ()), *(self.spec.get("bases") or ())]:
            for resource in self._resource(str(name)):
                _add(resources, resource)
        for name in self.spec.get("components") or ():
            resources = self._component(str(name), resources)
        for generated in generating.generate(self.spec, self.root):
            _absorb(resources, generated)
        patching.strategic(self.spec, self.root, resources)
        transforming.transform(self.spec, resources)
        patching.json6902(self.spec, self.root, resources)
        transforming.replicas_and_images(self.spec, resources)
        return [resource for resource in resources if resource.obj]

    def _resource(self, name: str) -> list[Resource]:
        """A file's objects, or what a directory comes to."""
        if _remote(name) and not name.endswith((".yaml", ".yml", ".json")):
            raise _unsupported_remote(name)
        if os.path.isdir(os.path.join(self.root.path, name)):
            return self._base(name).accumulate([])
        try:
            documents = self.root.documents(name)
        except CliError as e:
            raise self._unreadable(name, e) from None
        return [Resource(_checked(obj, name)) for document in documents for obj in _items(document)]

    def _unreadable(self, name: str, error: CliError) -> CliError:
        head = f"accumulating resources: accumulation err='accumulating resources from '{name}': {error.message}'"
        shown = os.path.normpath(os.path.join(self.root.path, name))
        if os.path.exists(shown):
            return CliError(f"{head}: must build at directory: '{shown}': file is not directory")
        return CliError(f"{head}: must build at directory: not a valid directory: {error.message}")

    def _base(self, name: str) -> Target:
        root = files.Root.open(self.root.env, name, self.root.path, self.root.anywhere)
        if root.path in self.path:
            raise CliError(f"cycle detected: candidate root '{root.path}' contains visited root '{self.root.path}'")
        try:
            return Target(root, self.path)
        except CliError as e:
            raise CliError(
                f"accumulating resources: recursed accumulation of path '{root.path}': {e.message}"
            ) from None

    def _component(self, name: str, resources: list[Resource]) -> list[Resource]:
        if _remote(name):
            raise _unsupported_remote(name)
        component = self._base(name)
        if component.spec.get("kind") != "Component":
            raise CliError(
                f"accumulating components: accumulateDirectory: \"expected kind 'Component' for path '{name}' "
                f"but got '{component.spec.get('kind') or 'Kustomization'}'\""
            )
        return component.accumulate(resources)


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


def _checked(obj: Any, name: str) -> Obj:
    if not isinstance(obj, dict) or not obj.get("kind"):
        raise CliError(
            f"accumulating resources: accumulation err='accumulating resources from '{name}': missing Resource "
            "metadata'"
        )
    meta = obj.get("metadata")
    if not isinstance(meta, dict) or not (meta.get("name") or meta.get("generateName")):
        raise CliError(
            f"accumulating resources: accumulation err='accumulating resources from '{name}': missing metadata.name in "
            f"object {{{{{obj.get('apiVersion', '')} {obj['kind']}}} {{{{ }} map[] map[]}}}}'"
        )
    return obj


def _add(resources: list[Resource], new: Resource) -> None:
    for old in resources:
        if old.id == new.id and new.id.name:
            raise CliError(
                "accumulating resources: merging resources: may not add resource with an already registered id: "
                f"{new.id}"
            )
    resources.append(new)


def _absorb(resources: list[Resource], new: Resource) -> None:
    """Something generated: new, or by its `behavior` part of, or in place of, one that is there."""
    matches = [old for old in resources if any(new.id.same(one) for one in old.ids())]
    if new.behavior in ("", "create"):
        if matches:
            raise CliError(f"merging from generator: id {new.id} exists; behavior must be merge or replace")
        resources.append(new)
        return
    if not matches:
        raise CliError(f"merging from generator: id {new.id} does not exist; cannot merge or replace")
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
