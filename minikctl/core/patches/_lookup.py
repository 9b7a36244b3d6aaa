"""What a type says about patching one of its fields: how, by which key, and the type of what is below."""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.patches._failure import PatchError
from minikctl.core.typed import NamedTuple


class Strategy(NamedTuple):
    """`below` is the type of the value of a map, or of the elements of a list."""

    merge: bool = False
    replace: bool = False
    retain_keys: bool = False
    key: str = ""
    below: str = ""


_known: dict[tuple[str, str], Strategy] = {}


def strategy(type_name: str, field: str) -> Strategy:
    """How `field` of `type_name` is merged; raises PatchError when the type has no such field."""
    found = _known.get((type_name, field))
    if found is None:
        found = _known[type_name, field] = _find(type_name, field)
    return found


def _find(type_name: str, field: str) -> Strategy:
    name = schema.resolve(type_name) if type_name else ""
    if name.startswith("map["):
        return Strategy(below=_inner(schema.elem(name)))
    if not schema.is_struct(name):
        kind = "slice" if name.startswith("[]") else name
        raise PatchError(f"merging an object in json but data type is not struct, instead is: {kind}")
    found = schema.struct(name).get(field)
    if found is None:
        struct = name.rsplit(".", 1)[-1]
        raise PatchError(f'unable to find api field in struct {struct} for the json field "{field}"')
    words = found.patch_strategy
    return Strategy("merge" in words, "replace" in words, "retainKeys" in words, found.merge_key, _inner(found.type))


def _inner(type_name: str) -> str:
    name = schema.resolve(type_name)
    return schema.resolve(schema.elem(name)) if name.startswith("[]") else name
