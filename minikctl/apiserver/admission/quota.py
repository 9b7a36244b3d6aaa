"""ResourceQuota: what a namespace may hold. A create that fits is counted at once, so that the next one in the same
instant sees it.
"""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def validate(
    api: ApiServer, target: Target, _op: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str
) -> None:
    """ApiError 403 `exceeded quota` or `failed quota`; counts what fits in status.used."""
    if subresource or target.kind.resource == "resourcequotas":
        return
    quotas = api.tx.list("resourcequotas", obj["metadata"]["namespace"])
    if not quotas:
        return
    from minikctl.kinds import quota_usage

    for quota in quotas:
        hard = (quota.get("status") or {}).get("hard") or {}
        if not quota_usage.in_scope(quota, target.kind.resource, obj):
            continue
        asks = quota_usage.usage(target.kind.resource, obj, hard)
        missing = quota_usage.unspecified(target.kind.resource, obj, hard)
        if missing:
            raise forbidden(target.kind.plural, target.group, obj["metadata"]["name"], _must_specify(quota, missing))
        if old is not None:
            asks = quota_usage.minus(asks, quota_usage.usage(target.kind.resource, old, hard))
        asks = {k: v for k, v in asks.items() if quota_usage.positive(v)}
        if asks:
            _charge(api, target, quota, hard, asks, obj, asked)


def _must_specify(quota: Obj, missing: dict[str, list[str]]) -> str:
    """missing: resource -> names of the containers that do not say it. # source: observed on v1.36"""
    return f"failed quota: {quota['metadata']['name']}: must specify " + "; ".join(
        f"{resource} for: {','.join(sorted(names))}" for resource, names in sorted(missing.items())
    )


def _charge(api: ApiServer, target: Target, quota: Obj, hard: Obj, asks: Obj, obj: Obj, asked: Asked) -> None:
    from minikctl.kinds import quota_usage

    status = quota.get("status") or {}
    used = status.get("used") or {}
    after = quota_usage.plus(used, asks)
    over = sorted(k for k in asks if k in hard and quota_usage.above(after[k], hard[k]))
    if over:
        show = [",".join(f"{k}={values.get(k, '0')}" for k in over) for values in (asks, used, hard)]
        why = f"exceeded quota: {quota['metadata']['name']}, requested: {show[0]}, used: {show[1]}, limited: {show[2]}"
        raise forbidden(target.kind.plural, target.group, obj["metadata"]["name"], why)
    if asked.dry_run:
        return
    meta = quota["metadata"]
    new = {**quota, "status": {**status, "used": after}}
    new["metadata"] = {**meta, "resourceVersion": str(api.tx.next_revision())}
    api.tx.put(Key("resourcequotas", meta["namespace"], meta["name"]), new)
