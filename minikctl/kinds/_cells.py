"""What the rows of several kinds share: ages, container lists, selectors, "and more" lists. Light to import."""

from __future__ import annotations

from minikctl.core.duration import human
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Obj = dict[str, Any]
NONE = "<none>"
UNSET = "<unset>"


def since(text: str | None, now: int) -> str:
    """The age of a moment; `<unknown>` where there is none (or it cannot be read)."""
    if not text:
        return "<unknown>"
    try:
        return human(now - parse_rfc3339(text))
    except ValueError:
        return "<unknown>"


def age(obj: Obj, now: int) -> str:
    return since(obj["metadata"].get("creationTimestamp"), now)


def containers_and_images(template: Obj) -> tuple[str, str]:
    """The wide columns CONTAINERS and IMAGES of a pod template."""
    containers = (template.get("spec") or {}).get("containers") or ()
    return ",".join(c.get("name", "") for c in containers), ",".join(c.get("image", "") for c in containers)


def labels(pairs: dict[str, str] | None) -> str:
    """A set of labels as one selector text: sorted, `<none>` when empty."""
    return ",".join(f"{key}={pairs[key]}" for key in sorted(pairs)) if pairs else NONE


def selector_text(selector: Obj | None) -> str:
    """A LabelSelector as the text of labels.Selector: requirements sorted by key; "" selects everything."""
    if not selector:
        return ""
    if selector.get("matchExpressions"):
        from minikctl.core.selectors import SelectorError, from_label_selector

        try:
            return str(from_label_selector(selector))
        except SelectorError:
            return "<invalid>"
    return ",".join(f"{key}={value}" for key, value in sorted((selector.get("matchLabels") or {}).items()))


def label_selector(selector: Obj | None) -> str:
    """A LabelSelector as tables show it: `<none>` for nothing or everything."""
    return selector_text(selector) or NONE


def shortened(texts: Iterable[str], limit: int, total: int | None = None, between: str = ",") -> str:
    """The first few, and how many more: `a,b,c + 2 more...`."""
    all_texts = list(texts)
    shown = between.join(all_texts[:limit])
    if len(all_texts) <= limit:
        return shown
    return f"{shown} + {(len(all_texts) if total is None else total) - limit} more..."


def name_and_age(obj: Obj, now: int) -> list[Any]:
    """The row of a kind without columns of its own."""
    return [obj["metadata"]["name"], age(obj, now)]


def name_and_creation(obj: Obj, _now: int) -> list[Any]:
    """The row of the kinds that show when they were created (CREATED AT)."""
    return [obj["metadata"]["name"], obj["metadata"].get("creationTimestamp")]
