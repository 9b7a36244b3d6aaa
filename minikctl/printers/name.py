"""`-o name`, and the line that a writing verb prints: `deployment.apps/web created (dry run)`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from minikctl.core.errors import Obj

DRY_RUN = {"none": "", "client": " (dry run)", "server": " (server dry run)"}


def resource_name(obj: Obj) -> str:
    """`pod/web`, `deployment.apps/web`: the kind in lower case and its group, as kubectl has it without a server."""
    group, _, _ = str(obj.get("apiVersion") or "").rpartition("/")
    kind = str(obj.get("kind") or "<unknown>").lower()
    name = (obj.get("metadata") or {}).get("name") or "<unknown>"
    return f"{kind}.{group}/{name}" if group else f"{kind}/{name}"


def print_name(obj: Obj) -> str:
    """One line for the object, or for each item of a list."""
    items = obj.get("items") if str(obj.get("kind")).endswith("List") else None
    if isinstance(items, list):
        return "".join(resource_name(item) + "\n" for item in items)
    return resource_name(obj) + "\n"


def operation(name: str, done: str, dry_run: str = "none") -> str:
    """`operation("pod/web", "created", "client")` -> the line that says so."""
    return f"{name} {done}{DRY_RUN[dry_run]}\n"
