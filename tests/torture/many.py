"""Many processes on one state directory at once: writers, readers and watchers, and what each of them saw.

    python -m tests.torture.many [--processes 32] [--seconds 20]

Every write gives a pair of objects one value that no other write gives, so that the history of each object is that of
a register with
unique values, and the order of the writes is their revisions: linearizable is what `judge` checks. The backend is
driven directly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, NamedTuple

from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import pod, pod_key

PAIRS = 5


class Seen(NamedTuple):
    """One operation of one process: from when to when, on which pair, and the revision that it wrote or read."""

    what: str  # write | read
    start: float
    end: float
    pair: int
    revision: int


class Verdict(NamedTuple):
    writes: int
    reads: int
    watched: int
    longest_write: float
    longest_read: float


def write(backend: DirectoryBackend, pair: int, value: str) -> int:
    backend.begin_write()
    tx = Tx(backend)
    revision = tx.next_revision()
    for half in "ab":
        name = f"{pair}{half}"
        old = tx.get(pod_key(name))
        count = int(old["metadata"]["labels"]["count"]) if old else 0
        tx.put(pod_key(name), pod(name, revision, value=value, count=str(count + 1), pair=str(pair)))
    backend.commit(tx.to_commit(0))
    return revision


def read(backend: DirectoryBackend, pair: int) -> int:
    """The revision of a pair; both halves, found by label, must be of one commit."""
    backend.begin_read()
    try:
        found = backend.load_many(backend.lookup("label", f"pods/default/pair={pair}"))
        assert all(found), "an index without its object"
        seen = {(o["metadata"]["resourceVersion"], o["metadata"]["labels"]["value"]) for o in found if o}
        assert len(seen) <= 1, f"two revisions in one read: {seen}"
        assert len(found) in (0, 2), f"half a commit: {found}"
        return int(seen.pop()[0]) if seen else 0
    finally:
        backend.end_read()


def act(root: str, seed: int, seconds: float) -> list[Any]:
    """A process that reads and writes; opens the state anew for most of it, as commands do."""
    choose, number, out = random.Random(seed), 0, []
    backend = DirectoryBackend(root)
    until = monotonic() + seconds
    while monotonic() < until:
        if choose.random() < 0.8:
            backend.close()
            backend = DirectoryBackend(root)
        pair, number = choose.randrange(PAIRS), number + 1
        start = monotonic()
        if choose.random() < 0.4:
            out.append(
                Seen("write", start, monotonic(), pair, write(backend, pair, f"{seed}.{number}"))._replace(
                    end=monotonic()
                )
            )
        else:
            out.append(Seen("read", start, monotonic(), pair, read(backend, pair))._replace(end=monotonic()))
    return out


def watch(root: str, over: str) -> list[Any]:
    """A process that watches until there is a file `over`; the revisions that it saw, with how often each."""
    backend = DirectoryBackend(root)
    backend.hold_watch()
    at, out = 0, []
    while True:
        last = os.path.exists(over)
        if backend.poll() > at:
            for change in backend.changes_since(at):
                assert change.obj is not None
                assert (change.old is None) == (change.obj["metadata"]["labels"]["count"] == "1")
                out.append([change.revision, change.key.name])
            at = out[-1][0]
        sleep(0.002)
        if last:
            return out


def run(processes: int, seconds: float) -> Verdict:
    """Let them loose, gather what they saw, judge."""
    root = tempfile.mkdtemp(prefix="minikctl-many-")
    try:
        state = f"{root}/state"
        works: list[Callable[[], list[Any]]] = [lambda: watch(state, f"{root}/over") for _ in range(2)]
        works += [lambda n=n: act(state, n, seconds) for n in range(processes - 2)]  # type: ignore[misc]
        pipes = [start_process(work) for work in works]
        acted = [gather(pipe) for pipe in pipes[2:]]
        with open(f"{root}/over", "w"):  # every writer is through: a last one may have waited long
            pass
        history = [Seen(*one) for result in acted for one in result]
        return judge(history, [gather(pipe) for pipe in pipes[:2]], DirectoryBackend(state))
    finally:
        shutil.rmtree(root)


def start_process(work: Callable[[], list[Any]]) -> tuple[int, int]:
    hear, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return pid, hear
    try:
        os.close(hear)
        with os.fdopen(tell, "w") as out:
            try:
                json.dump(work(), out)
            except BaseException as e:
                import traceback

                json.dump("".join(traceback.format_exception(e)), out)
    finally:
        os._exit(0)


def gather(started: tuple[int, int]) -> list[Any]:
    pid, hear = started
    with os.fdopen(hear) as pipe:
        result = json.loads(pipe.read())
    os.waitpid(pid, 0)
    assert isinstance(result, list), result
    return result


def judge(history: list[Seen], watchers: list[list[Any]], backend: DirectoryBackend) -> Verdict:
    """Raises AssertionError for what no single state could have shown."""
    writes = sorted((s for s in history if s.what == "write"), key=lambda s: s.revision)
    assert [w.revision for w in writes] == list(range(1, len(writes) + 1)), "revisions repeat, are lost or go back"
    assert backend.head().revision == len(writes)
    for pair in range(PAIRS):
        judge_register([s for s in history if s.pair == pair])
        last = max((w.revision for w in writes if w.pair == pair), default=0)
        assert read(backend, pair) == last
    for seen in watchers:
        expected = [[w.revision, f"{w.pair}{half}"] for w in writes for half in "ab"]
        at = next((n for n, (a, b) in enumerate(zip(seen, expected)) if a != b), min(len(seen), len(expected)))
        assert seen == expected, (
            f"a watch of {len(seen)} of {len(expected)} changes: {seen[at:][:3]} {expected[at:][:3]}"
        )
    reads = [s.end - s.start for s in history if s.what == "read"]
    return Verdict(len(writes), len(reads), len(watchers[0]), max(s.end - s.start for s in writes), max(reads))


def judge_register(history: list[Seen]) -> None:
    """Each operation saw (or made) a revision not older than any that was known before it began, and made before it
    ended.
    """
    begun = {s.revision: s.start for s in history if s.what == "write"}
    ends = sorted((s.end, s.revision) for s in history)
    newest = at = 0
    for one in sorted(history, key=lambda s: s.start):
        while at < len(ends) and ends[at][0] < one.start:
            newest = max(newest, ends[at][1])
            at += 1
        assert one.revision >= newest, f"{one} came after revision {newest} was known"
        assert one.revision == 0 or begun[one.revision] <= one.end, f"{one} saw what was not written yet"


def main() -> int:
    parser = argparse.ArgumentParser(description="Many processes on one state at once.")
    parser.add_argument("--processes", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    verdict = run(options.processes, options.seconds)
    for name, value in zip(verdict._fields, verdict):
        print(f"{name:14} {value:.3f}" if isinstance(value, float) else f"{name:14} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
