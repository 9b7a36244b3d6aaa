"""The compiled code of minikctl's modules in one file: finding and reading 170 .pyc files takes 8 ms of a command more.

A cache beside the .pyc files, made of them by bundling.py and good for as long as they are (time and size of the
source). Whatever is amiss with it, Python's own import does the work. Nothing else of minikctl is known here, and
nothing of it imported: that comes from the file already.
"""

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    Entry = tuple[str, bool, int, int, int, int]

PACKAGE = "minikctl."
ROOT = os.path.dirname(os.path.abspath(__file__)) + os.sep
FORMAT = 2  # of the table: an older or newer minikctl may have left another
SIZE = 8  # bytes that say how long the table is
_ST_SIZE, _ST_MTIME = 6, 8  # in a stat result seen as a tuple: whole seconds, as a .pyc notes them


class Bundle:
    """A finder of modules for sys.meta_path. It has none where there is no file, or one of another Python.

    `table`: by name the source below ROOT, whether it is a package, the source's time and size, and where the code
    lies (from the end of the table) and how long it is. `missed`: whether something had to be found elsewhere.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.missed = False
        self.table: dict[str, Entry] = {}
        self._fd = self._start = 0
        try:
            self._fd = os.open(path, os.O_RDONLY)
            size = int.from_bytes(os.pread(self._fd, SIZE, 0), "little")
            self._start = SIZE + size
            magic, form, table = marshal.loads(os.pread(self._fd, size, SIZE))
            if (magic, form) == (MAGIC_NUMBER, FORMAT):
                self.table = table
        except (OSError, ValueError, EOFError, TypeError, OverflowError, MemoryError):
            return

    def find_spec(self, name: str, path: "Any" = None, target: "ModuleType | None" = None) -> ModuleSpec | None:
        """None for what Python's own finders are to look for."""
        if not name.startswith(PACKAGE):
            return None
        entry = self.table.get(name)
        if entry is None or not is_good(entry):
            self.missed = True
            return None
        origin, package = ROOT + entry[0], entry[1]
        spec = ModuleSpec(name, Loader(name, origin, entry, self), origin=origin, is_package=package)
        spec.has_location = True
        spec.cached = self.path
        if package:
            spec.submodule_search_locations = [origin[: origin.rindex(os.sep)]]
        return spec

    def code(self, entry: "Entry") -> bytes:
        return os.pread(self._fd, entry[5], self._start + entry[4])


class Loader(SourceFileLoader):
    """Python's own, but for where the code comes from."""

    def __init__(self, name: str, path: str, entry: "Entry", bundle: Bundle) -> None:
        self.name, self.path = name, path
        self._entry, self._bundle = entry, bundle

    def exec_module(self, module: "ModuleType") -> None:
        try:
            code = marshal.loads(self._bundle.code(self._entry))
        except (OSError, ValueError, EOFError, TypeError):
            super().exec_module(module)
        else:
            exec(code, module.__dict__)


def is_good(entry: "Entry") -> bool:
    """Whether the source is the one that the code was made of."""
    try:
        stat = os.stat(ROOT + entry[0])
    except OSError:
        return False
    return stat[_ST_MTIME] == entry[2] and stat[_ST_SIZE] == entry[3]


def install() -> Bundle | None:
    """Import from the file from here on; None where Python has no code to share."""
    tag = sys.implementation.cache_tag
    if tag is None or not hasattr(os, "pread"):
        return None
    directory = sys.pycache_prefix + ROOT if sys.pycache_prefix else ROOT + "__pycache__"
    bundle = Bundle(os.path.join(directory, f"bundle.{tag}.bin"))
    sys.meta_path.insert(0, bundle)
    return bundle


def keep(bundle: Bundle) -> None:
    """Make the file anew if this process has imported modules that it lacks."""
    if bundle.missed and not sys.dont_write_bytecode:
        from minikctl import bundling

        bundling.renew(bundle)
