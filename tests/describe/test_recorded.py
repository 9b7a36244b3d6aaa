"""Every description against what kubectl v1.37.1 said of the same object (see record.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from minikctl.describe import describer
from tests.support.related import Objects

HERE = Path(__file__).parent
_HEAD, *_PARTS = (HERE / "recorded.txt").read_text(encoding="utf-8").split("\f")
RECORDED = {name: text for name, _, text in (part.partition("\n") for part in _PARTS)}
OBJECTS = Objects.read(HERE / "objects.jsonl", now=int(_HEAD.split()[1]) * 1_000_000)


@pytest.mark.parametrize("obj", OBJECTS.described(), ids=lambda o: f"{o['kind']} {o['metadata']['name']}")
def test_as_kubectl_describes_it(obj: dict[str, object]) -> None:
    kind, meta = str(obj["kind"]), obj["metadata"]
    assert isinstance(meta, dict)
    group = str(obj["apiVersion"]).rpartition("/")[0]
    assert describer(kind, group)(obj, OBJECTS) == RECORDED[f"{kind} {meta['name']}"]


def test_all_that_was_recorded_is_still_there() -> None:
    assert set(RECORDED) == {f"{obj['kind']} {obj['metadata']['name']}" for obj in OBJECTS.described()}
