"""`python -m tests.differential [--only SCENARIO] [--way WAY] [-q]`: run scenarios, show differences, known or not."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.differential import comparing, ways
from tests.golden import runner


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--way", action="append", default=[])
    parser.add_argument("-q", action="store_true", help="counts only")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        for name in args.only or runner.names():
            for way in args.way or ways.of(name):
                found = ways.differences(way, name, Path(work) / name)
                known = comparing.known(way, name)
                new = [d for d in found if d.command.split("\n")[0] not in known]
                print(f"{len(new)} new, {len(found) - len(new)} known: {name} {way}", flush=True)
                if not args.q:
                    for difference in found:
                        print(comparing.shown(difference), flush=True)


main()
