"""What `kubectl apply` sends: the patch from three versions of an object, its last applied, new and live one."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.patches import _diff, json_merge
from minikctl.core.patches import strategic as _strategic
from minikctl.core.patches._failure import PatchConflict, PatchError, PreconditionFailed
from minikctl.core.patches._lookup import Strategy, strategy
from minikctl.core.patches._order import PATCH, RETAIN, element_kind, unique
from minikctl.core.typed import Any


def strategic(original: Obj, modified: Obj, current: Obj, type_name: str | None, overwrite: bool = True) -> Obj:
    """Deletions from `original` to `modified`, then changes and additions from `current` to `modified`.

    A JSON merge patch when the type is unknown. Without `overwrite`, a field that `current` changed otherwise than
    `modified` wants raises PatchConflict.
    """
    if type_name is None:
        return json_merge.three_way(original, modified, current)
    changes = _diff.maps(current, modified, type_name, _diff.Options(deletions=False, order=True))
    deletions = _diff.maps(original, modified, type_name, _diff.Options(changes=False, order=True))
    patch = _strategic.merge(deletions, changes, type_name, _strategic.JOIN)
    if not overwrite:
        drift = _diff.maps(original, current, type_name, _diff.Options())
        if _maps_conflict(patch, drift, type_name):
            raise PatchConflict(patch, drift)
    return patch


def check_identity(patch: Obj) -> None:
    """Refuses a patch that would change apiVersion, kind or the name, as apply and edit do before they send one."""
    metadata = patch.get("metadata")
    if "apiVersion" in patch or "kind" in patch or (isinstance(metadata, dict) and "name" in metadata):
        raise PreconditionFailed(patch)


def _conflict(left: Any, right: Any, how: Strategy) -> bool:
    if isinstance(left, dict):
        if not isinstance(right, dict) or left.get(PATCH) != right.get(PATCH):
            return True
        return not how.replace and _maps_conflict(left, right, how.below)
    if isinstance(left, list):
        return not isinstance(right, list) or _lists_conflict(left, right, how)
    return not json_merge.same(left, right)


def _maps_conflict(left: Obj, right: Obj, type_name: str) -> bool:
    for key, value in left.items():
        if key in right and key not in (PATCH, RETAIN) and _conflict(value, right[key], _field(type_name, key)):
            return True
    return False


def _field(type_name: str, key: str) -> Strategy:
    return Strategy() if key.startswith("$") else strategy(type_name, key)


def _lists_conflict(left: list[Any], right: list[Any], how: Strategy) -> bool:
    scalars = element_kind(left, right) is not dict
    below = Strategy(below=how.below)
    if how.merge:
        if scalars:
            return False
        others = {_merge_key(item, how.key): item for item in right}
        return any(
            name in others and _conflict(item, others[name], below)
            for name, item in ((_merge_key(item, how.key), item) for item in left)
        )
    if len(left) != len(right):
        return True
    if scalars:
        left, right = sorted(unique(left), key=str), sorted(unique(right), key=str)
    return any(_conflict(a, b, below) for a, b in zip(left, right))


def _merge_key(item: Any, key: str) -> Any:
    if not isinstance(item, dict) or key not in item:
        from minikctl.core.go_text import sprint

        raise PatchError(f"cannot find merge key `{key}` in merging list element:{sprint(item)}")
    return item[key]
