"""Deployments, with the replica sets of their old and new templates."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.objects import is_controlled_by
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import NONE, Page
from minikctl.describe._replicas import selector_text

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    page.field("CreationTimestamp", _page.created(obj))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Selector", selector_text(obj))
    numbers = [(spec.get("replicas", 0), "desired")]
    numbers += [(status.get(f"{name}eplicas", 0), word) for name, word in _COUNTS]
    page.field("Replicas", " | ".join(f"{number} {word}" for number, word in numbers))
    _strategy(page, spec)
    pod_template.write(page, spec.get("template") or {})
    _page.condition_lines(page, obj)
    old, new = _replica_sets(obj, related)
    if old or new:
        page.field("OldReplicaSets", _names(old))
        page.field("NewReplicaSet", _names(new))
    events.write(page, obj, related)
    return page.text()


_COUNTS = (("updatedR", "updated"), ("r", "total"), ("availableR", "available"), ("unavailableR", "unavailable"))


def _strategy(page: Page, spec: Obj) -> None:
    strategy = spec.get("strategy") or {}
    page.field("StrategyType", strategy.get("type", ""))
    page.field("MinReadySeconds", spec.get("minReadySeconds", 0))
    rolling = strategy.get("rollingUpdate")
    if rolling is not None:
        limits = f"{rolling.get('maxUnavailable')} max unavailable, {rolling.get('maxSurge')} max surge"
        page.field("RollingUpdateStrategy", limits)


def _replica_sets(obj: Obj, related: Related) -> tuple[list[Obj], list[Obj]]:
    """Those of other templates, and the oldest one of the template. Nothing where they cannot be listed."""
    from minikctl.controllers.deployment.templates import equal_ignoring_hash

    try:
        listed = related.list("replicasets.apps", obj["metadata"].get("namespace", ""), selector_text(obj))
    except ApiError:
        return [], []
    found = sorted((rs for rs in listed if is_controlled_by(rs, obj)), key=_by_age)
    template = obj["spec"].get("template") or {}
    new = [rs for rs in found if equal_ignoring_hash(rs["spec"]["template"], template)][:1]
    return [rs for rs in found if rs not in new], new


def _by_age(obj: Obj) -> tuple[str, str]:
    return obj["metadata"].get("creationTimestamp") or "", obj["metadata"]["name"]


def _names(replica_sets: list[Obj]) -> str:
    out = []
    for rs in replica_sets:
        have, want = (rs.get("status") or {}).get("replicas", 0), rs["spec"].get("replicas", 0)
        out.append(f"{rs['metadata']['name']} ({have}/{want} replicas created)")
    return ", ".join(out) or NONE
