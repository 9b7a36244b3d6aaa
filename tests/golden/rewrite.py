"""`make golden`: play our own scenarios and write down what they print.

The recordings of a real cluster are never rewritten.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden import own


def main(wanted: list[str]) -> int:
    """Rewrite the named ones, or all; says which have changed."""
    for name in wanted or own.names():
        with tempfile.TemporaryDirectory() as work:
            text = own.play(name, Path(work))
        if text != own.expected(name):
            (own.OWN / f"{name}.out").write_text(text)
            print(f"{name}: changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
