"""SQLite's C module without what it brings along: `import sqlite3` costs 5 ms, of which this is 1.

It wants nothing of functools but lru_cache, which is a C function under another name; so a stand-in is shown to it
while it is imported, where functools itself has not been imported yet.
"""

from __future__ import annotations

import sys

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3 as sqlite
    from collections.abc import Callable
    from typing import Any

__all__ = ["sqlite"]


def _lru_cache(maxsize: int, typed: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    from _functools import _lru_cache_wrapper  # type: ignore[import-not-found]

    return lambda function: _lru_cache_wrapper(function, maxsize, typed, tuple)


def _load() -> Any:
    if "functools" not in sys.modules and "_sqlite3" not in sys.modules:
        stand_in: Any = type(sys)("functools")
        stand_in.lru_cache = _lru_cache
        sys.modules["functools"] = stand_in
        try:
            import _sqlite3
        except ImportError:
            pass
        else:
            return _sqlite3
        finally:
            del sys.modules["functools"]
    try:
        import _sqlite3
    except ImportError:
        import sqlite3

        return sqlite3
    return _sqlite3


if not TYPE_CHECKING:
    sqlite = _load()
