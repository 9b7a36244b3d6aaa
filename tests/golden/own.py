"""Scenarios of our own: what no recording covers. Played on minikctl with seed, clock and time fixed, byte for byte.

A transcript is `NAME.out` beside `NAME.scn`: each command after `$`, then its stdout (indented by two), its stderr
(`! `), `~` where a stream does not end in a newline, and `= CODE` for an exit code that is not 0. `make golden`
rewrites them; read the diff.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.golden import record

OWN = Path(__file__).resolve().parent.parent / "scenarios" / "own"
FIXED = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "MINIKCTL_NOW": "2026-01-05T09:00:00Z"}


def names() -> list[str]:
    return sorted(path.stem for path in OWN.glob("*.scn"))


def expected(name: str) -> str:
    path = OWN / f"{name}.out"
    return path.read_text() if path.exists() else ""


def play(name: str, work: Path) -> str:
    """The transcript of one scenario, on a state of its own below `work`."""
    folder = work / "work"
    folder.mkdir()
    env = environment(work)
    out = []
    for step in record.parse(str(OWN / f"{name}.scn")):
        if step["op"] == "file":
            target = folder / step["name"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step["text"])
            continue
        if step["op"] == "settle":
            record.run("minikctl sim settle", str(folder), env, 60)
        elif step["op"] == "sleep":
            record.run(f"minikctl sim clock advance {step['seconds']:g}s", str(folder), env, 60)
        else:
            stdout, stderr, code = record.run(step["cmd"], str(folder), env, step.get("timeout", 60))
            if step["op"] != "hidden":
                out.append(shown(step["cmd"], stdout, stderr, code).replace(str(work), "<top>"))
    return "\n".join(out)


def environment(work: Path) -> dict[str, str]:
    """A shell's environment in which `kubectl` and `minikctl` are this checkout's."""
    shims = work / "bin"
    shims.mkdir()
    for name in ("kubectl", "minikctl"):
        shim = shims / name
        shim.write_text(f'#!/bin/sh\nMINIKCTL_NAME={name} exec "{sys.executable}" -m minikctl "$@"\n')
        shim.chmod(0o755)
    (work / "tmp").mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MINIKCTL_", "KUBE", "XDG_"))}
    here = str(Path(__file__).resolve().parents[2])
    return {
        **env,
        **FIXED,
        "PATH": f"{shims}:{env['PATH']}",
        "PYTHONPATH": here,
        "HOME": str(work),
        "TMPDIR": str(work / "tmp"),
        "MINIKCTL_STATE": str(work / "state"),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
    }


def shown(command: str, stdout: str, stderr: str, code: int) -> str:
    lines = ["$ " + command.replace("\n", "\n> ")]
    for mark, text in (("  ", stdout), ("! ", stderr)):
        lines += [(mark + line).rstrip(" ") if line.strip() == "" else mark + line for line in text.splitlines()]
        if text and not text.endswith("\n"):
            lines.append("~")
    if code:
        lines.append(f"= {code}")
    return "\n".join(lines) + "\n"
