"""Label selectors of the API (matchLabels, matchExpressions) as what controllers need of them: a test, and something a
view can look up.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.core.selectors import Selector

Obj = dict[str, Any]


def matcher(selector: Obj | None) -> Callable[[Obj], bool]:
    """A test for labels, fast where there are thousands. No selector selects nothing, an empty one everything."""
    if selector is None:
        return lambda labels: False
    wanted = (selector.get("matchLabels") or {}).items()
    expressions = selector.get("matchExpressions")
    if not expressions:
        return lambda labels: bool(wanted <= labels.items())
    return lambda labels: bool(wanted <= labels.items()) and all(_holds(e, labels) for e in expressions)


def _holds(expression: Obj, labels: Obj) -> bool:
    key, operator = expression["key"], expression["operator"]
    if operator == "In":
        return key in labels and labels[key] in expression["values"]
    if operator == "NotIn":
        return key not in labels or labels[key] not in expression["values"]
    return bool((key in labels) == (operator == "Exists"))


def lookup(selector: Obj | None) -> Selector:
    """The same for View.select."""
    from minikctl.core.selectors import from_label_selector

    return from_label_selector(selector)
