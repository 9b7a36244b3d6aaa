"""libyaml without the package around it: the same values, and yaml itself is whole for who imports it."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOAD = """
from minikctl.core.yaml_load import YamlError, load
text = "a: [1, {b: c}]\\nd: &x [yes]\\ne: *x\\n"
assert load(text) == {"a": [1, {"b": "c"}], "d": [True], "e": [True]}
try:
    load("a:\\n- b\\n  c: [")
except YamlError as e:
    assert str(e).startswith("yaml: line "), e
"""
WITHOUT = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "yaml._yaml":
            raise ImportError(name)
sys.meta_path.insert(0, Finder())
"""
REAL = """
import sys
assert "yaml" not in sys.modules and "re" not in sys.modules
import yaml
assert yaml.__with_libyaml__ and yaml.load("a: 2001-01-01", yaml.CSafeLoader)["a"].year == 2001
for loader in (yaml.CSafeLoader, yaml.SafeLoader):
    try:
        yaml.load("a: [", loader)
    except yaml.MarkedYAMLError:
        continue
    raise AssertionError(loader)
"""


@pytest.mark.parametrize("program", [LOAD, "import yaml\n" + LOAD, WITHOUT + LOAD, LOAD + REAL])
def test_loads_with_whatever_is_there(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == ""
