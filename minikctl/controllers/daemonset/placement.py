"""Which nodes a DaemonSet wants a pod on, where one may stay, and what the pod of a node looks like. Pure."""

from __future__ import annotations

from minikctl.controllers._revisions import HASH_LABEL
from minikctl.controllers.replicas.creating import pod_of
from minikctl.controllers.scheduler.filters import matches_term
from minikctl.controllers.scheduler.taints import untolerated
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers.scheduler.cluster import Node

Obj = dict[str, Any]

TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"
_TAINTS = (  # what daemons put up with
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)
_HOST_NETWORK = ("node.kubernetes.io/network-unavailable", "NoSchedule")


class Verdict(NamedTuple):
    """run: a pod belongs there. stay: one that is there need not go."""

    run: bool
    stay: bool


def judge(owner: Obj, node: Node) -> Verdict:
    spec = owner["spec"]["template"].get("spec") or {}
    if spec.get("nodeName", node.name) not in ("", node.name):
        return Verdict(False, False)
    if any(node.labels.get(k) != v for k, v in (spec.get("nodeSelector") or {}).items()):
        return Verdict(False, False)
    terms = _required_terms(spec)
    if terms is not None and not any(matches_term(term, node) for term in terms):
        return Verdict(False, False)
    tolerations = tolerations_of(spec)
    if untolerated(tolerations, node.taints, ("NoSchedule", "NoExecute")) is None:
        return Verdict(True, True)
    return Verdict(False, untolerated(tolerations, node.taints, ("NoExecute",)) is None)


def _required_terms(spec: Obj) -> list[Obj] | None:
    affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    return None if required is None else list(required.get("nodeSelectorTerms") or ())


def tolerations_of(spec: Obj) -> list[Obj]:
    """The template's tolerations and those that every daemon has."""
    out = list(spec.get("tolerations") or ())
    for key, effect in (*_TAINTS, *((_HOST_NETWORK,) if spec.get("hostNetwork") else ())):
        added = {"key": key, "operator": "Exists", "effect": effect}
        out = [added if _same(t, added) else t for t in out]
        if added not in out:
            out.append(added)
    return out


def _same(one: Obj, other: Obj) -> bool:
    """Tolerations that differ in how long they last only."""
    return {k: v for k, v in one.items() if k != "tolerationSeconds"} == other


def pod_for(owner: Obj, digest: str) -> Obj:
    """The pod of any node, without a name; shares its parts with the template."""
    pod = pod_of(owner, owner["spec"]["template"])
    meta, spec = dict(pod["metadata"]), dict(pod["spec"])
    labels = {**(meta.get("labels") or {}), HASH_LABEL: digest}
    generation = (owner["metadata"].get("annotations") or {}).get(TEMPLATE_GENERATION)
    if generation:
        labels["pod-template-generation"] = generation
    meta["labels"] = labels
    spec["tolerations"] = tolerations_of(spec)
    return {**pod, "metadata": meta, "spec": spec}


def bound_to(spec: Obj, node: str) -> Obj:
    """The affinity that lets the scheduler choose this node only."""
    term = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}
    affinity = dict(spec.get("affinity") or {})
    required = {"nodeSelectorTerms": [term]}
    affinity["nodeAffinity"] = {
        **(affinity.get("nodeAffinity") or {}),
        "requiredDuringSchedulingIgnoredDuringExecution": required,
    }
    return affinity


def node_of(pod: Obj) -> str:
    """Where the pod is, or is meant to be."""
    name: str = pod["spec"].get("nodeName", "")
    if name:
        return name
    for term in _required_terms(pod["spec"]) or ():
        for field in term.get("matchFields") or ():
            if field["key"] == "metadata.name" and field["operator"] == "In" and len(field["values"]) == 1:
                return str(field["values"][0])
    return ""
