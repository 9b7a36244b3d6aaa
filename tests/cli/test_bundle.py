"""The file of compiled modules: used, made anew when sources change, and never in the way."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

import minikctl
from minikctl import bundle

BUNDLE = f"bundle.{sys.implementation.cache_tag}.bin"
PROGRAM = """
import os, sys
from minikctl import bundle
from minikctl.__main__ import run
def done(code):
    bundled = [n for n, m in sys.modules.items() if type(getattr(m, "__loader__", None)) is bundle.Loader]
    print(len(bundled))
    sys.stdout.flush()
    os.abort() if code else leave(0)
leave, os._exit = os._exit, done
sys.argv = ["minikctl", "version", "--client"]
run()
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of minikctl's sources."""
    copy = tmp_path / "minikctl"
    shutil.copytree(Path(minikctl.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def run(package: Path, **environ: str) -> tuple[str, int]:
    """What `version --client` prints, and how many modules came from the file."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env = {**clean, "PYTHONPATH": str(package.parent), **environ}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, cwd="/", capture_output=True, text=True, check=True)
    *lines, count = done.stdout.splitlines()
    return "\n".join(lines), int(count)


def test_is_made_by_the_first_and_used_by_the_next(package: Path) -> None:
    first, second = run(package), run(package)
    assert first[0] == second[0] and first[1] == 0 and second[1] > 5


def test_a_changed_source_counts(package: Path) -> None:
    _, before = run(package), run(package)
    source = package / "cli" / "commands" / "version.py"
    source.write_text(
        source.read_text() + "\n\ndef run(opts, client, env):\n    env.stdout.write('changed\\n')\n    return 0\n"
    )
    assert run(package) == ("changed", before[1] - 1)
    again = run(package)
    assert again[0] == "changed" and again[1] > before[1] - 5


def of_another_format() -> bytes:
    """As another minikctl might have left it."""
    head = marshal.dumps((MAGIC_NUMBER, bundle.FORMAT + 1, {"minikctl.cli.main": (0,)}))
    return len(head).to_bytes(bundle.SIZE, "little") + head


@pytest.mark.parametrize(
    "content", [b"", b"x" * 100, b"\x05\0\0\0\0\0\0\0hello", b"\x01\0\0\0\0\0\0\0N", of_another_format()]
)
def test_what_is_no_bundle_is_replaced(package: Path, content: bytes) -> None:
    expected, _ = run(package)
    path = package / "__pycache__" / BUNDLE
    path.write_bytes(content)
    assert run(package) == (expected, 0)
    assert run(package)[1] > 5


def test_it_lies_where_compiled_code_lies_and_is_not_made_where_none_is(package: Path, tmp_path: Path) -> None:
    run(package, PYTHONDONTWRITEBYTECODE="1")
    assert not (package / "__pycache__").exists()
    run(package, PYTHONPYCACHEPREFIX=str(tmp_path / "cache"))
    assert not (package / "__pycache__").exists() and list((tmp_path / "cache").rglob(BUNDLE))
