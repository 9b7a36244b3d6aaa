"""`-o json`: four spaces, as encoding/json indents."""

from __future__ import annotations

from minikctl.core.go_marshal import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def print_json(obj: Any, *, sort_keys: bool = True) -> str:
    """`sort_keys=False` keeps the order of the keys: client-side generators print typed objects in the order of their
    fields.
    """
    return dumps(obj, sort_keys=sort_keys) + "\n"
