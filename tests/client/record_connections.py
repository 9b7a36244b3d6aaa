"""`python -m tests.client.record_connections`: ask the real kubectl, keep what it says in connections.json."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.commands.config import record
from tests.client.connection_cases import CASES

RECORDED = Path(__file__).with_name("connections.json")


def without_log(text: str) -> str:
    """Without the lines of kubectl's log, and without the name server's address."""
    lines = [line for line in text.splitlines(True) if not re.match(r"[EWI]\d{4} |\t| >", line)]
    return re.sub(r" on [\d.]+:53: ", ": ", "".join(lines))


if __name__ == "__main__":
    record.main(CASES, RECORDED)
    found = json.loads(RECORDED.read_text())
    for step in (step for one in found for step in one["steps"]):
        step["err"] = without_log(step["err"])
    RECORDED.write_text(json.dumps(found, indent=1) + "\n")
