"""One state, the same command lines: the embedded client says what the real kubectl 1.37 said over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.commands.served_cases import CASES, SETUP, Case, normalised

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_answers_are_kubectl_s(shell: Shell) -> None:
    def answer(case: Case) -> list[str | int]:
        done = shell(case.line, case.stdin, KUBE_EDITOR=case.editor)
        return [normalised(done.out), normalised(done.err), done.code]

    for case in SETUP:
        answer(case)
    expected = json.loads(Path(__file__).with_name("served.json").read_text())
    wrong = [
        f"{case.line}: {found} instead of {wanted}"
        for case, wanted in zip(CASES, expected, strict=True)
        if (found := answer(case)) != wanted
    ]
    assert not wrong, "\n".join(wrong)
