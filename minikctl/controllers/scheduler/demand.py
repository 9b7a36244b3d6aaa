"""What a pod asks of a node, taken from its spec once; pods of one owner that ask for the same share it. Pure."""

from __future__ import annotations

from minikctl.core.resources import pod_requests
from minikctl.core.typed import Any

Obj = dict[str, Any]

# what an own request of nothing counts as when nodes are compared
LEAST_CPU, LEAST_MEMORY = 100, 200 << 20


class Demand:
    """`owner` is the uid of the controlling owner, "" for a pod of its own."""

    __slots__ = (
        "affinity",
        "anti_affinity",
        "cpu",
        "labels",
        "memory",
        "namespace",
        "node_affinity",
        "node_selector",
        "other",
        "owner",
        "ports",
        "preferred_affinity",
        "preferred_anti_affinity",
        "preferred_nodes",
        "spread",
        "tolerations",
        "volumes",
    )

    def __init__(self, pod: Obj) -> None:
        spec = pod["spec"]
        meta = pod["metadata"]
        self.namespace: str = meta["namespace"]
        self.labels: Obj = meta.get("labels") or {}
        self.owner = owner_of(pod)
        self.cpu, self.memory = pod_requests(spec)
        self.other = _other_resources(spec)
        self.tolerations: list[Obj] = spec.get("tolerations") or []
        self.node_selector: Obj = spec.get("nodeSelector") or {}
        affinity = spec.get("affinity") or {}
        nodes = affinity.get("nodeAffinity") or {}
        required = nodes.get("requiredDuringSchedulingIgnoredDuringExecution")
        self.node_affinity: list[Obj] | None = None if required is None else required.get("nodeSelectorTerms") or []
        self.preferred_nodes: list[Obj] = nodes.get("preferredDuringSchedulingIgnoredDuringExecution") or []
        self.affinity, self.preferred_affinity = _terms(affinity.get("podAffinity"))
        self.anti_affinity, self.preferred_anti_affinity = _terms(affinity.get("podAntiAffinity"))
        self.spread: list[Obj] = spec.get("topologySpreadConstraints") or []
        self.ports = host_ports(spec)
        self.volumes = any("persistentVolumeClaim" in v or "ephemeral" in v for v in spec.get("volumes") or ())

    def is_simple(self) -> bool:
        """Whether nodes can be judged without looking at the pods on them one by one."""
        return not (
            self.affinity
            or self.anti_affinity
            or self.preferred_affinity
            or self.preferred_anti_affinity
            or self.spread
            or self.ports
            or self.other
        )


def same(pod: Obj) -> tuple[Any, ...]:
    """Pods with the same of these can share a demand."""
    spec = pod["spec"]
    return (
        pod["metadata"]["namespace"],
        owner_of(pod) or pod["metadata"]["uid"],
        len(spec["containers"]),
        repr([c.get("resources") for c in spec["containers"]]),
        repr([(c.get("resources"), c.get("restartPolicy")) for c in spec.get("initContainers") or ()]),
        repr(spec.get("overhead")),
        repr(spec.get("nodeSelector")),
        repr(spec.get("affinity")),
        repr(spec.get("tolerations")),
        repr(spec.get("topologySpreadConstraints")),
        repr(pod["metadata"].get("labels")) if "affinity" in spec or "topologySpreadConstraints" in spec else "",
        repr([c.get("ports") for c in spec["containers"]]),
        spec.get("priority", 0),
        any("persistentVolumeClaim" in v or "ephemeral" in v for v in spec.get("volumes") or ()),
    )


def priority(pod: Obj) -> int:
    return int(pod["spec"].get("priority") or 0)


def owner_of(pod: Obj) -> str:
    for ref in pod["metadata"].get("ownerReferences") or ():
        if ref.get("controller"):
            return str(ref["uid"])
    return ""


def host_ports(spec: Obj) -> list[tuple[str, str, int]]:
    """(address, protocol, port) of everything the pod wants on the node itself."""
    return [
        (p.get("hostIP") or "0.0.0.0", p.get("protocol", "TCP"), p["hostPort"])
        for c in spec["containers"]
        for p in c.get("ports") or ()
        if p.get("hostPort")
    ]


def _other_resources(spec: Obj) -> dict[str, int]:
    """Requests beside cpu and memory: ephemeral storage, devices."""
    out: dict[str, int] = {}
    for container in spec["containers"]:
        for name, text in ((container.get("resources") or {}).get("requests") or {}).items():
            if name not in ("cpu", "memory"):
                from minikctl.core.quantity import value

                out[name] = out.get(name, 0) + value(text)
    return {name: amount for name, amount in out.items() if amount}


def _terms(affinity: Obj | None) -> tuple[list[Obj], list[Obj]]:
    """(required, preferred) terms."""
    if not affinity:
        return [], []
    return (
        affinity.get("requiredDuringSchedulingIgnoredDuringExecution") or [],
        affinity.get("preferredDuringSchedulingIgnoredDuringExecution") or [],
    )
