"""The refusal of an apply that would take fields from other managers."""

from __future__ import annotations

from minikctl.core.errors import ApiError, Obj
from minikctl.core.fields.fieldset import FieldSet, paths
from minikctl.core.fields.managed import Identity


def refusal(conflicts: list[tuple[Identity, FieldSet]]) -> ApiError:
    """409 with a cause for each field, by manager; one field is told on the same line, several as a list."""
    causes: list[Obj] = []
    lines: list[str] = []
    for me, fields in sorted(conflicts, key=lambda conflict: _rank(conflict[0])):
        who = _name(me)
        lines.append(f"conflicts with {who}:")
        for path in paths(fields):
            causes.append({"reason": "FieldManagerConflict", "message": f"conflict with {who}", "field": path})
            lines.append(f"- {path}")
    if len(causes) == 1:
        what = f"1 conflict: {causes[0]['message']}: {causes[0]['field']}"
    else:
        what = f"{len(causes)} conflicts: " + "\n".join(lines)
    return ApiError(409, "Conflict", f"Apply failed with {what}", {"causes": causes})


def _rank(me: Identity) -> str:
    """The server sorts managers by their JSON, which leaves out what is empty."""
    import json

    manager, operation, version, subresource = me
    parts = {"manager": manager, "operation": operation, "apiVersion": version, "subresource": subresource}
    return json.dumps({key: value for key, value in parts.items() if value}, separators=(",", ":"))


def _name(me: Identity) -> str:
    from minikctl.core.go_text import quote

    manager, operation, version, subresource = me
    out = quote(manager)
    if subresource:
        out += f" with subresource {quote(subresource)}"
    return f"{out} using {version}" if operation == "Update" else out
