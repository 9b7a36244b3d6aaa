"""`describe` from the command line to its text: what is chosen, what stands between, what is said of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Result, kubectl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Result]

MAPS = """
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: game-a, labels: {app: game}}, data: {k: v}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: game-b, labels: {app: game}}}
"""


def text(name: str, data: str = "") -> str:
    head = f"Name:         {name}\nNamespace:    default\nLabels:       app=game\nAnnotations:  <none>\n\n"
    return f"{head}Data\n====\n{data}\nBinaryData\n====\n\n"


A, B = text("game-a", "k:\n----\nv\n\n"), text("game-b")
EVENTS = "Events:  <none>\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def one(line: str, stdin: str = "") -> Result:
        return kubectl(line, stdin, tmp_path / "state", tmp_path, {"MINIKCTL_CLOCK": "manual"})

    assert one("create -f -", MAPS).code == 0
    return one


def test_one_object_with_its_events(run: Run) -> None:
    assert run("describe cm game-a") == Result(A + EVENTS, "", 0)
    assert run("describe cm/game-a --show-events=false") == Result(A, "", 0)


def test_several_are_two_lines_apart_and_without_events(run: Run) -> None:
    assert run("describe cm -l app=game") == Result(f"{A}\n\n{B}", "", 0)
    assert run("describe cm/game-b cm/game-a") == Result(f"{B}\n\n{A}", "", 0)
    assert run("describe cm -l app=game --show-events").out == f"{A}{EVENTS}\n\n{B}{EVENTS}"


def test_a_prefix_finds_all_that_begin_with_it(run: Run) -> None:
    assert run("describe cm game") == Result(f"{A}\n{B}\n", "", 0)


def test_files_name_objects_and_the_server_has_their_content(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: game-b}, data: {k: mine}}")
    assert run("describe -f one.yaml") == Result(B + EVENTS, "", 0)


def test_what_is_missing_is_told_after_what_is_there(run: Run) -> None:
    missing = 'Error from server (NotFound): configmaps "zz" not found\n'
    assert run("describe cm zz") == Result("", missing, 1)
    assert run("describe cm game-b zz") == Result(B, missing, 1)


def test_nothing_there(run: Run) -> None:
    assert run("describe pods") == Result("", "No resources found in default namespace.\n", 0)
    assert run("describe pods -A") == Result("", "No resources found\n", 0)


def test_nothing_asked(run: Run) -> None:
    why = (
        'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of '
    )
    assert run("describe") == Result("", f"{why}supported resources.\n", 1)
    assert run("describe foo") == Result("", 'error: the server doesn\'t have a resource type "foo"\n', 1)
