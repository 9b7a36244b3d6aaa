"""The table of controllers says of each what its module says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from minikctl.controllers import order, table


@pytest.mark.parametrize("entry", table.ENTRIES, ids=lambda e: e.name)
def test_the_table_and_the_module_agree(entry: table.Entry) -> None:
    controller = table.load(entry.name)
    assert controller.name == entry.name
    assert {watch.resource for watch in controller.watches} == set(entry.watches)
    assert controller.name in order.ORDER


def test_order_names_are_unique() -> None:
    assert len(order.ORDER) == len(order.NAMES)


def test_the_table_imports_no_controller() -> None:
    code = (
        "import sys, minikctl.controllers.table as t; t.watchers('configmaps');"
        "print([m for m in sys.modules if m.startswith('minikctl.controllers.') and m[21:] not in ('table',)])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
