"""Which files -f means, and what is refused before a server is asked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from minikctl.cli.env import Env
from minikctl.client import manifests
from minikctl.core.errors import AggregateError, CliError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def env(tmp_path: Path) -> Env:
    for name in ("a.yaml", "b.json", "c.yml", "d.txt", "sub/e.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n")
    (tmp_path / "empty").mkdir()
    return Env(io.StringIO(), io.StringIO(), io.StringIO(), {}, str(tmp_path), "kubectl")


def test_directories_give_their_manifests_sorted(env: Env) -> None:
    assert manifests.paths(["."], False, env) == ["a.yaml", "b.json", "c.yml"]
    assert manifests.paths(["."], True, env) == ["a.yaml", "b.json", "c.yml", "sub/e.yaml"]
    assert manifests.paths(["sub", "a.yaml"], False, env) == ["sub/e.yaml", "a.yaml"]


def test_a_file_named_itself_may_have_any_name(env: Env) -> None:
    assert manifests.paths(["d.txt", "-", "https://x/y"], False, env) == ["d.txt", "-", "https://x/y"]


def test_patterns_are_opened_here(env: Env) -> None:
    assert manifests.paths(["*.y*ml"], False, env) == ["a.yaml", "c.yml"]
    assert manifests.paths(["s*"], False, env) == ["sub/e.yaml"]


def test_all_missing_paths_are_told(env: Env) -> None:
    with pytest.raises(AggregateError) as caught:
        manifests.paths(["x", "a.yaml", "y*"], False, env)
    assert [str(e) for e in caught.value.errors] == ['the path "x" does not exist', 'the path "y*" does not exist']
    with pytest.raises(CliError, match=r"error reading \[empty\]: recognized file extensions are \[.json .yaml .yml\]"):
        manifests.paths(["empty"], False, env)


def test_documents_before_a_broken_one_are_delivered(env: Env) -> None:
    errors: list[Exception] = []
    found = list(manifests.parsed("a: 1\n---\nb: [\n---\nc: 1\n", "f.yaml", errors))
    assert [document.obj for document in found] == [{"a": 1}]
    assert len(errors) == 1
    assert str(errors[0]).startswith("error parsing f.yaml: error converting YAML to JSON: yaml: line ")
