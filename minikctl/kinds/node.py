"""Nodes: columns, and the validation of taints. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_ROLE = "node-role.kubernetes.io/"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME STATUS ROLES AGE VERSION INTERNAL-IP EXTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME."""
    info = (obj.get("status") or {}).get("nodeInfo") or {}
    kernel = info.get("kernelVersion") or "<unknown>"
    if info.get("architecture"):
        kernel += f" ({info['architecture']})"
    return [
        obj["metadata"]["name"],
        status_text(obj),
        ",".join(roles(obj)) or NONE,
        age(obj, now),
        info.get("kubeletVersion", ""),
        _address(obj, "InternalIP"),
        _address(obj, "ExternalIP"),
        info.get("osImage") or "<unknown>",
        kernel,
        info.get("containerRuntimeVersion") or "<unknown>",
    ]


def status_text(obj: Obj) -> str:
    """`Ready`, `NotReady,SchedulingDisabled`, `Unknown`."""
    ready = [c["status"] for c in (obj.get("status") or {}).get("conditions") or () if c["type"] == "Ready"]
    words = [("Ready" if ready[-1] == "True" else "NotReady") if ready else "Unknown"]
    if (obj.get("spec") or {}).get("unschedulable"):
        words.append("SchedulingDisabled")
    return ",".join(words)


def roles(obj: Obj) -> list[str]:
    """From the role labels, sorted."""
    found = set()
    for key, value in (obj["metadata"].get("labels") or {}).items():
        if key.startswith(_ROLE) and len(key) > len(_ROLE):
            found.add(key[len(_ROLE) :])
        elif key == "kubernetes.io/role" and value:
            found.add(value)
    return sorted(found)


def _address(obj: Obj, kind: str) -> str:
    for address in (obj.get("status") or {}).get("addresses") or ():
        if address.get("type") == kind:
            return str(address.get("address", ""))
    return NONE


def prepare_create(obj: Obj) -> None:
    """A kubelet registers itself with its status; what others leave out is what Go would write."""
    from minikctl.core.decoding import zero

    obj.setdefault("spec", {})
    obj["status"] = {**zero("core/v1.NodeStatus"), **(obj.get("status") or {})}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.core.errors import duplicate, not_supported, required
    from minikctl.kinds import _checks
    from minikctl.kinds.pod.scheduling import EFFECTS

    out: list[FieldError] = []
    seen = set()
    for i, taint in enumerate((obj.get("spec") or {}).get("taints") or ()):
        path, key, effect = f"spec.taints[{i}]", taint.get("key") or "", taint.get("effect") or ""
        out += _checks.each(f"{path}.key", key, names.qualified_name(key))
        wrong = names.label_value(taint.get("value") or "")
        out += _checks.each(f"{path}.value", taint.get("value"), [";".join(wrong)] if wrong else [])
        if not effect:
            out.append(required(f"{path}.effect"))
        elif effect not in EFFECTS:
            out.append(not_supported(f"{path}.effect", effect, EFFECTS))
        if (key, effect) in seen:
            from minikctl.kinds._internal import shown

            error = duplicate(path, shown(taint, "Taint"))
            out.append(error._replace(message=f"{error.message}: taints must be unique by key and effect pair"))
        seen.add((key, effect))
    return out


KIND = Kind(
    group="",
    kind="Node",
    plural="nodes",
    versions=(Served("v1"),),
    namespaced=False,
    short_names=("no",),
    subresources=("proxy", "status"),
    columns=(
        Column("Name", format="name"),
        Column("Status"),
        Column("Roles"),
        Column("Age"),
        Column("Version"),
        Column("Internal-IP", priority=1),
        Column("External-IP", priority=1),
        Column("OS-Image", priority=1),
        Column("Kernel-Version", priority=1),
        Column("Container-Runtime", priority=1),
    ),
    row=row,
    prepare_create=prepare_create,
    validate=validate,
    spec_fields=(),
    fields=(("spec.unschedulable", ("spec", "unschedulable"), "false"),),
)
