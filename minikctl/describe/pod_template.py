"""The pod template of a workload, as its description and `rollout history --revision` show it."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.describe import _containers, _scheduling, _volumes
from minikctl.describe._page import UNSET, Page, annotation_lines, pairs

Obj = dict[str, Any]


def template_text(template: Obj) -> str:
    """The template with its tabs kept: `rollout history` does not align it."""
    page = Page()
    write(page, template)
    return page.raw()


def write(page: Page, template: Obj | None) -> None:
    """The section `Pod Template:`."""
    page.line("Pod Template:")
    if template is None:
        page.write(UNSET, 1)
        return
    obj = {"metadata": template.get("metadata") or {}}
    spec = template.get("spec") or {}
    page.values("  Labels", pairs(obj["metadata"].get("labels")))
    if obj["metadata"].get("annotations"):
        annotation_lines(page, obj, "  Annotations")
    if spec.get("serviceAccountName"):
        page.field("Service Account", spec["serviceAccountName"], 1)
    if spec.get("initContainers"):
        _containers.write(page, "Init Containers", spec["initContainers"], indent="  ")
    _containers.write(page, "Containers", spec.get("containers") or (), indent="  ")
    _volumes.write(page, spec.get("volumes") or (), indent="  ")
    _scheduling.spread_constraints(page, spec, indent="  ")
    if spec.get("priorityClassName"):
        page.field("Priority Class Name", spec["priorityClassName"], 1)
    page.values("  Node-Selectors", pairs(spec.get("nodeSelector")))
    _scheduling.tolerations(page, spec, "  Tolerations")
    _scheduling.group(page, spec, indent="  ")
