"""`-o yaml`: documents apart by `---`."""

from __future__ import annotations

from minikctl.core.yaml_codec import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def printer() -> Callable[[Any], str]:
    """A printer that remembers whether it has printed before."""
    between = ""

    def print_yaml(obj: Any) -> str:
        nonlocal between
        text = between + dump(obj)
        between = "---\n"
        return text

    return print_yaml
