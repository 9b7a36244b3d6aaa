"""A state left alone for a month: a CronJob every minute, ten idle autoscalers, a pod that crashes and crashes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.measure import Cost, State

MONTH = "720h"
AIM = 200  # ms


def measure(directory: Path) -> tuple[Cost, Cost]:
    """(the command that moves the clock by a month, the next get)."""
    state = State(directory / "month")
    state.run("create", "cronjob", "tick", "--image=busybox", "--schedule=* * * * *", "--", "true")
    for number in range(10):
        state.run("create", "deployment", f"idle-{number}", "--image=nginx")
        state.run("autoscale", "deployment", f"idle-{number}", "--min=1", "--max=3", "--cpu=50%")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "crashy"}}
    container = {"name": "c", "image": "busybox", "command": ["false"]}
    manifest = directory / "crashy.json"
    manifest.write_text(json.dumps({**pod, "spec": {"containers": [container]}}))
    state.run("apply", "-f", str(manifest))
    state.run("sim", "clock", "advance", "1h")
    return state.run("sim", "clock", "advance", MONTH), state.run("get", "pods")


def table(found: tuple[Cost, Cost]) -> list[str]:
    moved, looked = found
    missed = " missed" if moved.cpu * 1000 > AIM else ""
    return [
        f"{'CATCH-UP OF A MONTH':28}{'CPU ms':>8}{'wall ms':>9}{'aim ms':>8}",
        f"{'clock advance 720h':28}{moved.cpu * 1000:8.0f}{moved.wall * 1000:9.0f}{AIM:8}{missed}",
        f"{'get pods after it':28}{looked.cpu * 1000:8.0f}{looked.wall * 1000:9.0f}",
    ]
