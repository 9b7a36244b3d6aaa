"""PodSecurity: what the labels pod-security.kubernetes.io/... of a namespace ask of its pods. `enforce` refuses pods,
`warn` warns of pods and of what makes them. Audits are kept nowhere.

source: Kubernetes' pod-security-admission, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

PREFIX = "pod-security.kubernetes.io/"
_LEVELS = ("privileged", "baseline", "restricted")
_CHECKED = ("", "ephemeralcontainers", "resize")
# where the template of a kind lies; a pod is its own
TEMPLATES: dict[str, tuple[str, ...]] = {
    "pods": (),
    "podtemplates": ("template",),
    "replicationcontrollers": ("spec", "template"),
    "replicasets.apps": ("spec", "template"),
    "deployments.apps": ("spec", "template"),
    "statefulsets.apps": ("spec", "template"),
    "daemonsets.apps": ("spec", "template"),
    "jobs.batch": ("spec", "template"),
    "cronjobs.batch": ("spec", "jobTemplate", "spec", "template"),
}


class Policy(NamedTuple):
    """A level and the minor version in which it is meant."""

    level: str
    version: str

    def __str__(self) -> str:
        return f"{self.level}:{self.version}"

    @property
    def minor(self) -> int:
        from minikctl.kinds.pod.security import LATEST

        return LATEST if self.version == "latest" else int(self.version.removeprefix("v1."))


def validate(
    api: ApiServer, target: Target, _op: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str
) -> None:
    """ApiError 403 for a pod that the namespace's level forbids, 422 for labels that are none."""
    if target.kind.resource == "namespaces":
        if not subresource:
            _namespace(api, target, obj, old)
        return
    namespace = api.tx.get(Key("namespaces", "", obj["metadata"]["namespace"]))
    labels = (namespace or {}).get("metadata", {}).get("labels") or {}
    if subresource not in _CHECKED or not any(key.startswith(PREFIX) for key in labels):
        return
    is_pod = target.kind.resource == "pods"
    if old is not None and is_pod and not _matters(obj, old):
        return
    made = obj
    for key in TEMPLATES[target.kind.resource]:
        made = made.get(key) or {}
    if made:
        if is_pod:
            _enforce(target, obj, labels)
        if not asked.internal:  # nobody reads what a controller is warned of
            _warn(api, made, labels)


def _enforce(target: Target, pod: Obj, labels: dict[str, str]) -> None:
    from minikctl.core.errors import forbidden

    policy = _policy(labels, "enforce")
    found = _violations(pod, policy)
    if found:
        name = pod["metadata"].get("name", "")
        raise forbidden(target.kind.plural, target.group, name, f'violates PodSecurity "{policy}": {_detail(found)}')


def _warn(api: ApiServer, made: Obj, labels: dict[str, str]) -> None:
    policy = _policy(labels, "warn")
    found = _violations(made, policy)
    if found:
        api.world.warn(f'would violate PodSecurity "{policy}": {_detail(found)}')


def _policy(labels: dict[str, str], mode: str) -> Policy:
    """The policy of a mode. A level that is none is `restricted` where pods are refused, and nothing elsewhere."""
    level, version = labels.get(PREFIX + mode, "privileged"), labels.get(f"{PREFIX}{mode}-version", "latest")
    if level not in _LEVELS:
        level = "restricted" if mode == "enforce" else "privileged"
    return Policy(level, version if _is_version(version) else "latest")


def _is_version(text: str) -> bool:
    digits = text.removeprefix("v1.")
    whole = digits.isascii() and digits.isdigit() and str(int(digits)) == digits
    return text == "latest" or (text.startswith("v1.") and whole)


def _violations(made: Obj, policy: Policy) -> list[tuple[str, str]]:
    from minikctl.kinds.pod.security import violations

    annotations = (made.get("metadata") or {}).get("annotations") or {}
    return violations(annotations, made.get("spec") or {}, policy.level, policy.minor)


def _detail(found: list[tuple[str, str]]) -> str:
    from minikctl.kinds.pod.security import detail

    return detail(found)


def _matters(pod: Obj, old: Obj) -> bool:
    """An update counts if it brings other images or other containers."""

    def images(of: Obj, kind: str) -> list[tuple[str, str]]:
        return [(c["name"], c.get("image", "")) for c in of["spec"].get(kind) or ()]

    return any(
        images(pod, kind) != images(old, kind) for kind in ("containers", "initContainers", "ephemeralContainers")
    )


def _namespace(api: ApiServer, target: Target, new: Obj, old: Obj | None) -> None:
    labels = new["metadata"].get("labels") or {}
    before = (old or {}).get("metadata", {}).get("labels") or {}
    if not any(key.startswith(PREFIX) for key in labels):
        return
    errors = _label_errors(labels)
    if errors and errors != _label_errors(before):
        from minikctl.core.errors import invalid

        raise invalid(target.kind.kind, target.group, new["metadata"]["name"], errors)
    policy, was = _policy(labels, "enforce"), _policy(before, "enforce")
    relaxed = policy.version == was.version and _LEVELS.index(policy.level) <= _LEVELS.index(was.level)
    if old is not None and policy.level != "privileged" and not relaxed:
        _look_at_pods(api, new["metadata"]["name"], policy)


def _label_errors(labels: dict[str, str]) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    out = []
    for mode in ("enforce", "audit", "warn"):
        level, version = PREFIX + mode, f"{PREFIX}{mode}-version"
        if labels.get(level, "privileged") not in _LEVELS:
            why = f"must be one of {', '.join(_LEVELS)}"
            out.append(invalid_value(f"metadata.labels[{level}]", labels[level], why))
        if not _is_version(labels.get(version, "latest")):
            out.append(invalid_value(f"metadata.labels[{version}]", labels[version], 'must be "latest" or "v1.x"'))
    return out


def _look_at_pods(api: ApiServer, namespace: str, policy: Policy) -> None:
    """Warn of the pods that are there and would be refused now, once for each set of reasons."""
    pods: dict[str, list[str]] = {}
    for pod in api.tx.list("pods", namespace):
        found = _violations(pod, policy)
        if found:
            pods.setdefault(", ".join(why for why, _ in found), []).append(pod["metadata"]["name"])
    if not pods:
        return
    api.world.warn(f'existing pods in namespace "{namespace}" violate the new PodSecurity enforce level "{policy}"')
    others = {1: "", 2: " (and 1 other pod)"}
    lines = (
        f"{min(names)}{others.get(len(names), f' (and {len(names) - 1} other pods)')}: {why}"
        for why, names in pods.items()
    )
    for line in sorted(lines):
        api.world.warn(line)
