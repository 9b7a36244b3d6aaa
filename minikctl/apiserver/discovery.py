"""What the server says about itself: its version."""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

VERSION = "v1.36.2"


def version() -> Obj:
    """GET /version. # source: observed on v1.36"""
    return {
        "major": "1",
        "minor": "36",
        "emulationMajor": "1",
        "emulationMinor": "36",
        "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35",
        "gitVersion": VERSION,
        "gitCommit": "minikctl",
        "gitTreeState": "clean",
        "buildDate": "2026-11-01T00:00:00Z",
        "goVersion": "go1.26.0",
        "compiler": "gc",
        "platform": "linux/amd64",
    }
