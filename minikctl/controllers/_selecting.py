"""Label selectors of the API (matchLabels, matchExpressions) as what controllers need of them: a test, and something a
view can look up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]


def matcher(selector: Obj | None) -> Callable[[Obj], bool]:
    """A test for labels. No selector selects nothing, an empty one everything."""
    if selector is None:
        return lambda labels: False
    wanted = (selector.get("matchLabels") or {}).items()
    expressions = selector.get("matchExpressions")
    if not expressions:
        return lambda labels: wanted <= labels.items()
    return lambda labels: wanted <= labels.items() and all(_holds(e, labels) for e in expressions)


def _holds(expression: Obj, labels: Obj) -> bool:
    key, operator = expression["key"], expression["operator"]
    if operator == "In":
        return key in labels and labels[key] in expression["values"]
    if operator == "NotIn":
        return key not in labels or labels[key] not in expression["values"]
    return (key in labels) == (operator == "Exists")


class Lookup:
    """What View.select needs of a selector: one exact pair for the index, if there is one, and the test."""

    def __init__(self, selector: Obj | None) -> None:
        self._pairs = (selector or {}).get("matchLabels") or {}
        self.matches = matcher(selector)

    def exact(self) -> tuple[str, str] | None:
        """The pair that is likely to select least."""
        if "pod-template-hash" in self._pairs:
            return "pod-template-hash", self._pairs["pod-template-hash"]
        return max(self._pairs.items(), default=None)


def lookup(selector: Obj | None) -> Any:
    return Lookup(selector)
