"""sim reset: a new cluster in the same place."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import kubectl


def test_a_reset_state_is_as_a_new_one_but_for_its_settings(tmp_path: Path) -> None:
    here = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "7", "MINIKCTL_NOW": "2026-01-01T00:00:00Z"}
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    story = ("sim settings set nodes=2", "create deployment web --image=nginx:1.25", "sim settle", "get pods -o yaml")

    def play(state: str, commands: tuple[str, ...]) -> str:
        return [kubectl(command, state=state, environ=here) for command in commands][-1].out

    play(old, story)
    assert kubectl("sim reset", state=old, environ=here).code == 0
    assert kubectl("get deploy", state=old, environ=here).out == ""
    assert kubectl("sim settings get nodes", state=old, environ=here).out == "2\n"
    assert "nginx:1.25" in play(new, story)
    assert kubectl("get nodes -o name", state=old, environ=here).out == "node/node-1\nnode/node-2\n"
