"""`auth reconcile`: what a role or binding of a file lacks in the cluster is added, what it has too much may go.

source: component-helpers auth/rbac/reconciliation and validation.Covers, messages observed on v1.37
"""

from __future__ import annotations

from minikctl.client._base import DEFAULT_WRITE
from minikctl.core.errors import ApiError
from minikctl.core.objects import copy
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

_PROTECTED = "rbac.authorization.kubernetes.io/autoupdate"
_RULE = ("verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs")
_SUBJECT = (("Kind", "kind"), ("APIGroup", "apiGroup"), ("Name", "name"), ("Namespace", "namespace"))


class Outcome(NamedTuple):
    """The object as it is (or would be) now; operation "" where nothing was to be done."""

    obj: Obj
    operation: str
    missing: list[Obj]
    extra: list[Obj]
    protected: bool = False

    def told(self, remove_rules: bool, remove_subjects: bool) -> str:
        """What stderr says of it."""
        if not self.operation:
            return ""
        is_role = self.obj["kind"] in ("Role", "ClusterRole")
        what, shown = ("rules", _rule_text) if is_role else ("subjects", _subject_text)
        removes = remove_rules if is_role else remove_subjects
        caveat = ", but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)" if self.protected else ""
        out = f"\treconciliation required {self.operation}{caveat}\n"
        if self.missing:
            out += f"\tmissing {what} added:\n" + "".join(f"\t\t{shown(one)}\n" for one in self.missing)
        if self.extra and removes:
            out += f"\textra {what} removed:\n" + "".join(f"\t\t{shown(one)}\n" for one in self.extra)
        return out


def reconcile(client: Client, info: Info, remove_rules: bool, remove_subjects: bool, write: bool) -> Outcome:
    """Bring one object up to its file. ApiError."""
    wanted = info.obj or {}
    field = "rules" if wanted["kind"] in ("Role", "ClusterRole") else "subjects"
    removes = remove_rules if field == "rules" else remove_subjects
    try:
        existing = client.get(info.resource, info.namespace, info.name)
    except ApiError as e:
        if e.reason != "NotFound":
            raise
        made = _create(client, info, wanted) if write else wanted
        return Outcome(made, "create", list(wanted.get(field) or ()), [])
    if field == "subjects" and wanted.get("roleRef") != existing.get("roleRef"):
        return _recreate(client, info, existing, wanted, write)
    outcome = _merged(existing, wanted, field, removes)
    if outcome.operation and write and not outcome.protected:
        changed = client.update(info.resource, info.namespace, info.name, outcome.obj, DEFAULT_WRITE)
        outcome = outcome._replace(obj=changed)
    return outcome


def _create(client: Client, info: Info, wanted: Obj) -> Obj:
    if info.namespace:
        namespaces = client.resolve("namespaces")
        try:
            client.get(namespaces, "", info.namespace)
        except ApiError as e:
            if e.reason != "NotFound":
                raise
            body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": info.namespace}}
            client.create(namespaces, "", body, DEFAULT_WRITE)
    return client.create(info.resource, info.namespace, wanted, DEFAULT_WRITE)


def _recreate(client: Client, info: Info, existing: Obj, wanted: Obj, write: bool) -> Outcome:
    """What a binding refers to cannot be changed."""
    missing, extra = list(wanted.get("subjects") or ()), list(existing.get("subjects") or ())
    protected = _is_protected(existing)
    made = wanted
    if write and not protected:
        conditions = {"preconditions": {"uid": existing["metadata"]["uid"]}}
        client.delete(info.resource, info.namespace, info.name, conditions)
        made = client.create(info.resource, info.namespace, wanted, DEFAULT_WRITE)
    return Outcome(made, "recreate", missing, extra, protected)


def _is_protected(existing: Obj) -> bool:
    return (existing["metadata"].get("annotations") or {}).get(_PROTECTED) == "false"


def _merged(existing: Obj, wanted: Obj, field: str, removes: bool) -> Outcome:
    obj = copy(existing)
    operation = ""
    for part in ("annotations", "labels"):
        added = {**(wanted["metadata"].get(part) or {}), **(existing["metadata"].get(part) or {})}
        if added != (existing["metadata"].get(part) or {}):
            obj["metadata"][part] = added
            operation = "update"
    have, want = list(existing.get(field) or ()), list(wanted.get(field) or ())
    lacking = _uncovered if field == "rules" else _absent
    missing, extra = lacking(have, want), lacking(want, have)
    if removes and (missing or extra):
        obj[field], operation = want, "update"
    elif missing and not removes:
        obj[field], operation = [*have, *missing], "update"
    return Outcome(obj, operation, missing, extra, _is_protected(existing))


def _absent(have: list[Obj], want: list[Obj]) -> list[Obj]:
    return [one for one in want if one not in have]


def _uncovered(have: list[Obj], want: list[Obj]) -> list[Obj]:
    """The single permissions of `want` that no rule of `have` gives."""
    return [one for rule in want for one in _single(rule) if not any(_covers(h, one) for h in have)]


def _single(rule: Obj) -> list[Obj]:
    """A rule as rules for one verb on one thing each."""
    out: list[Obj] = []
    for group in rule.get("apiGroups") or ():
        for resource in rule.get("resources") or ():
            for verb in rule.get("verbs") or ():
                one = {"verbs": [verb], "apiGroups": [group], "resources": [resource]}
                names = rule.get("resourceNames") or ()
                out += [{**one, "resourceNames": [name]} for name in names] if names else [one]
    urls = rule.get("nonResourceURLs") or ()
    out += [{"verbs": [verb], "nonResourceURLs": [url]} for url in urls for verb in rule.get("verbs") or ()]
    return out


def _covers(rule: Obj, one: Obj) -> bool:
    verbs = rule.get("verbs") or ()
    if "*" not in verbs and one["verbs"][0] not in verbs:
        return False
    if "nonResourceURLs" in one:
        url = one["nonResourceURLs"][0]
        known = rule.get("nonResourceURLs") or ()
        return any(k == url or (k.endswith("*") and url.startswith(k[:-1])) for k in known)
    groups, resources = rule.get("apiGroups") or (), rule.get("resources") or ()
    group, resource = one["apiGroups"][0], one["resources"][0]
    part = resource.partition("/")[2]
    if "*" not in groups and group not in groups:
        return False
    if "*" not in resources and resource not in resources and not (part and f"*/{part}" in resources):
        return False
    names = rule.get("resourceNames") or ()
    return not names or (one.get("resourceNames") or [""])[0] in names


def _rule_text(rule: Obj) -> str:
    """Go's `%+v` of a PolicyRule."""
    names = ("Verbs", "APIGroups", "Resources", "ResourceNames", "NonResourceURLs")
    parts = (f"{name}:[{' '.join(rule.get(field) or ())}]" for name, field in zip(names, _RULE))
    return "{" + " ".join(parts) + "}"


def _subject_text(subject: Obj) -> str:
    return "{" + " ".join(f"{name}:{subject.get(field, '')}" for name, field in _SUBJECT) + "}"
