"""Volumes for claims: those that are there, or such as are made for them.

claims   one claim: bind it, have a volume made, let it go
volumes  one volume: its phase, and what becomes of it when its claim is gone
matching which of the volumes that are there fits a claim
ephemeral the claims that a pod's own volumes are made from

Keys are `claim/namespace/name`, `volume/name` and `pod/namespace/name`. The provisioner of every StorageClass is
simulated.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Watch
from minikctl.controllers._pods import is_finished
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result, View

Obj = dict[str, Any]

CLAIMS, VOLUMES, CLASSES = "persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"


def reconcile(view: View, key: str, now: int) -> Result:
    sort, _, rest = key.partition("/")
    if sort == "volume":
        from minikctl.controllers.pvbinder import volumes

        volume = view.get(VOLUMES, "", rest)
        return volumes.look(view, volume, now) if volume is not None else NOTHING
    if sort == "pod":
        from minikctl.controllers.pvbinder import ephemeral

        pod = view.get("pods", *rest.split("/"))
        return ephemeral.look(view, pod) if pod is not None else NOTHING
    from minikctl.controllers.pvbinder import claims

    claim = view.get(CLAIMS, *rest.split("/"))
    return claims.look(view, claim, now) if claim is not None else NOTHING


def key_of_claim(namespace: str, name: str) -> str:
    return f"claim/{namespace}/{name}"


def _claim_keys(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    """A claim, and its volume when it goes."""
    one = obj or old
    if one is None:
        return []
    volume = one["spec"].get("volumeName")
    keys = [] if obj is None else [key_of_claim(one["metadata"]["namespace"], one["metadata"]["name"])]
    return [*keys, f"volume/{volume}"] if volume else keys


def _volume_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A volume and its claim; one that is free concerns all claims that wait."""
    one = obj or old
    if one is None:
        return []
    keys = [f"volume/{one['metadata']['name']}"] if obj is not None else []
    ref = one["spec"].get("claimRef")
    if ref:
        keys.append(key_of_claim(ref["namespace"], ref["name"]))
    elif obj is not None and (obj.get("status") or {}).get("phase") == "Available":
        keys += _waiting(view)
    return keys


def _waiting(view: View) -> list[str]:
    pending = [c for c in view.list(CLAIMS) if (c.get("status") or {}).get("phase") == "Pending"]
    return [key_of_claim(c["metadata"]["namespace"], c["metadata"]["name"]) for c in pending]


def _class_keys(obj: Obj | None, _old: Obj | None, view: View) -> list[str]:
    return _waiting(view) if obj is not None else []


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Claims that nobody uses any more may go, if they are to; a new pod may need some of its own."""
    if old is None and obj is not None and any("ephemeral" in v for v in obj["spec"].get("volumes") or ()):
        return [f"pod/{obj['metadata']['namespace']}/{obj['metadata']['name']}"]
    if old is None or (obj is not None and (is_finished(obj) is is_finished(old))):
        return []
    keys = []
    for volume in old["spec"].get("volumes") or ():
        name: str = (volume.get("persistentVolumeClaim") or {}).get("claimName", "")
        claim = view.get(CLAIMS, old["metadata"]["namespace"], name) if name else None
        if claim is not None and claim["metadata"].get("deletionTimestamp"):
            keys.append(key_of_claim(old["metadata"]["namespace"], name))
    return keys


CONTROLLER = Controller(
    "pvbinder",
    "kube-controller-manager",
    (
        Watch(CLAIMS, _claim_keys),
        Watch(VOLUMES, _volume_keys),
        Watch(CLASSES, _class_keys),
        Watch("pods", _pod_keys),
    ),
    reconcile,
    component="persistentvolume-controller",
)
