"""What grows with a state and what does not: states of so many pods, made by the tool itself; the physical limit."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import Cost, State, middle

NODE_PODS = 100


class Figures(NamedTuple):
    pods: int
    grown: Cost  # scale to so many replicas, to all available
    one: Cost  # get deployment/x
    few: Cost  # get pods -l, those of one Deployment
    all: Cost  # get pods
    rolled: Cost  # set image of a Deployment of a hundredth of the pods, to its end
    gone: Cost  # delete the big Deployment and let it go
    files: int
    written: int  # bytes of objects' files and log after the scale-up
    limit: float  # CPU seconds to write as much in as many files with as many syncs


def measure(directory: Path, pods: int) -> Figures:
    state = State(directory / f"pods-{pods}")
    state.run("sim", "settings", "set", f"nodes={max(3, math.ceil(pods * 1.3 / NODE_PODS))}")
    state.run("create", "deployment", "web", "--image=nginx:1.25", "--replicas=0")
    state.run("create", "deployment", "small", "--image=nginx:1.25", f"--replicas={max(1, pods // 100)}")
    state.run("rollout", "status", "deployment/small")
    grown = _sum(
        state.run("scale", "deployment/web", f"--replicas={pods}"), state.run("rollout", "status", "deployment/web")
    )
    sizes = [p.stat().st_size for part in ("objects", "log") for p in (state.path / part).rglob("*") if p.is_file()]
    limit = _limit(directory / f"limit-{pods}", sizes)
    one = middle([state.run("get", "deployment/small") for _ in range(5)])
    few = middle([state.run("get", "pods", "-l", "app=small") for _ in range(3)])
    listed = middle([state.run("get", "pods") for _ in range(3)])
    rolled = _sum(
        state.run("set", "image", "deployment/small", "nginx=nginx:1.26"),
        state.run("rollout", "status", "deployment/small"),
    )
    gone = _sum(state.run("delete", "deployment", "web"), state.run("sim", "settle"))
    return Figures(pods, grown, one, few, listed, rolled, gone, len(sizes), sum(sizes), limit)


def _sum(*costs: Cost) -> Cost:
    return Cost(sum(c.cpu for c in costs), sum(c.wall for c in costs), max(c.megabytes for c in costs))


def _limit(directory: Path, sizes: list[int]) -> float:
    """CPU of writing files of these sizes, with the syncs of two commits."""
    directory.mkdir()
    data = b"x" * max(sizes)
    began = time.process_time()
    for number, size in enumerate(sizes):
        fd = os.open(f"{directory}/{number}", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(fd, data[:size])
        if number < 2:
            os.fdatasync(fd)
        os.close(fd)
    return time.process_time() - began


def table(found: list[Figures]) -> list[str]:
    head = (
        f"{'SCALE (CPU s)':>14}{'grow':>8}{'MB':>6}{'get one':>9}{'get -l':>8}{'get all':>9}{'roll 1%':>9}{'delete':>8}"
    )
    lines = [f"{head}{'files':>8}{'MB written':>12}{'limit':>8}"]
    for f in found:
        row = f"{f.pods:14}{f.grown.cpu:8.2f}{f.grown.megabytes:6.0f}{f.one.cpu:9.3f}{f.few.cpu:8.3f}"
        lines.append(
            f"{row}{f.all.cpu:9.3f}{f.rolled.cpu:9.2f}{f.gone.cpu:8.2f}{f.files:8}{f.written / 1e6:12.1f}{f.limit:8.2f}"
        )
    if len(found) > 1:
        first, last = found[0], found[-1]
        lines.append(f"get one, {last.pods} pods to {first.pods}: {last.one.cpu / first.one.cpu:.2f} (aim: under 1.2)")
        lines.append(f"exponent of grow, the two largest: {_exponent(found[-2], last):.2f} (aim: at most 1.1)")
    return lines


def _exponent(a: Figures, b: Figures) -> float:
    return math.log(b.grown.cpu / a.grown.cpu) / math.log(b.pods / a.pods)
