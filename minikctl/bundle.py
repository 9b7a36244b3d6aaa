"""The compiled code of minikctl's modules in one file: finding and reading 170 .pyc files takes 8 ms of a command more.

A cache beside the .pyc files, made of them and good for as long as they are (time and size of the source). Whoever has
imported what is not in it makes it anew. Whatever is amiss with it, Python's own import does the work. Nothing else of
minikctl is known here.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

_PACKAGE = "minikctl"
_ROOT = os.path.dirname(os.path.abspath(__file__))
_HEADER = 16  # of a .pyc: magic, flags, and what it was made of
_SIZE = 8  # bytes that say how long the table is


class Entry(NamedTuple):
    """Where a module's code lies, and the source that it was made of."""

    path: str
    package: bool
    source: bytes  # time and size, as in a .pyc
    offset: int  # from the end of the table
    size: int


class Bundle:
    """A finder of modules for sys.meta_path. It has none where there is no file, or one of another Python."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._table: dict[str, tuple[Any, ...]] = {}
        try:
            self._fd = os.open(path, os.O_RDONLY)
            size = int.from_bytes(os.pread(self._fd, _SIZE, 0), "little")
            self._start = _SIZE + size
            magic, table = marshal.loads(os.pread(self._fd, size, _SIZE))
            if magic == MAGIC_NUMBER:
                self._table = table
        except (OSError, ValueError, EOFError, TypeError, OverflowError, MemoryError):
            return

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """None for what Python's own finders are to look for."""
        entry = self.entry(name) if name in self._table else None
        if entry is None:
            return None
        spec = ModuleSpec(name, Loader(name, entry, self), origin=entry.path, is_package=entry.package)
        spec.has_location = True
        if entry.package:
            spec.submodule_search_locations = [entry.path[: entry.path.rindex(os.sep)]]
        return spec

    def entry(self, name: str) -> Entry | None:
        """None where the source is another now."""
        entry = Entry(*self._table[name])
        return entry if _source(entry.path) == entry.source else None

    def code(self, entry: Entry) -> bytes:
        return os.pread(self._fd, entry.size, self._start + entry.offset)

    def modules(self) -> dict[str, tuple[Entry, bytes]]:
        """All that is still good, with its code."""
        known = [(name, self.entry(name)) for name in self._table]
        return {name: (entry, self.code(entry)) for name, entry in known if entry is not None}


class Loader(SourceFileLoader):
    """Python's own, but for where the code comes from."""

    def __init__(self, name: str, entry: Entry, bundle: Bundle) -> None:
        super().__init__(name, entry.path)
        self._entry, self._bundle = entry, bundle

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            code: CodeType = marshal.loads(self._bundle.code(self._entry))
            return code
        except (OSError, ValueError, EOFError, TypeError):
            return super().get_code(fullname)


def install() -> Bundle | None:
    """Import from the file from here on; None where Python has no code to share."""
    tag = sys.implementation.cache_tag
    if tag is None or not hasattr(os, "pread"):
        return None
    directory = sys.pycache_prefix + _ROOT if sys.pycache_prefix else os.path.join(_ROOT, "__pycache__")
    bundle = Bundle(os.path.join(directory, f"bundle.{tag}.bin"))
    sys.meta_path.insert(0, bundle)
    return bundle


def keep(bundle: Bundle) -> None:
    """Make the file anew if this process has imported modules that it lacks."""
    if sys.dont_write_bytecode:
        return
    fresh = {}
    for name, module in sys.modules.items():
        if name.startswith(_PACKAGE) and type(module.__loader__) is SourceFileLoader and name not in _BEFORE:
            entry = _compiled(module)
            if entry is not None:
                fresh[name] = entry
    if fresh:
        try:
            _write(bundle.path, {**bundle.modules(), **fresh})
        except OSError:
            return  # somebody else's installation


def _source(path: str) -> bytes:
    """Time and size of a source file as a .pyc notes them; nothing where it cannot be read."""
    try:
        stat = os.stat(path)
    except OSError:
        return b""
    return _word(int(stat.st_mtime)) + _word(stat.st_size)


def _word(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


def _compiled(module: ModuleType) -> tuple[Entry, bytes] | None:
    """The code of a module from its .pyc; None where there is none that is good."""
    path, cached = module.__file__, module.__cached__
    if path is None or cached is None:
        return None
    try:
        with open(cached, "rb") as file:
            data = file.read()
    except OSError:
        return None
    source = data[8:_HEADER]
    if data[:8] != MAGIC_NUMBER + bytes(4) or source != _source(path):
        return None
    return Entry(path, hasattr(module, "__path__"), source, 0, 0), data[_HEADER:]


def _write(path: str, modules: dict[str, tuple[Entry, bytes]]) -> None:
    table, at = {}, 0
    for name, (entry, code) in modules.items():
        table[name] = (entry.path, entry.package, entry.source, at, len(code))
        at += len(code)
    head = marshal.dumps((MAGIC_NUMBER, table))
    tmp = f"{path}.{os.getpid()}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(tmp, "wb") as file:
        file.write(len(head).to_bytes(_SIZE, "little") + head)
        file.writelines(code for _, code in modules.values())
    os.replace(tmp, path)


_BEFORE = frozenset(name for name in sys.modules if name.startswith(_PACKAGE))  # there before the file was read
