"""Which replica sets are the Deployment's: adopts orphans that its selector matches, lets go of those that it no longer
does.
"""

from __future__ import annotations

from minikctl.controllers._base import Update
from minikctl.controllers._owners import claim as claim_objects
from minikctl.controllers._selecting import lookup, matcher
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]


def claim(view: View, deployment: Obj) -> tuple[list[Obj], list[Change]]:
    """(its replica sets, adoptions and releases to write first)."""
    meta, selector = deployment["metadata"], deployment["spec"].get("selector")
    candidates = {rs["metadata"]["uid"]: rs for rs in view.owned(meta["uid"], "replicasets.apps")}
    for rs in view.select("replicasets.apps", meta["namespace"], lookup(selector)):
        candidates.setdefault(rs["metadata"]["uid"], rs)
    mine, writes = claim_objects(deployment, candidates.values(), matcher(selector))
    return mine, [Update(rs) for rs in writes]
