"""What Endpoints and EndpointSlices have in common: the pods behind a Service, their ports, and which changes of a
pod matter.
"""

from __future__ import annotations

from minikctl.controllers._base import key_of
from minikctl.controllers._pods import is_finished, is_ready, ready_condition
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

PODS_DELAY = 100_000  # changes of many pods within this time become one look
HEADLESS = "service.kubernetes.io/headless"
TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time"


def service_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Watch keys of pods: the Services that select the pod, now or before, if the change is one that endpoints show."""
    pods = [one for one in (obj, old) if one is not None and ip_of(one)]
    if not pods or (obj is not None and old is not None and _facts(obj) == _facts(old)):
        return []
    labels = [pod["metadata"].get("labels") or {} for pod in pods]
    keys = []
    for service in view.list("services", pods[0]["metadata"]["namespace"]):
        wanted = service["spec"].get("selector")
        if wanted and any(wanted.items() <= have.items() for have in labels):
            keys.append(key_of(service))
    return keys


def _facts(pod: Obj) -> tuple[Any, ...]:
    meta = pod["metadata"]
    return (
        ip_of(pod),
        is_ready(pod),
        is_finished(pod),
        "deletionTimestamp" in meta,
        meta.get("labels"),
        pod["spec"].get("nodeName"),
    )


def pods_of(view: View, service: Obj, terminating: bool) -> list[Obj]:
    """Pods with an address that the Service selects and that have not ended."""
    from minikctl.controllers._selecting import lookup

    selector = lookup({"matchLabels": service["spec"]["selector"]})
    return [
        pod
        for pod in view.select("pods", service["metadata"]["namespace"], selector)
        if ip_of(pod) and not is_finished(pod) and (terminating or "deletionTimestamp" not in pod["metadata"])
    ]


def ip_of(pod: Obj) -> str:
    return str((pod.get("status") or {}).get("podIP") or "")


def is_headless(service: Obj) -> bool:
    return bool(service["spec"].get("clusterIP") == "None")


def hostname_of(pod: Obj, service: Obj) -> str:
    """The name under which the pod is found beside its Service's: its hostname, if its subdomain is the Service."""
    spec = pod["spec"]
    return str(spec.get("hostname") or "") if spec.get("subdomain") == service["metadata"]["name"] else ""


def target_ref(pod: Obj) -> Obj:
    meta = pod["metadata"]
    return {"kind": "Pod", "name": meta["name"], "namespace": meta["namespace"], "uid": meta["uid"]}


def ports_of(pod: Obj, service: Obj) -> list[Obj]:
    """The Service's ports as this pod has them; a named target port that the pod lacks is left out."""
    found = []
    for port in service["spec"].get("ports") or ():
        number = _number(pod, port)
        if number is None:
            continue
        one: Obj = {"port": number, "protocol": port.get("protocol", "TCP")}
        for field in ("name", "appProtocol"):
            if port.get(field):
                one[field] = port[field]
        found.append(one)
    return found


def _number(pod: Obj, port: Obj) -> int | None:
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target or int(port["port"])
    spec = pod["spec"]
    sidecars = [c for c in spec.get("initContainers") or () if c.get("restartPolicy") == "Always"]
    for container in [*spec["containers"], *sidecars]:
        for one in container.get("ports") or ():
            if one.get("name") == target and one.get("protocol", "TCP") == port.get("protocol", "TCP"):
                return int(one["containerPort"])
    return None


def trigger_time(service: Obj, changed: list[Obj], is_new: bool) -> str | None:
    """What set a change off: the first of the changed pods to turn, the Service itself where it is new; None for pods
    that went away.
    """
    if is_new:
        return str(service["metadata"]["creationTimestamp"])
    times = [(ready_condition(pod) or {}).get("lastTransitionTime") for pod in changed]
    return min((t for t in times if t), default=None)
