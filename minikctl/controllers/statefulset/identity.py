"""Who a pod of a StatefulSet is: its ordinal, name, labels, host name and volumes. Pure."""

from __future__ import annotations

from minikctl.controllers._revisions import HASH_LABEL
from minikctl.controllers.replicas.creating import pod_of
from minikctl.core.typed import Any

Obj = dict[str, Any]

POD_NAME = "statefulset.kubernetes.io/pod-name"
POD_INDEX = "apps.kubernetes.io/pod-index"


def split(name: str) -> tuple[str, int]:
    """`web-3` -> (web, 3); ("", -1) where there is no ordinal."""
    parent, dash, number = name.rpartition("-")
    if not dash or not parent or not number.isascii() or not number.isdigit():
        return "", -1
    return parent, int(number)


def parent_of(pod: Obj) -> str:
    return split(pod["metadata"]["name"])[0]


def ordinal(pod: Obj) -> int:
    return split(pod["metadata"]["name"])[1]


def ordinals(owner: Obj) -> range:
    start = (owner["spec"].get("ordinals") or {}).get("start", 0)
    return range(start, start + owner["spec"].get("replicas", 1))


def revision_of(pod: Obj) -> str:
    return str((pod["metadata"].get("labels") or {}).get(HASH_LABEL, ""))


def new_pod(owner: Obj, template: Obj, revision: str, number: int) -> Obj:
    """The pod of an ordinal at a revision; it has no uid yet."""
    shared = pod_of(owner, template)
    name = f"{owner['metadata']['name']}-{number}"
    meta: Obj = {**shared["metadata"], "name": name}
    labels = {**(meta.get("labels") or {}), POD_NAME: name, POD_INDEX: str(number), HASH_LABEL: revision}
    pod: Obj = {**shared, "metadata": {**meta, "labels": labels}, "spec": dict(shared["spec"])}
    pod["spec"]["hostname"] = name
    if owner["spec"].get("serviceName"):
        pod["spec"]["subdomain"] = owner["spec"]["serviceName"]
    _mount(owner, pod)
    return pod


def _mount(owner: Obj, pod: Obj) -> None:
    """Volumes of the claim templates take the place of volumes of the same name."""
    claims = claim_names(owner, pod)
    if claims:
        own = [v for v in pod["spec"].get("volumes") or () if v["name"] not in claims]
        mounted = [{"name": v, "persistentVolumeClaim": {"claimName": claim}} for v, claim in claims.items()]
        pod["spec"]["volumes"] = mounted + own


def claim_names(owner: Obj, pod: Obj) -> dict[str, str]:
    """Volume -> name of the claim behind it."""
    templates = owner["spec"].get("volumeClaimTemplates") or ()
    return {t["metadata"]["name"]: f"{t['metadata']['name']}-{pod['metadata']['name']}" for t in templates}


def restored(owner: Obj, pod: Obj) -> Obj:
    """The pod with the labels that make it who it is: the same object where they are all there."""
    meta = pod["metadata"]
    name = meta["name"]
    wanted = {POD_NAME: name, POD_INDEX: str(ordinal(pod))}
    labels = meta.get("labels") or {}
    if wanted.items() <= labels.items():
        return pod
    return {**pod, "metadata": {**meta, "labels": {**labels, **wanted}}}
