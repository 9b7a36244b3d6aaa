"""Which names of a definition are its own, and the conditions that tell of it. Pure.

source: apiextensions-apiserver pkg/controller/status, pkg/controller/establish, pkg/controller/apiapproval
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom.definitions import Obj, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

APPROVAL = "api-approved.kubernetes.io"
_POLICY = "https://github.com/kubernetes/enhancements/pull/1111"
_SINGLE = (("plural", "PluralConflict"), ("singular", "SingularConflict"))
_KINDS = (("kind", "KindConflict"), ("listKind", "ListKindConflict"))


def accepted(crd: Obj, others: Iterable[Obj]) -> tuple[Obj, Obj]:
    """(the names that a definition gets, the condition NamesAccepted); others: those of its group."""
    resources, kinds = _taken(others)
    wanted, had = crds.wanted_names(crd), crds.accepted_names(crd)
    names = {key: had[key] for key in crds.NAMES if key in had}
    problem: tuple[str, str] | None = None
    for field, reason in _SINGLE:
        problem = _take(names, wanted, field, resources, reason) or problem
    short = texts(wanted.get("shortNames"))
    bad = [name for name in short if name in resources and name not in texts(had.get("shortNames"))]
    if bad:
        told = [f'"{name}" is already in use' for name in bad]
        problem = "ShortNamesConflict", told[0] if len(told) == 1 else f"[{', '.join(told)}]"
    elif short:
        names["shortNames"] = list(short)
    else:
        names.pop("shortNames", None)
    for field, reason in _KINDS:
        problem = _take(names, wanted, field, kinds, reason) or problem
    if "categories" in wanted:
        names["categories"] = wanted["categories"]
    else:
        names.pop("categories", None)
    reason, message = problem or ("NoConflicts", "no conflicts found")
    return _typed(names), condition("NamesAccepted", problem is None, reason, message)


def _take(names: Obj, wanted: Obj, field: str, taken: set[str], reason: str) -> tuple[str, str] | None:
    """Take a name over unless another definition has it: then why not."""
    name = text(wanted.get(field))
    if name != names.get(field) and name in taken:
        return reason, f'"{name}" is already in use'
    names[field] = name
    return None


def _typed(names: Obj) -> Obj:
    """Kind and plural are always written, the others where there are some."""
    out = {key: names[key] for key in crds.NAMES if names.get(key)}
    return {"kind": "", "plural": "", **out}


def _taken(others: Iterable[Obj]) -> tuple[set[str], set[str]]:
    resources: set[str] = set()
    kinds: set[str] = set()
    for other in others:
        names = crds.accepted_names(other)
        resources |= {text(names.get("plural")), text(names.get("singular")), *texts(names.get("shortNames"))}
        kinds |= {text(names.get("kind")), text(names.get("listKind"))}
    return resources - {""}, kinds - {""}


def established(crd: Obj, names: Obj) -> Obj:
    """The condition Established, as NamesAccepted is; once it is true it stays so."""
    known = crds.condition(crd, "Established")
    if known is not None and known.get("status") == "True":
        return {key: known[key] for key in ("message", "reason", "status", "type") if key in known}
    if names["status"] == "True":
        return condition("Established", True, "InitialNamesAccepted", "the initial names have been accepted")
    return condition("Established", False, "NotAccepted", "not all names are accepted")


def protected(group: str) -> bool:
    """Whether a group belongs to Kubernetes' community."""
    return group in ("k8s.io", "kubernetes.io") or group.endswith((".k8s.io", ".kubernetes.io"))


def approved(crd: Obj) -> Obj | None:
    """The condition KubernetesAPIApprovalPolicyConformant, which protected groups alone have."""
    if not protected(crds.group(crd)):
        return None
    kind = "KubernetesAPIApprovalPolicyConformant"
    said = (crd["metadata"].get("annotations") or {}).get(APPROVAL, "")
    if said.startswith("unapproved"):
        message = f'not approved: "{said}"'
        return condition(kind, False, "UnapprovedAnnotation", message)
    if said.startswith(("https://", "http://")):
        return condition(kind, True, "ApprovedAnnotation", f"approved in {said}")
    rule = f'protected groups must have approval annotation "{APPROVAL}"'
    if not said:
        return condition(kind, False, "MissingAnnotation", f"{rule}, see {_POLICY}")
    rule += ' with either a URL or a reason starting with "unapproved"'
    return condition(kind, False, "InvalidAnnotation", f"{rule}, see {_POLICY}")


def terminating(reason: str, message: str) -> Obj:
    return condition("Terminating", True, reason, message)


def condition(kind: str, true: bool, reason: str, message: str) -> Obj:
    return {"message": message, "reason": reason, "status": "True" if true else "False", "type": kind}
