"""What the server warns of in pods and in the templates of them: what is deprecated, said twice, or does nothing. Pure.

source: Kubernetes' GetWarningsForPod and the strategies that ask it, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]

_OLD_NODE_LABELS = {
    "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}
_OLD_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": 'non-functional in v1.16+; use the "priorityClassName" field instead',
    "security.alpha.kubernetes.io/sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
    "security.alpha.kubernetes.io/unsafe-sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
}
_OLD_VOLUMES = {
    "photonPersistentDisk": "deprecated in v1.11, non-functional in v1.16+",
    "gitRepo": "deprecated in v1.11",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+",
    "flocker": "deprecated in v1.22, non-functional in v1.25+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+",
    "quobyte": "deprecated in v1.22, non-functional in v1.25+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+",
    "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
}
_SHOWN_OTHERWISE = {"storageos": "storageOS"}
_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead'
_MATCHES_NOTHING = "a null labelSelector results in matching no pod"
_HOSTNAMES = "which can result in surprising behavior; a DNS label is recommended"


def warnings(pod: Obj, old: Obj | None) -> list[str]:
    """Of a new pod; updates are no work of humans."""
    if old is not None:
        return []
    return _name(pod, f"metadata.name: this is used in the Pod's hostname, {_HOSTNAMES}") + template_warnings(pod, "")


def workload_warnings(new: Obj, old: Obj | None, where: tuple[str, ...]) -> list[str]:
    """Of something that makes pods of a template: of its name once, of the template when the spec has changed."""
    if same_generation(new, old):
        return []
    template: Any = new
    for key in where:
        template = template.get(key) or {}
    out = template_warnings(template, ".".join(where))
    if old is not None:
        return out
    return _name(new, f"metadata.name: this is used in Pod names and hostnames, {_HOSTNAMES}") + out


def same_generation(new: Obj, old: Obj | None) -> bool:
    return old is not None and new["metadata"].get("generation") == old["metadata"].get("generation")


def _name(obj: Obj, text: str) -> list[str]:
    from minikctl.core.names import dns1123_label

    wrong = dns1123_label(obj["metadata"].get("name") or "")
    return [f"{text}: [{' '.join(wrong)}]"] if wrong else []


def template_warnings(template: Obj, path: str) -> list[str]:
    """Of metadata and spec of a template at `path`, or of a pod ("")."""
    head = f"{path}." if path else ""
    spec, annotations = template.get("spec") or {}, (template.get("metadata") or {}).get("annotations") or {}
    at = f"{head}spec"
    out = [*_node_labels(spec, at)]
    out += [
        f"{head}metadata.annotations[{key}]: {_OLD_ANNOTATIONS[key]}" for key in _OLD_ANNOTATIONS if key in annotations
    ]
    out += _volumes(spec, at)
    out += _lists(spec, at)
    key = "seccomp.security.alpha.kubernetes.io/pod"
    if key in annotations and not (spec.get("securityContext") or {}).get("seccompProfile"):
        out.append(f"{head}metadata.annotations[{key}]: {_SECCOMP}")
    for container, where in _containers(spec, at):
        out += _profiles(container, spec, annotations, head)
        out += _fractions(container, where)
        out += _environment(container, where)
    out += _ports(spec, at)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        out.append(
            f"{at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"
        )
    return [*out, *_affinity(spec, at)]


def _containers(spec: Obj, at: str) -> Iterator[tuple[Obj, str]]:
    for kind in ("initContainers", "containers", "ephemeralContainers"):
        for i, container in enumerate(spec.get(kind) or ()):
            yield container, f"{at}.{kind}[{i}]"


def _node_labels(spec: Obj, at: str) -> Iterator[str]:
    """Labels of nodes that have other names by now, wherever a pod chooses its node by them."""
    for key in sorted(spec.get("nodeSelector") or ()):
        if key in _OLD_NODE_LABELS:
            yield f"{at}.nodeSelector[{key}]: {_OLD_NODE_LABELS[key]}"
    node = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    where = f"{at}.affinity.nodeAffinity"
    must, may = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
    for i, term in enumerate((node.get(must) or {}).get("nodeSelectorTerms") or ()):
        yield from _term(term, f"{where}.{must}.nodeSelectorTerms[{i}]")
    for i, term in enumerate(node.get(may) or ()):
        yield from _term(term.get("preference") or {}, f"{where}.{may}[{i}].preference")
    for i, spread in enumerate(spec.get("topologySpreadConstraints") or ()):
        key = spread.get("topologyKey")
        if key in _OLD_NODE_LABELS:
            yield f"{at}.topologySpreadConstraints[{i}].topologyKey: {key} is {_OLD_NODE_LABELS[key]}"
        if spread.get("labelSelector") is None:
            yield f"{at}.topologySpreadConstraints[{i}].labelSelector: {_MATCHES_NOTHING}"


def _term(term: Obj, path: str) -> Iterator[str]:
    for i, expression in enumerate(term.get("matchExpressions") or ()):
        key = expression.get("key")
        if key in _OLD_NODE_LABELS:
            yield f"{path}.matchExpressions[{i}].key: {key} is {_OLD_NODE_LABELS[key]}"


def _volumes(spec: Obj, at: str) -> Iterator[str]:
    for i, volume in enumerate(spec.get("volumes") or ()):
        for kind in volume:
            if kind in _OLD_VOLUMES:
                yield f"{at}.volumes[{i}].{_SHOWN_OTHERWISE.get(kind, kind)}: {_OLD_VOLUMES[kind]}"


def _lists(spec: Obj, at: str) -> Iterator[str]:
    """Host aliases and pull secrets that come twice, pull secrets without a name."""
    for field, key, what in (("hostAliases", "ip", "ip"), ("imagePullSecrets", "name", "name")):
        seen = set()
        for i, item in enumerate(spec.get(field) or ()):
            value = item.get(key, "")
            if value in seen:
                yield f'{at}.{field}[{i}].{key}: duplicate {what} "{value}"'
            seen.add(value)
    for i, secret in enumerate(spec.get("imagePullSecrets") or ()):
        if not secret.get("name"):
            yield f'{at}.imagePullSecrets[{i}].name: invalid empty name ""'


def _profiles(container: Obj, spec: Obj, annotations: dict[str, str], head: str) -> Iterator[str]:
    """Annotations for which there are fields."""
    context, whole = container.get("securityContext") or {}, spec.get("securityContext") or {}
    key = f"container.seccomp.security.alpha.kubernetes.io/{container.get('name')}"
    if key in annotations and not context.get("seccompProfile"):
        yield f"{head}metadata.annotations[{key}]: {_SECCOMP}"
    key = f"container.apparmor.security.beta.kubernetes.io/{container.get('name')}"
    if key in annotations and not (context.get("appArmorProfile") or whole.get("appArmorProfile")):
        yield f'{head}metadata.annotations[{key}]: deprecated since v1.30; use the "appArmorProfile" field instead'


def _fractions(container: Obj, path: str) -> Iterator[str]:
    """Bytes do not come in parts."""
    resources = container.get("resources") or {}
    for name in ("memory", "ephemeral-storage"):
        for kind in ("limits", "requests"):
            value = (resources.get(kind) or {}).get(name, "")
            if fractional(value):
                yield f'{path}.resources.{kind}[{name}]: fractional byte value "{value}" is invalid, must be an integer'


def fractional(amount: str) -> bool:
    """Whether a quantity is no whole number."""
    from minikctl.core.quantity import parse

    if not amount.endswith(("m", "u", "n")) and "." not in amount:
        return False
    return parse(amount).milli() % 1000 != 0


def _environment(container: Obj, path: str) -> Iterator[str]:
    seen = set()
    for i, variable in enumerate(container.get("env") or ()):
        name, value = variable.get("name", ""), variable.get("value") or ""
        own = f"$({name})"
        # X=$(X)1 adds to the X before it
        if name in seen and (variable.get("valueFrom") or value == own or own not in value):
            yield f'{path}.env[{i}]: hides previous definition of "{name}", which may be dropped when using apply'
        seen.add(name)


def _ports(spec: Obj, at: str) -> Iterator[str]:
    """The same port and protocol twice within a pod: allowed, hardly meant."""
    seen: dict[tuple[Any, Any], list[tuple[str, Obj]]] = {}
    for container, path in _containers(spec, at):
        for i, port in enumerate(container.get("ports") or ()):
            where = f"{path}.ports[{i}]"
            others = seen.setdefault((port.get("containerPort"), port.get("protocol")), [])
            for other_at, other in others:
                how = _clash(port, other)
                if how:
                    yield f"{where}: {how} port definition with {other_at}"
            others.append((where, port))


def _clash(port: Obj, other: Obj) -> str:
    host, others = (
        (port.get("hostIP", ""), port.get("hostPort", 0)),
        (other.get("hostIP", ""), other.get("hostPort", 0)),
    )
    if host == others:
        return "duplicate"
    if not host[1] or not others[1]:
        return "overlapping"
    if host[1] == others[1] and (not host[0]) != (not others[0]):
        return "dangerously ambiguous"
    return ""


def _affinity(spec: Obj, at: str) -> Iterator[str]:
    must, may = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = (spec.get("affinity") or {}).get(kind) or {}
        for i, term in enumerate(terms.get(must) or ()):
            if term.get("labelSelector") is None:
                yield f"{at}.affinity.{kind}.{must}[{i}].labelSelector: {_MATCHES_NOTHING}"
        for i, weighted in enumerate(terms.get(may) or ()):
            if (weighted.get("podAffinityTerm") or {}).get("labelSelector") is None:
                yield f"{at}.affinity.{kind}.{may}[{i}].podAffinityTerm.labelSelector: {_MATCHES_NOTHING}"
