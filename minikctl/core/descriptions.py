"""What types and fields of the API are for, in a sentence each; for `explain` and OpenAPI. The texts are our own.

`descriptions.txt` has a block for each type (or several that share one): `TYPE...: text`, then `field: text` lines. The
block `*` is for fields of any type that says nothing of them.
"""

from __future__ import annotations

from os.path import dirname, join

_SUCCESSORS = ("apps/v1", "batch/v1", "networking/v1", "policy/v1", "rbac/v1", "scheduling/v1", "storage/v1", "core/v1")
_texts: dict[str, str] = {}


def of_type(name: str) -> str:
    """`apps/v1.Deployment`; "" for a type without a text."""
    return _all().get(_described(name), "")


def of_field(type_name: str, field: str) -> str:
    texts = _all()
    return texts.get(f"{_described(type_name)} {field}") or texts.get(f"* {field}", "")


def _described(name: str) -> str:
    """The type itself; for one of an old version the one that it has become."""
    if "/v1beta" not in name or name in _all():
        return name
    struct = name.rpartition(".")[2]
    return next((f"{place}.{struct}" for place in _SUCCESSORS if f"{place}.{struct}" in _all()), name)


def _all() -> dict[str, str]:
    if not _texts:
        with open(join(dirname(__file__), "descriptions.txt"), encoding="utf-8") as f:
            for block in f.read().strip().split("\n\n"):
                _read(block.split("\n"))
    return _texts


def _read(lines: list[str]) -> None:
    head, _, text = lines[0].partition(": ")
    for name in head.split(" "):
        if text:
            _texts[name] = text
        for line in lines[1:]:
            field, _, about = line.partition(": ")
            _texts[f"{name} {field}"] = about
