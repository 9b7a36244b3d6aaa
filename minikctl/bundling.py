"""Makes the file that bundle.py reads, of the .pyc files that Python has made."""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

from minikctl.bundle import FORMAT, PACKAGE, ROOT, SIZE, is_good
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from minikctl.bundle import Bundle, Entry

_HEADER = 16  # of a .pyc: magic, flags, and the source's time and size
_BEFORE = ("minikctl.__main__", "minikctl.bundle", "minikctl.bundling")  # there without the file


def renew(bundle: Bundle) -> None:
    """Add what this process has imported from elsewhere. Where it cannot be written it is somebody else's
    installation.
    """
    modules = {name: (entry, bundle.code(entry)) for name, entry in bundle.table.items() if is_good(entry)}
    found = 0
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE) and type(module.__loader__) is SourceFileLoader and name not in _BEFORE:
            made = _compiled(module)
            if made is not None:
                modules[name] = made
                found += 1
    if found:
        try:
            _write(bundle.path, modules)
        except OSError:
            return


def _compiled(module: ModuleType) -> tuple[Entry, bytes] | None:
    """The code of a module from its .pyc; None where there is none that is good."""
    path, cached = module.__file__, module.__cached__
    if path is None or cached is None or not path.startswith(ROOT):
        return None
    try:
        with open(cached, "rb") as file:
            data = file.read()
    except OSError:
        return None
    if data[:8] != MAGIC_NUMBER + bytes(4):
        return None
    time, size = (int.from_bytes(data[at : at + 4], "little") for at in (8, 12))
    entry = (path[len(ROOT) :], hasattr(module, "__path__"), time, size, 0, 0)
    return (entry, data[_HEADER:]) if is_good(entry) else None


def _write(path: str, modules: dict[str, tuple[Entry, bytes]]) -> None:
    table, at = {}, 0
    for name, (entry, code) in modules.items():
        table[name] = (*entry[:4], at, len(code))
        at += len(code)
    head = marshal.dumps((MAGIC_NUMBER, FORMAT, table))
    tmp = f"{path}.{os.getpid()}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(tmp, "wb") as file:
        file.write(len(head).to_bytes(SIZE, "little") + head)
        file.writelines(code for _, code in modules.values())
    os.replace(tmp, path)
