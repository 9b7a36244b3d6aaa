"""Where a pod may go: tolerations, topology spread constraints, the scheduling group."""

from __future__ import annotations

from minikctl.core.selectors import format_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.describe._page import Page

Obj = dict[str, Any]


def tolerations(page: Page, spec: Obj, title: str = "Tolerations") -> None:
    """By key, one a line."""
    found = sorted(spec.get("tolerations") or (), key=lambda t: str(t.get("key", "")))
    page.values(title, [_toleration(each) for each in found])


def _toleration(toleration: Obj) -> str:
    """`key=value:Effect op=Exists for 300s`, each part where it is set."""
    key, value, effect = (toleration.get(name) or "" for name in ("key", "value", "effect"))
    out = key + (f"={value}" if value else "") + (f":{effect}" if effect else "")
    if toleration.get("operator") == "Exists" and not value:
        out += " op=Exists" if out else "op=Exists"
    seconds = toleration.get("tolerationSeconds")
    return out if seconds is None else f"{out} for {seconds}s"


def spread_constraints(page: Page, spec: Obj, indent: str = "") -> None:
    """By topology key; nothing where there is none."""
    found = sorted(spec.get("topologySpreadConstraints") or (), key=lambda c: str(c.get("topologyKey", "")))
    if found:
        page.values("Topology Spread Constraints", [_constraint(each) for each in found], indent=indent)


def _constraint(constraint: Obj) -> str:
    out = f"{constraint.get('topologyKey', '')}:{constraint.get('whenUnsatisfiable', '')}"
    out += f" when max skew {constraint.get('maxSkew', 0)} is exceeded"
    selector = constraint.get("labelSelector")
    return out if selector is None else f"{out} for selector {format_label_selector(selector)}"


def group(page: Page, spec: Obj, indent: str = "") -> None:
    """The group of pods that it is scheduled with."""
    found = spec.get("schedulingGroup")
    if found:
        page.line(f"{indent}SchedulingGroup:")
        page.field("PodGroupName", found.get("podGroupName", ""), 1)
