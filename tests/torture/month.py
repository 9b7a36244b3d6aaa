"""A month of use under the manual clock: does the directory level off?

    python -m tests.torture.month [--days 30] [--commands 24]

A CronJob, an autoscaler without metrics, a pod that crashes, and somebody who changes things every hour. Each line: the
day, bytes and files of the whole directory, of the log, of the index, of the events, and the last command's time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.support.cli import kubectl

BEGIN = (
    "create deployment web --image=nginx --replicas=3",
    "create deployment api --image=redis --replicas=2",
    "autoscale deployment web --min=2 --max=5 --cpu=50%",
    "create cronjob tick --image=busybox --schedule='*/10 * * * *' -- true",
    "run crashy --image=busybox --restart=Always --command -- false",
)
COMMANDS = (
    "set image deployment/web nginx=nginx:1.{n}",
    "scale deployment/api --replicas={few}",
    "label deployment/api round=r{n} --overwrite",
    "create configmap c{n} --from-literal=a={n}",
    "delete configmap c{n} --ignore-not-found",
    "rollout restart deployment/api",
)


class Day(NamedTuple):
    """Sizes in bytes after so many days."""

    day: int
    size: int
    files: int
    log: int
    index: int
    events: int
    seconds: float


def month(state: str, days: int, commands: int) -> Iterator[Day]:
    """One Day after the other, with so many commands in each."""
    environ = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "MINIKCTL_NOW": "2026-01-01T00:00:00Z"}
    number = 0
    for line in BEGIN:
        _run(state, line, environ)
    for day in range(1, days + 1):
        for _ in range(commands):
            number += 1
            _run(state, f"sim clock advance {1440 // commands}m", environ)
            line = COMMANDS[number % len(COMMANDS)]
            began = time.process_time()
            _run(state, line.format(n=number // len(COMMANDS) % 50, few=number % 5), environ)
        yield Day(day, *sizes(state), time.process_time() - began)


def _run(state: str, line: str, environ: dict[str, str]) -> None:
    result = kubectl(line, state=state, environ=environ)
    if result.code:
        raise RuntimeError(f"{line}: {result.err}")


def sizes(state: str) -> tuple[int, int, int, int, int]:
    """(bytes, files) of all, bytes of log, index and events."""
    total = files = 0
    parts = {"log": 0, "index": 0, "events": 0}
    for directory, _, names in os.walk(state):
        for name in names:
            size = os.lstat(f"{directory}/{name}").st_size
            total, files = total + size, files + 1
            for part in parts:
                parts[part] += size if f"/{part}" in directory[len(state) :] else 0
    return total, files, parts["log"], parts["index"], parts["events"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--commands", type=int, default=24, help="a day")
    options = parser.parse_args()
    directory = tempfile.mkdtemp(prefix="minikctl-month-")
    try:
        print(f"{'day':>4}{'KB':>9}{'files':>7}{'log KB':>9}{'index KB':>10}{'events KB':>11}{'ms':>7}")
        for d in month(f"{directory}/state", options.days, options.commands):
            kilo = [size // 1024 for size in (d.size, d.log, d.index, d.events)]
            line = f"{d.day:4}{kilo[0]:9}{d.files:7}{kilo[1]:9}{kilo[2]:10}{kilo[3]:11}{d.seconds * 1000:7.0f}"
            print(line, flush=True)
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
