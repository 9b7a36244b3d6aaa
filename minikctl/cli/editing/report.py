"""What an edit came to, object by object, and the comments at the head of the file that say so. source: kubectl
editResults, editHeader"""

from __future__ import annotations

from minikctl.cli import failure
from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.client.builder import Info

_OBJECTS = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""
_ANNOTATIONS = """# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
"""


class Reason(NamedTuple):
    """Why the file comes back."""

    head: str
    others: tuple[str, ...] = ()


class Report:
    """The outcome of one pass through the editor."""

    def __init__(self, path: str = "") -> None:
        self.path = path
        self.reasons: list[Reason] = []
        self.retryable = 0
        self.not_found = 0

    def refused(self, info: Info, error: Exception) -> str:
        """Take note of a failed object; the line for stderr."""
        what = f'{info.resource.qualified} "{info.name}"'
        reason = error.reason if isinstance(error, ApiError) else ""
        if isinstance(error, ApiError) and reason == "Invalid":
            causes = error.details.get("causes") or []
            texts = (f"{cause.get('field', '')}: {cause.get('message', '')}" for cause in causes)
            self.reasons.append(Reason(f"{what} was not valid", tuple(texts)))
            return f"error: {what} is invalid"
        if reason == "NotFound":
            self.not_found += 1
            return f"error: {what} could not be found on the server"
        self.retryable += 1
        return f"error: {what} could not be patched: {failure.message_of(error)}"

    def unreadable(self, info: Info, why: str) -> str:
        """The same for a file that is no object at all."""
        text = f'<nil>: Invalid value: "The edited file failed validation": {why}'
        self.reasons.append(Reason(f'{info.resource.qualified} "{info.name}" was not valid', (text,)))
        return f'error: {info.resource.qualified} "{info.name}" is invalid'

    def header(self, annotations: bool) -> str:
        """The comments above the object."""
        out = _ANNOTATIONS if annotations else _OBJECTS
        for reason in self.reasons:
            out += f"# {_commented(reason.head)}{':' if reason.others else ''}\n"
            for other in reason.others:
                out += f"# * {_commented(other)}\n"
            out += "#\n"
        return out


def _commented(text: str) -> str:
    """Every line a comment. source: kubectl hashOnLineBreak"""
    lines = text.split("\n")
    return "\n# ".join([*lines[:-1], lines[-1]]) if lines[-1] else "\n# ".join(lines[:-1]) + "\n"
