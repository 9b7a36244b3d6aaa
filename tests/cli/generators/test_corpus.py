"""Generators and `set --local` print what the real kubectl prints, byte for byte."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.generators import corpus
from tests.support.cli import kubectl

KUBECTL = shutil.which("kubectl", path=str(Path(sys.executable).parent)) or ""
RECORDED = corpus.recorded()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("corpus")
    corpus.write_files(directory)
    return directory


@pytest.mark.parametrize("line", corpus.lines())
def test_as_recorded(line: str, files: Path) -> None:
    done = kubectl(line, state=files / "no-state", cwd=files, environ={"HOME": corpus.HOME})
    assert [done.out, corpus.normal(done.err), done.code] == RECORDED[line]
    assert not (files / "no-state").exists()  # nothing of this needs a cluster


@pytest.mark.slow
@pytest.mark.skipif(not KUBECTL, reason="no kubectl beside this Python")
def test_the_record_is_what_kubectl_says(files: Path) -> None:
    changed = [line for line in corpus.lines() if corpus.real(KUBECTL, line, files) != RECORDED[line]]
    assert changed == []


def test_the_record_is_complete() -> None:
    assert list(RECORDED) == corpus.lines()
    assert all(shlex.split(line) for line in RECORDED)
