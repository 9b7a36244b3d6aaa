"""A state left alone for a month: a CronJob every minute, ten idle autoscalers, a pod that crashes and crashes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.bench.measure import PYTHON, Cost, State, middle, run

MONTH = "720h"
AIM = 20.0  # times of `python -c pass`: 200 ms where that takes 10, as on an idle machine


def measure(directory: Path, turns: int = 7) -> tuple[Cost, Cost, Cost]:
    """Medians: (the command that moves the clock by a month, the next get, the bare interpreter)."""
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
    costs = []
    for turn in range(turns):
        copy = State(directory / f"month-{turn}")
        shutil.copytree(state.path, copy.path)
        bare = run([PYTHON, "-c", "pass"])
        costs.append((copy.run("sim", "clock", "advance", MONTH), copy.run("get", "pods"), bare))
    moved, looked, bare = map(middle, zip(*costs))  # type: ignore[call-overload]
    return moved, looked, bare


def table(found: tuple[Cost, Cost, Cost]) -> list[str]:
    moved, looked, bare = found
    times = moved.cpu / bare.cpu
    missed = " missed" if times > AIM else ""
    return [
        f"{'CATCH-UP OF A MONTH':28}{'CPU ms':>8}{'wall ms':>9}{'x python':>10}{'aim':>6}",
        f"{'clock advance 720h':28}{moved.cpu * 1000:8.0f}{moved.wall * 1000:9.0f}{times:10.1f}{AIM:6}{missed}",
        f"{'get pods after it':28}{looked.cpu * 1000:8.0f}{looked.wall * 1000:9.0f}{looked.cpu / bare.cpu:10.1f}",
    ]
