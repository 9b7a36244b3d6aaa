"""CustomResourceDefinitions: what they are filled in with and keep; what they define is in kinds/custom. Pure.

What comes through the door is typed; states of older versions may hold what is not.
source: apiextensions-apiserver's defaults, strategy and storage, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import name_and_creation
from minikctl.kinds._kind import Column, Kind, Served, deferred
from minikctl.kinds.custom import definitions as crds

Obj = dict[str, Any]

_PENDING = "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"


def default(obj: Obj) -> None:
    """Names that follow from the kind."""
    spec = crds.spec(obj)
    names = spec.get("names")
    if isinstance(names, dict) and isinstance(names.get("kind"), str):
        given = {key: value for key, value in names.items() if value}
        spec["names"] = {"listKind": f"{names['kind']}List", "singular": names["kind"].lower(), **given}
        obj["spec"] = {"conversion": {"strategy": "None"}, **spec}


def prepare_create(obj: Obj) -> None:
    """Nothing is accepted yet; the version that objects will be stored in is known."""
    obj["status"] = {"acceptedNames": {"kind": "", "plural": ""}, "conditions": None, "storedVersions": []}
    _store(obj)


def prepare_update(new: Obj, _old: Obj) -> None:
    if isinstance(new.get("status"), dict):
        new["status"] = dict(new["status"])
        _store(new)


def _store(obj: Obj) -> None:
    """Objects have been stored in every version that ever was the one for it."""
    status, name = obj["status"], crds.storage(obj)
    known = status.get("storedVersions") or []
    if name and name not in known:
        status["storedVersions"] = [*known, name]


def begin_deletion(obj: Obj, now: int) -> None:
    """Its objects go before it does."""
    from minikctl.core.times import rfc3339
    from minikctl.kinds.custom.naming import terminating

    meta = obj["metadata"]
    if crds.CLEANUP not in (meta.get("finalizers") or ()):
        meta["finalizers"] = [*(meta.get("finalizers") or ()), crds.CLEANUP]
    told = {"lastTransitionTime": rfc3339(now), **terminating("InstanceDeletionPending", _PENDING)}
    status = crds.mapping(obj.get("status"))
    kept = [c for c in status.get("conditions") or () if crds.mapping(c).get("type") != "Terminating"]
    obj["status"] = {**status, "conditions": [*kept, told]}


KIND = Kind(
    group="apiextensions.k8s.io",
    kind="CustomResourceDefinition",
    plural="customresourcedefinitions",
    versions=(Served("v1"),),
    namespaced=False,
    short_names=("crd", "crds"),
    categories=("api-extensions",),
    subresources=("status",),
    columns=(Column("Name", format="name"), Column("Created At", "date")),
    row=name_and_creation,
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=deferred("customresourcedefinition.rules:validate"),
    validate_update=deferred("customresourcedefinition.rules:validate_update"),
    warnings=deferred("customresourcedefinition.rules:warnings"),
    begin_deletion=begin_deletion,
)
