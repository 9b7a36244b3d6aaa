"""Makes `_index.py` from the kinds: `python -m minikctl.kinds.compile`. Never imported by the program.

Adding a kind is adding its module, and its line in MODULES.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.kinds._kind import Kind, Served

MODULES = (
    "configmap",
    "controllerrevision",
    "cronjob",
    "customresourcedefinition",
    "daemonset",
    "deployment",
    "endpoints",
    "endpointslice",
    "event",
    "horizontalpodautoscaler",
    "ingress",
    "ingressclass",
    "job",
    "lease",
    "limitrange",
    "metrics",
    "namespace",
    "networkpolicy",
    "node",
    "persistentvolume",
    "persistentvolumeclaim",
    "plain",
    "pod",
    "poddisruptionbudget",
    "podtemplate",
    "priorityclass",
    "rbac",
    "replicaset",
    "replicationcontroller",
    "resourcequota",
    "secret",
    "service",
    "serviceaccount",
    "statefulset",
    "storageclass",
)

# the order in which a server lists its groups; what is first wins where a name is in several
GROUPS = (
    "",
    "apiregistration.k8s.io",
    "apps",
    "events.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "scheduling.k8s.io",
    "coordination.k8s.io",
    "node.k8s.io",
    "discovery.k8s.io",
    "resource.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "metrics.k8s.io",
    "extensions",
)

HEAD = '''# ruff: noqa
# fmt: off
"""What is served, under which names. `python -m minikctl.kinds.compile` makes it from the kinds: change those."""

from __future__ import annotations

ROWS: tuple[tuple[str | bool | tuple[str, ...], ...], ...] = (
'''


def kinds() -> list[tuple[str, Kind]]:
    """Every kind with the module that it is in."""
    found: list[tuple[str, Kind]] = []
    for name in MODULES:
        module = import_module(f"minikctl.kinds.{name}")
        found += [(name, kind) for kind in (module.KINDS if hasattr(module, "KINDS") else (module.KIND,))]
    return found


def text() -> str:
    """The source of `_index.py`."""
    served = [(kind, version, module) for module, kind in kinds() for version in kind.versions]
    served.sort(key=lambda each: (*_rank(each[0], each[1]), each[0].plural))
    return HEAD + "".join(f"    {_row(kind, version, module)!r},\n" for kind, version, module in served) + ")\n"


def _rank(kind: Kind, version: Served) -> tuple[int, bool, int]:
    """Old API versions come last in their group; otherwise a group's versions from new to old."""
    group = GROUPS.index(version.group or kind.group)
    stable = version.version.partition("alpha")[0].partition("beta")
    major = int(stable[0][1:])
    return group, version.legacy or bool(stable[1]), -(major * 100 + int(stable[2] or 0))


def _row(kind: Kind, version: Served, module: str) -> tuple[object, ...]:
    return (
        version.group or kind.group,
        version.version,
        kind.plural,
        kind.kind,
        kind.namespaced,
        kind.singular,
        kind.short_names,
        kind.categories,
        kind.verbs,
        kind.subresources,
        kind.resource,
        module,
        version.legacy,
        version.deprecated,
        version.switch,
    )


if __name__ == "__main__":
    Path(__file__).with_name("_index.py").write_text(text(), encoding="utf-8")
