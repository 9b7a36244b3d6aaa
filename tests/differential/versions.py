"""What kubectls print differently by themselves: rewritten on both sides before they are compared. Pure."""

from __future__ import annotations

import re
from typing import Any

BASIC = (  # what kubectl 1.24 is held to, twelve versions older than the server
    "deploy-basics",
    "get-outputs",
    "label-annotate",
    "namespaces",
    "patch",
    "replace",
    "revision-limit",
    "rollout-pause",
    "rollout-undo-errors",
    "scale",
    "set-commands",
    "strategy",
    "wait",
)
_OLD_PROBES = (r"successThreshold=(\d+) failureThreshold=(\d+)", r"#success=\1 #failure=\2")
# client-go at the moment a time limit of its own is over: what it logs, if anything, is chance
_LAST_WORDS = (r"(?m)^(<log> )?reflector\.go\] .*\n", "")
_REWRITES: dict[str, tuple[tuple[str, str], ...]] = {
    "kubectl-1.37": (_LAST_WORDS,),
    "kubectl-1.36": (_LAST_WORDS, _OLD_PROBES),
    "kubectl-1.24": (
        _LAST_WORDS,
        (r"(deleted) from \S+ namespace", r"\1"),
        (r"(?m)^\s*creationTimestamp: null\n", ""),
        (r'(?m)^\s*"creationTimestamp": null,?\n', ""),
        (r"error when (patching|updating|deleting) \S+: +", ""),
    ),
}
_SKIPPED = {"kubectl-1.24": re.compile(r"kubectl (-n \S+ )?describe|kubectl version")}  # pages have gained many lines


def comparable(way: str, transcript: dict[str, Any]) -> dict[str, Any]:
    """The commands that say something of this client, without what is its own."""
    skipped = _SKIPPED.get(way)
    commands = [c for c in transcript["commands"] if skipped is None or not skipped.search(c["cmd"])]
    return {**transcript, "commands": [_rewritten(way, c) for c in commands]}


def _rewritten(way: str, command: dict[str, Any]) -> dict[str, Any]:
    out = dict(command)
    for stream in ("stdout", "stderr"):
        for pattern, replacement in _REWRITES.get(way, ()):
            out[stream] = re.sub(pattern, replacement, out[stream])
    return out
