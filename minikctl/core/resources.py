"""What a pod asks of a node. Pure arithmetic over quantities."""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

_parsed: dict[
    tuple[Any, Any], tuple[int, int]
] = {}  # pods of one template ask for the same; parsing costs ten times as much


def pod_requests(spec: Obj) -> tuple[int, int]:
    """(milli-CPU, bytes of memory) that the scheduler counts for a pod: containers summed, or the largest init
    container; overhead added.

    Sidecars (init containers that restart always) count as containers and beside later init containers.
    source: docs "Pod QoS and init containers", KEP-753
    """
    cpu = memory = side_cpu = side_memory = init_cpu = init_memory = 0
    for c in spec.get("initContainers") or ():
        c_cpu, c_memory = container_requests(c)
        if c.get("restartPolicy") == "Always":
            side_cpu += c_cpu
            side_memory += c_memory
            c_cpu = c_memory = 0
        init_cpu = max(init_cpu, c_cpu + side_cpu)
        init_memory = max(init_memory, c_memory + side_memory)
    for c in spec.get("containers") or ():
        c_cpu, c_memory = container_requests(c)
        cpu += c_cpu
        memory += c_memory
    cpu = max(cpu + side_cpu, init_cpu)
    memory = max(memory + side_memory, init_memory)
    overhead = spec.get("overhead")
    if overhead:
        o_cpu, o_memory = container_requests({"resources": {"requests": overhead}})
        cpu += o_cpu
        memory += o_memory
    return cpu, memory


def container_requests(container: Obj) -> tuple[int, int]:
    """(milli-CPU, bytes) one container requests; 0 where it says nothing."""
    requests = (container.get("resources") or {}).get("requests")
    if not requests:
        return 0, 0
    asked = (requests.get("cpu", "0"), requests.get("memory", "0"))
    known = _parsed.get(asked)
    if known is None:
        from minikctl.core.quantity import milli, value

        if len(_parsed) > 1000:
            _parsed.clear()
        known = _parsed[asked] = (milli(asked[0]), value(asked[1]))
    return known
