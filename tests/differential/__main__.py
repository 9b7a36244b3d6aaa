"""`python -m tests.differential [--only NAME] [--way WAY] [--raw] [-q]`: run scenarios and show what differs."""

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
            one = comparing.recorded(name) or ways.embedded(name, Path(work) / name / "embedded")
            for way in args.way or ways.WAYS:
                other = ways.over_http(way, name, Path(work) / name / way)
                found = comparing.differences(one, other)
                print(f"{len(found):3} of {len(one['commands']):3} differ: {name} {way}", flush=True)
                if not args.q:
                    for difference in found:
                        print(comparing.shown(difference), flush=True)


main()
