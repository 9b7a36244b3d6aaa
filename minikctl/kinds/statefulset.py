"""StatefulSets: columns, defaults, validation, and the old versions of them. Pure.

source: Kubernetes' apps/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, containers_and_images, selector_text
from minikctl.kinds._kind import Column, Kind, Scale, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_UPDATABLE = (
    "replicas",
    "ordinals",
    "template",
    "updateStrategy",
    "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
)


def row(obj: Obj, now: int) -> list[Any]:
    """NAME READY AGE CONTAINERS IMAGES."""
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        obj["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}",
        age(obj, now),
        *containers_and_images(spec.get("template") or {}),
    ]


def default(obj: Obj) -> None:
    from minikctl.kinds.persistentvolumeclaim import default_claim
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("podManagementPolicy", "OrderedReady")
    strategy: Obj = spec.setdefault("updateStrategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        strategy.setdefault("rollingUpdate", {}).setdefault("partition", 0)
    retention: Obj = spec.setdefault("persistentVolumeClaimRetentionPolicy", {})
    retention.setdefault("whenDeleted", "Retain")
    retention.setdefault("whenScaled", "Retain")
    spec.setdefault("replicas", 1)
    spec.setdefault("revisionHistoryLimit", 10)
    default_template(spec.setdefault("template", {}))
    for claim in spec.get("volumeClaimTemplates") or ():
        claim["apiVersion"], claim["kind"] = "v1", "PersistentVolumeClaim"
        claim.setdefault("metadata", {})
        default_claim(claim)
        claim["status"] = claim.get("status") or {"phase": "Pending"}


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"availableReplicas": 0, "replicas": 0}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks
    from minikctl.kinds.deployment.rules import validate_selector
    from minikctl.kinds.pod.validation import validate_restarting_template, validate_selected_template

    spec = obj["spec"]
    out = _policies(spec)
    out += _checks.not_negative(spec, "replicas", "minReadySeconds")
    out += _checks.not_negative(spec.get("ordinals") or {}, "start", path="spec.ordinals")
    out += _checks.not_negative(spec, "revisionHistoryLimit")
    out += validate_selector(spec, "statefulset")
    # the pods mount what the claim templates make
    template = spec["template"]
    volumes = [
        {"name": claim["metadata"].get("name", ""), "emptyDir": {}} for claim in spec.get("volumeClaimTemplates") or ()
    ]
    pod_spec = template["spec"]
    have = {volume["name"] for volume in volumes}
    own = [volume for volume in pod_spec.get("volumes") or () if volume.get("name") not in have]
    seen = {**template, "spec": {**pod_spec, "volumes": [*own, *volumes]}}
    out += validate_selected_template(seen, spec.get("selector"), "spec.template")
    return out + validate_restarting_template(template, "spec.template", "StatefulSet")


def _policies(spec: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported
    from minikctl.kinds import _checks

    out: list[FieldError] = []
    policy = spec.get("podManagementPolicy")
    if policy not in ("OrderedReady", "Parallel"):
        out.append(invalid_value("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"))
    strategy = spec["updateStrategy"]
    rolling = strategy.get("rollingUpdate")
    if strategy.get("type") == "OnDelete":
        if rolling is not None:
            why = "only allowed for updateStrategy 'RollingUpdate'"
            out.append(invalid_value("spec.updateStrategy.rollingUpdate", rolling, why))
    elif strategy.get("type") != "RollingUpdate":
        shown = {"Type": strategy.get("type", ""), "RollingUpdate": None}
        out.append(invalid_value("spec.updateStrategy", shown, "must be 'RollingUpdate' or 'OnDelete'"))
    elif rolling:
        out += _checks.not_negative(rolling, "partition", path="spec.updateStrategy.rollingUpdate")
        if rolling.get("maxUnavailable") is not None:
            path = "spec.updateStrategy.rollingUpdate.maxUnavailable"
            out += _checks.int_or_percent(path, rolling["maxUnavailable"])
            out += _checks.not_above_100_percent(path, rolling["maxUnavailable"])
    retention = spec["persistentVolumeClaimRetentionPolicy"]
    for field in ("whenDeleted", "whenScaled"):
        if retention.get(field) not in ("Retain", "Delete"):
            path = f"spec.persistentVolumeClaimRetentionPolicy.{field}"
            out.append(not_supported(path, retention.get(field), ["Delete", "Retain"]))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden

    now = {key: value for key, value in new["spec"].items() if key not in _UPDATABLE}
    then = {key: value for key, value in old["spec"].items() if key not in _UPDATABLE}
    if now == then:
        return []
    fields = ", ".join(f"'{field}'" for field in _UPDATABLE[:-1]) + f" and '{_UPDATABLE[-1]}'"
    return [field_forbidden("spec", f"updates to statefulset spec for fields other than {fields} are forbidden")]


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.persistentvolumeclaim import storage_warnings
    from minikctl.kinds.pod.warnings import same_generation, template_warnings

    spec = new["spec"]
    out = []
    if not same_generation(new, old):
        out = template_warnings(spec["template"], "spec.template")
        for i, claim in enumerate(spec.get("volumeClaimTemplates") or ()):
            out += storage_warnings(claim.get("spec") or {}, f"spec.volumeClaimTemplates[{i}]")
    if (spec.get("revisionHistoryLimit") or 0) < 0:
        out.append(
            "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"
        )
    return out


def _from_v1beta1(obj: Obj) -> None:
    """apps/v1beta1 waited for somebody to delete the old pods."""
    from minikctl.kinds._workloads import selector_from_template

    selector_from_template(obj)
    obj["spec"].setdefault("updateStrategy", {}).setdefault("type", "OnDelete")


KIND = Kind(
    group="apps",
    kind="StatefulSet",
    plural="statefulsets",
    versions=(
        Served("v1"),
        Served(
            "v1beta2",
            deprecated=deprecation("apps/v1beta2", "StatefulSet", "1.9", "1.16", "apps/v1"),
            legacy=True,
        ),
        Served(
            "v1beta1",
            decode=_from_v1beta1,
            deprecated=deprecation("apps/v1beta1", "StatefulSet", "1.8", "1.16", "apps/v1"),
            legacy=True,
        ),
    ),
    short_names=("sts",),
    categories=("all",),
    subresources=("scale", "status"),
    columns=(
        Column("Name", format="name"),
        Column("Ready"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warnings=warnings,
    scale=Scale(lambda obj: selector_text(obj["spec"].get("selector"))),
    default_propagation="orphan when old",
)
