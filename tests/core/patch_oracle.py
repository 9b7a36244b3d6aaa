"""What the real kubectl answers to the corpus: `python -m tests.core.patch_oracle` rewrites data/patches.json.

Kept as a file because a kubectl process costs 50 ms; the slow test asks it again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from tests.core.patch_corpus import CASES

KUBECTL = Path(sys.prefix) / "bin" / "kubectl"
RECORDED = Path(__file__).parent / "data" / "patches.json"


def ask(kind: str, obj: dict[str, Any], patch: Any) -> dict[str, Any] | str:
    """The patched object, or what kubectl prints on stderr."""
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(obj, file)
        file.flush()
        argv = [
            str(KUBECTL),
            "patch",
            "--local",
            "-f",
            file.name,
            f"--type={kind}",
            "-p",
            json.dumps(patch),
            "-o",
            "json",
        ]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def main() -> None:
    lines = [json.dumps(ask(*case), sort_keys=True) for case in CASES]
    RECORDED.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
