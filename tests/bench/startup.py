"""What a command costs on a state of 20 pods, beside the bare interpreter and the real kubectl, all in one run."""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.bench.measure import KUBECTL, PYTHON, Cost, State, middle, run

# in times of `python -c pass`, which takes 10 ms on an idle machine: so the aims hold on a slow or busy one, too
AIM = {"get pods": 3.0, "scale": 3.0, "set image": 3.0, "patch": 3.0}
MOST = 6.0  # for the others


def commands(turn: int) -> dict[str, list[str]]:
    """Each changes something where it is a change: another number every turn."""
    return {
        "get pods": ["get", "pods"],
        "get deploy -o yaml": ["get", "deploy", "web", "-o", "yaml"],
        "create deployment": ["create", "deployment", f"new-{turn}", "--image=nginx", "--replicas=0"],
        "apply -f": ["apply", "-f", "MANIFEST"],
        "set image": ["set", "image", "deployment/web", f"nginx=nginx:1.{turn}"],
        "scale": ["scale", "deployment/web", f"--replicas={20 + turn % 2}"],
        "rollout status": ["rollout", "status", "deployment/web"],
        "rollout history": ["rollout", "history", "deployment/web"],
        "patch": ["patch", "deployment", "web", "-p", f'{{"spec":{{"minReadySeconds":{turn % 5}}}}}'],
        "describe deploy": ["describe", "deployment", "web"],
    }


def measure(directory: Path, turns: int = 11) -> dict[str, Cost]:
    """Medians. Before each measured command the world is brought to rest, unmeasured."""
    state = State(directory / "startup")
    state.run("create", "deployment", "web", "--image=nginx:1.25", "--replicas=20")
    state.run("rollout", "status", "deployment/web")
    manifest = directory / "config.yaml"
    costs: dict[str, list[Cost]] = {}
    for turn in range(-1, turns):
        todo = list(commands(turn + 1).items())
        random.Random(turn).shuffle(todo)
        for name, argv in todo:
            manifest.write_text(_config_map(turn))
            argv = [str(manifest) if word == "MANIFEST" else word for word in argv]
            if name == "set image":
                state.run("sim", "settle")
            cost = state.run(*argv)
            if turn >= 0:  # the first round makes compiled code and is left out
                costs.setdefault(name, []).append(cost)
            if name in ("set image", "scale"):
                state.run("sim", "settle")
        costs.setdefault("python -c pass", []).append(run([PYTHON, "-c", "pass"]))
        if os.path.exists(KUBECTL):
            costs.setdefault("kubectl version --client", []).append(run([KUBECTL, "version", "--client"]))
    return {name: middle(found) for name, found in costs.items()}


def _config_map(turn: int) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\ndata:\n  turn: '{turn}'\n"


def table(costs: dict[str, Cost]) -> list[str]:
    bare = costs["python -c pass"].cpu
    lines = [f"{'START-UP (20 pods)':28}{'CPU ms':>8}{'wall ms':>9}{'x python':>10}{'aim':>6}"]
    for name, cost in costs.items():
        aim = "" if name.startswith(("python", "kubectl")) else str(AIM.get(name, MOST))
        missed = " missed" if aim and cost.cpu / bare > float(aim) else ""
        lines.append(f"{name:28}{cost.cpu * 1000:8.1f}{cost.wall * 1000:9.1f}{cost.cpu / bare:10.1f}{aim:>6}{missed}")
    return lines
