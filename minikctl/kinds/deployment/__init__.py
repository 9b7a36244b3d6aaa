"""Deployments: identity, columns and rows, and the versions served. Rules and old versions are beside it."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import age, containers_and_images, selector_text
from minikctl.kinds._kind import Column, Kind, Scale, Served, deferred, deprecation

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME READY UP-TO-DATE AVAILABLE AGE CONTAINERS IMAGES SELECTOR."""
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        obj["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}",
        status.get("updatedReplicas", 0),
        status.get("availableReplicas", 0),
        age(obj, now),
        *containers_and_images(spec.get("template") or {}),
        selector_text(spec.get("selector")),
    ]


def scale_selector(obj: Obj) -> str:
    """status.selector of the scale subresource."""
    return selector_text(obj["spec"].get("selector"))


KIND = Kind(
    group="apps",
    kind="Deployment",
    plural="deployments",
    versions=(
        Served("v1"),
        Served(
            "v1beta2",
            deprecated=deprecation("apps/v1beta2", "Deployment", "1.9", "1.16", "apps/v1"),
            legacy=True,
        ),
        Served(
            "v1beta1",
            decode=deferred("deployment.legacy:from_v1beta1"),
            encode=deferred("deployment.legacy:to_v1beta1"),
            deprecated=deprecation("apps/v1beta1", "Deployment", "1.8", "1.16", "apps/v1"),
            legacy=True,
            mutable=("spec.selector",),
        ),
        Served(
            "v1beta1",
            group="extensions",
            decode=deferred("deployment.legacy:from_extensions"),
            encode=deferred("deployment.legacy:to_extensions"),
            deprecated=deprecation("extensions/v1beta1", "Deployment", "1.9", "1.16", "apps/v1"),
            legacy=True,
            mutable=("spec.selector",),
        ),
    ),
    short_names=("deploy",),
    categories=("all",),
    subresources=("scale", "status"),
    columns=(
        Column("Name", format="name"),
        Column("Ready"),
        Column("Up-to-date"),
        Column("Available"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
        Column("Selector", priority=1),
    ),
    row=row,
    default=deferred("deployment.rules:default"),
    prepare_create=deferred("deployment.rules:prepare_create"),
    validate=deferred("deployment.rules:validate"),
    validate_update=deferred("deployment.rules:validate_update"),
    warnings=deferred("deployment.rules:warnings"),
    spec_fields=("spec", "metadata.annotations"),
    scale=Scale(scale_selector),
    default_propagation="orphan when old",
)
