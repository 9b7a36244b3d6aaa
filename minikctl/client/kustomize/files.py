"""The files of a kustomization: the directory that it may read, and the kustomization.yaml itself."""

from __future__ import annotations

import os

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_HEADS = {"Kustomization": "kustomize.config.k8s.io/v1beta1", "Component": "kustomize.config.k8s.io/v1alpha1"}
KNOWN = (
    "apiVersion",
    "kind",
    "metadata",
    "resources",
    "bases",
    "components",
    "namespace",
    "namePrefix",
    "nameSuffix",
    "commonLabels",
    "labels",
    "commonAnnotations",
    "images",
    "replicas",
    "configMapGenerator",
    "secretGenerator",
    "generatorOptions",
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "sortOptions",
    "replacements",
    "vars",
)
# fields that kustomize knows and we do not: refused, never overlooked
_MISSING = (
    "openapi",
    "crds",
    "generators",
    "transformers",
    "validators",
    "configurations",
    "helmCharts",
    "helmGlobals",
    "helmChartInflationGenerator",
    "buildMetadata",
    "imageTags",
)
DEPRECATED = {
    "bases": "resources",
    "commonLabels": "labels",
    "patchesJson6902": "patches",
    "patchesStrategicMerge": "patches",
    "vars": "replacements",
}


class Root:
    """A directory, by its real path. Files are read from it and below, unless `anywhere`."""

    def __init__(self, env: Env, path: str, anywhere: bool) -> None:
        self.env, self.path, self.anywhere = env, path, anywhere

    @classmethod
    def open(cls, env: Env, name: str, below: str = "", anywhere: bool = False) -> Root:
        path = os.path.join(below, name) if below else env.path(name)
        if not os.path.exists(path):
            shown = os.path.normpath(path)
            quoted = shown if below else name
            raise CliError(
                f"must build at directory: not a valid directory: evalsymlink failure on '{quoted}' : "
                f"lstat {shown}: no such file or directory"
            )
        if not os.path.isdir(path):
            raise CliError(f"must build at directory: '{name}': file is not directory")
        return cls(env, os.path.realpath(path), anywhere)

    def read(self, name: str) -> bytes:
        """A file named in the kustomization."""
        if name.startswith(("http://", "https://")):
            from minikctl.client.urls import read

            return read(name).encode("utf-8", "surrogateescape")
        path = os.path.join(self.path, name)
        if not os.path.exists(path):
            shown = os.path.normpath(path)
            raise CliError(f"evalsymlink failure on '{shown}' : lstat {shown}: no such file or directory")
        real = os.path.realpath(path)
        if os.path.isdir(real):
            raise CliError(f"'{name}' must resolve to a file")
        if not self.anywhere and not real.startswith(self.path.rstrip("/") + "/"):
            raise CliError(f"security; file '{real}' is not in or below '{self.path}'")
        try:
            with open(real, "rb") as f:
                return f.read()
        except OSError as e:
            raise CliError(f"open {real}: {(e.strerror or str(e)).lower()}") from None

    def documents(self, name: str) -> list[Obj]:
        """The objects of a file."""
        from minikctl.core.yaml_codec import load_all

        return load_all(self.read(name), name)


def kustomization(root: Root) -> Obj:
    """The kustomization of a directory, its fields checked."""
    found = [name for name in NAMES if os.path.isfile(os.path.join(root.path, name))]
    if not found:
        raise CliError(
            "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory "
            f"'{root.path}'"
        )
    if len(found) > 1:
        raise CliError(f"Found multiple kustomization files under: {root.path}\n")
    try:
        documents = root.documents(found[0])
    except CliError as e:
        why = e.message.partition("error converting YAML to JSON: ")[2] or e.message
        raise CliError(f"invalid Kustomization: {why}") from None
    if not documents:
        raise CliError("kustomization.yaml is empty")
    spec = documents[0]
    if not isinstance(spec, dict):
        raise CliError("invalid Kustomization: json: cannot unmarshal into Go value of type types.Kustomization")
    _check(spec, root)
    return spec


def _check(spec: Obj, root: Root) -> None:
    said = (value for field, value in spec.items() if field not in ("apiVersion", "kind"))
    if all(value is None or value in ("", False) for value in said):  # lists and maps count even without content
        raise CliError("kustomization.yaml is empty")
    for field in spec:
        if field in _MISSING:
            raise CliError(f"minikctl's kustomize does not support the field {field!r} ({root.path})")
        if field not in KNOWN:
            raise CliError(f'invalid Kustomization: json: unknown field "{field}"')
    kind = spec.get("kind") or "Kustomization"
    version = _HEADS.get(kind, _HEADS["Kustomization"])
    problems = [] if kind in _HEADS else ["kind should be Kustomization or Component"]
    if (spec.get("apiVersion") or version) != version:
        problems.append(f"apiVersion for {kind} should be {version}")
    if problems:
        raise CliError("\n".join([f"Failed to read kustomization file under {root.path}:", *problems]))
    _check_types(spec)
    for field, better in DEPRECATED.items():
        if spec.get(field):
            trial = "[EXPERIMENTAL] " if field == "vars" else ""
            root.env.stderr.write(
                f"# Warning: '{field}' is deprecated. Please use '{better}' instead. "
                f"{trial}Run 'kustomize edit fix' to update your Kustomization automatically.\n"
            )


def _check_types(spec: Obj) -> None:
    """The outer types; within, wrong ones are refused where they are used."""
    for field, value in spec.items():
        if value is None:
            continue
        want = "array" if field in _LISTS else "object" if field in _MAPS else "string"
        if _json_kind(value) != want:
            raise _mistyped(value, f"struct field Kustomization.{field} of type {_GO[want]}")
        if want == "array" and field not in ("resources", "bases", "components", "patchesStrategicMerge"):
            for item in value:
                if not isinstance(item, dict):
                    raise _mistyped(item, f"struct field Kustomization.{field}")
    for field in ("commonLabels", "commonAnnotations"):
        for item in (spec.get(field) or {}).values():
            if not isinstance(item, str):
                raise _mistyped(item, f"struct field Kustomization.{field} of type string")
    for label in spec.get("labels") or ():
        for item in (label.get("pairs") or {}).values():
            if not isinstance(item, str):
                raise _mistyped(item, "struct field Label.labels.pairs of type string")


_LISTS = (
    "resources",
    "bases",
    "components",
    "labels",
    "images",
    "replicas",
    "configMapGenerator",
    "secretGenerator",
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "replacements",
    "vars",
)
_MAPS = ("metadata", "commonLabels", "commonAnnotations", "generatorOptions", "sortOptions")
_GO = {"array": "[]string", "object": "map[string]string", "string": "string"}


def _mistyped(value: Any, where: str) -> CliError:
    return CliError(f"invalid Kustomization: json: cannot unmarshal {_json_kind(value)} into Go {where}")


def _json_kind(value: Any) -> str:
    from minikctl.core.patches._failure import json_kind

    return "null" if value is None else json_kind(value)
