"""ResourceQuota: status.hard follows the spec, status.used is counted anew when something goes. What comes is counted
by admission.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Result, Update, Watch, itself, key_of
from minikctl.controllers._pods import is_finished
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import quota_usage

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

DELAY = 100_000  # many objects that go within this time are one count
CORE = ("configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "secrets", "services")
COUNTED = (
    *CORE,
    "cronjobs.batch",
    "daemonsets.apps",
    "deployments.apps",
    "horizontalpodautoscalers.autoscaling",
    "ingresses.networking.k8s.io",
    "jobs.batch",
    "replicasets.apps",
    "serviceaccounts",
    "statefulsets.apps",
)


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    quota = view.get("resourcequotas", namespace, name)
    if quota is None:
        return NOTHING
    hard = (quota.get("spec") or {}).get("hard") or {}
    status = {"hard": dict(hard), "used": used(view, quota, hard)}
    if status == (quota.get("status") or {}):
        return NOTHING
    return Result([Update({**quota, "status": status}, "status")])


def used(view: View, quota: Obj, hard: Obj) -> Obj:
    """How much of each limit is in use."""
    from minikctl.core.quantity import Quantity, parse

    counts: dict[tuple[str, str], int] = {}  # (limit, amount) -> objects: most pods ask for the same
    for resource in resources_of(hard):
        for obj in view.list(resource, quota["metadata"]["namespace"]):
            if quota_usage.in_scope(quota, resource, obj):
                for pair in quota_usage.usage(resource, obj, hard).items():
                    counts[pair] = counts.get(pair, 0) + 1
    totals: dict[str, Quantity] = {}
    for (limit, amount), count in counts.items():
        one = parse(amount)
        product = Quantity(one.unscaled * count, one.scale, one.format)
        totals[limit] = totals[limit].add(product) if limit in totals else product
    return {limit: str(totals[limit]) if limit in totals else "0" for limit in sorted(hard)}


def resources_of(hard: Obj) -> list[str]:
    """The resources that the limits are about."""
    found = set()
    for limit in hard:
        if limit.startswith("count/"):
            found.add(limit.removeprefix("count/"))
        elif limit in CORE or limit == "resourcequotas":
            found.add(limit)
        elif limit.startswith("services."):
            found.add("services")
        elif limit == "requests.storage" or ".storageclass." in limit:
            found.add("persistentvolumeclaims")
        else:
            found.add("pods")
    return sorted(found)


def _freed(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Every quota of a namespace in which something has gone or has become less."""
    if old is None or (obj is not None and not _less(obj, old)):
        return []
    return [key_of(quota) for quota in view.list("resourcequotas", old["metadata"]["namespace"])]


def _less(obj: Obj, old: Obj) -> bool:
    if obj["kind"] == "Pod":
        return is_finished(obj) and not is_finished(old)
    return obj["kind"] in ("Service", "PersistentVolumeClaim") and obj.get("spec") != old.get("spec")


CONTROLLER = Controller(
    "quota",
    "kube-controller-manager",
    (Watch("resourcequotas", itself), *(Watch(resource, _freed, DELAY) for resource in COUNTED)),
    reconcile,
    component="resource-quota-controller",
)
