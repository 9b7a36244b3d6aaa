"""manifests/: one example of every kind that has behaviour, and of some that are only stored; good as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from minikctl.core.decoding import check_types
from minikctl.core.schema import root_type
from minikctl.kinds import compile
from tests.kinds.objects import created, errors, row

MANIFESTS = Path(__file__).parents[2] / "manifests"
KINDS = {kind.kind.lower(): (module, kind) for module, kind in compile.kinds()}


def examples() -> list[Path]:
    return sorted(path for path in MANIFESTS.glob("*.yaml") if path.stem in KINDS)


def test_every_kind_with_behaviour_has_an_example() -> None:
    have = {path.stem for path in examples()}
    stored = {name for name, (module, kind) in KINDS.items() if module != "plain" and not kind.computed}
    assert stored <= have


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_an_example_is_accepted(path: Path) -> None:
    obj = yaml.safe_load(path.read_text())
    assert obj["kind"].lower() == path.stem
    type_name = root_type(obj["apiVersion"], obj["kind"])
    if type_name is None:  # its Go types are not in the table
        assert path.stem == "customresourcedefinition"
    else:
        assert check_types(obj, type_name) == []
    assert errors(obj) == []
    assert len(row(obj)) == len(KINDS[path.stem][1].columns)


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_defaulting_again_changes_nothing(path: Path) -> None:
    out = created(yaml.safe_load(path.read_text()))
    again = yaml.safe_load(yaml.safe_dump(out))
    KINDS[path.stem][1].default(again)
    assert again == out
