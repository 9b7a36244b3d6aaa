"""The two text streams of a process: one order, and nothing that is not durable yet is shown.

What a verb prints says what it did. It is held while the transaction that does it is open, and goes out after the
commit; where the commit fails it never does. Knows of clients only that they can have something to commit.
"""

from __future__ import annotations

import io

from minikctl.core.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_write, _flush = io.TextIOWrapper.write, io.TextIOWrapper.flush


class Acknowledging(Protocol):
    """unsaved: whether a transaction is open that `commit` makes durable."""

    @property
    def unsaved(self) -> bool: ...

    def commit(self) -> None: ...


class Output:
    """What stdout and stderr have been given and have not written yet, in order."""

    def __init__(self) -> None:
        self._pending: list[tuple[Stream, str]] = []
        self.client: Acknowledging | None = None

    def put(self, stream: Stream, text: str) -> None:
        self._pending.append((stream, text))
        if stream.at_once and not (self.client is not None and self.client.unsaved):
            self.release()

    def flush(self) -> None:
        """Make durable what the text tells of, then show it."""
        if self._pending and self.client is not None and self.client.unsaved:
            try:
                self.client.commit()
            except Exception:
                self.drop()
                raise
        self.release()

    def drop(self) -> None:
        """What it tells of is not going to be: warnings and errors stay."""
        self._pending = [(stream, text) for stream, text in self._pending if not stream.tells]

    def release(self) -> None:
        """Write all of it. The reader of one may have left: the other's text is still for the user."""
        pending, self._pending = self._pending, []
        left: BrokenPipeError | None = None
        for at, (stream, text) in enumerate(pending, 1):
            if stream.broken:
                continue
            try:
                _write(stream, text)
                if at == len(pending) or pending[at][0] is not stream:
                    _flush(stream)
            except BrokenPipeError as e:
                stream.broken, left = True, e
        if left is not None:
            raise left


class Stream(io.TextIOWrapper):
    """One of them, as exact bytes. at_once: shown without a flush. tells: its text says what was done. paint: puts
    colours on a terminal's text.
    """

    broken = False
    paint: Callable[[str], str] | None = None

    def __init__(self, buffer: BinaryIO, output: Output, at_once: bool, tells: bool) -> None:
        super().__init__(buffer, encoding="utf-8", errors="surrogateescape", newline="\n")
        self.output = output
        self.at_once = at_once
        self.tells = tells

    def write(self, text: str) -> int:
        self.output.put(self, text if self.paint is None else self.paint(text))
        return len(text)

    def flush(self) -> None:
        output = getattr(self, "output", None)  # none yet while it is being made
        if output is not None:
            output.flush()
