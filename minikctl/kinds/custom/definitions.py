"""What a CustomResourceDefinition says, read carefully: older states hold some that were never typed. Pure."""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

RESOURCE = "customresourcedefinitions.apiextensions.k8s.io"
CLEANUP = "customresourcecleanup.apiextensions.k8s.io"
NAMES = ("plural", "singular", "shortNames", "kind", "listKind", "categories")


def mapping(value: Any) -> Obj:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def spec(crd: Obj) -> Obj:
    return mapping(crd.get("spec"))


def group(crd: Obj) -> str:
    return text(spec(crd).get("group"))


def wanted_names(crd: Obj) -> Obj:
    return mapping(spec(crd).get("names"))


def accepted_names(crd: Obj) -> Obj:
    return mapping(mapping(crd.get("status")).get("acceptedNames"))


def namespaced(crd: Obj) -> bool:
    return spec(crd).get("scope") == "Namespaced"


def versions(crd: Obj) -> list[Obj]:
    """In the order of the definition."""
    found = spec(crd).get("versions")
    return [mapping(each) for each in found] if isinstance(found, list) else []


def served(crd: Obj) -> list[Obj]:
    """The versions that are served, the preferred one first: stable ones before beta and alpha, new before old."""
    return sorted((v for v in versions(crd) if v.get("served") is True), key=lambda v: rank(text(v.get("name"))))


def storage(crd: Obj) -> str:
    """The name of the version in which objects are stored."""
    return next((text(v.get("name")) for v in versions(crd) if v.get("storage") is True), "")


def schema(version: Obj) -> Obj:
    """The structural schema of a version."""
    return mapping(mapping(version.get("schema")).get("openAPIV3Schema"))


def rank(version: str) -> tuple[int, int, int, str]:
    """Sorts versions as Kubernetes prefers them: v2, v1, v1beta1, v1alpha1, others by name. # source: docs
    "Versions in CustomResourceDefinitions"
    """
    head, digits = version[:1], version[1:]
    for stage, word in enumerate(("", "beta", "alpha")):
        major, found, minor = digits.partition(word) if word else (digits, "", "0")
        if head == "v" and major.isdigit() and minor.isdigit() and (found or not word):
            return stage, -int(major), -int(minor), ""
    return 3, 0, 0, version


def condition(crd: Obj, kind: str) -> Obj | None:
    found = mapping(crd.get("status")).get("conditions")
    return next((c for c in found or () if isinstance(c, dict) and c.get("type") == kind), None)


def established(crd: Obj) -> bool:
    return (condition(crd, "Established") or {}).get("status") == "True"


def terminating(crd: Obj) -> bool:
    return (condition(crd, "Terminating") or {}).get("status") == "True"
