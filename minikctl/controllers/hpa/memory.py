"""What an autoscaler remembers from look to look, as JSON in the work queue."""

from __future__ import annotations

from minikctl.controllers.hpa.stabilizing import Asked, Past, Resized
from minikctl.core.typed import Any

Obj = dict[str, Any]


def thawed(memo: Obj | None, before: int) -> Past:
    """before: the time of the look before this one. Looks that were left out would have asked for the same."""
    memo = memo or {}
    asked = [Asked(*one) for one in memo.get("asked") or ()]
    if asked and memo.get("known"):
        asked[-1] = asked[-1]._replace(last=max(asked[-1].last, before))
    ups, downs = (tuple(Resized(*one) for one in memo.get(field) or ()) for field in ("ups", "downs"))
    return Past(tuple(asked), ups, downs)


def begun(past: Past, current: int, now: int) -> Past:
    """At the first look, what there is counts as asked for."""
    return past if past.asked else past._replace(asked=(Asked(now, now, current),))


def frozen(past: Past, known: bool) -> Obj:
    """known: whether this look could ask."""
    memo: Obj = {"asked": [list(one) for one in past.asked], "known": known}
    for field, events in (("ups", past.ups), ("downs", past.downs)):
        if events:
            memo[field] = [list(one) for one in events]
    return memo
