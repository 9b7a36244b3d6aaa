"""The bytes of objects as lists show them: made once for every revision of an object, not once for every list.

Storage gives the same dict for as long as an object has not changed, so that is what a text hangs on.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest.answers import encode_part

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]
Form = tuple[str, ...]

MOST = 32 * 1024 * 1024  # bytes, for all forms together


class Texts:
    """form: what a text depends on besides its object; stamp: what may change too, and makes it be made anew."""

    def __init__(self) -> None:
        self._forms: dict[Form, dict[tuple[str, str], tuple[Obj, int, bytes]]] = {}
        self._size = 0

    def of(self, form: Form, stamp: int, objects: list[Obj], shown: Callable[[Obj], Any]) -> list[bytes]:
        """One for each object, in order; `shown` says what an object looks like in this form."""
        known = self._forms.setdefault(form, {})
        out = []
        for obj in objects:
            meta = obj["metadata"]
            name = meta.get("namespace", ""), meta["name"]
            entry = known.get(name)
            if entry is None or entry[0] is not obj or entry[1] != stamp:
                text = encode_part(shown(obj))
                self._size += len(text) - (len(entry[2]) if entry else 0)
                entry = known[name] = (obj, stamp, text)
            out.append(entry[2])
        if self._size > MOST:
            self._forms.clear()
            self._size = 0
        return out
