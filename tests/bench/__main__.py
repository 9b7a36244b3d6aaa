"""The bench: tables of medians and ratios, every pair of numbers taken in one run.

    python -m tests.bench [--pods 100,1000,10000] [--turns 11] [--directory DIR] [startup] [scale] [catchup] [serve]

States are made below the working directory (a temporary file system would leave out what a disk costs) and removed.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.bench import catchup, scale, serve, startup

PARTS = ("startup", "scale", "catchup", "serve")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=PARTS, help="startup, scale, catchup, serve (all of them)")
    parser.add_argument("--pods", default="100,1000,10000", help="sizes of states")
    parser.add_argument("--turns", type=int, default=11, help="measurements of each command of start-up")
    parser.add_argument("--directory", default=".", help="where to make states")
    options = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix=".bench-", dir=options.directory)).resolve()
    try:
        if "startup" in options.parts:
            show(startup.table(startup.measure(directory, options.turns)))
        if "scale" in options.parts:
            show(scale.table([scale.measure(directory, int(pods)) for pods in options.pods.split(",")]))
        if "catchup" in options.parts:
            show(catchup.table(catchup.measure(directory)))
        if "serve" in options.parts:
            show(serve.table(serve.measure(directory)))
    finally:
        shutil.rmtree(directory)


def show(lines: list[str]) -> None:
    print("\n".join(lines) + "\n", flush=True)


if __name__ == "__main__":
    main()
