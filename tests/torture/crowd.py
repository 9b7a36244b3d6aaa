"""Many processes that run commands on one state: they label, patch, scale and read Deployments, and two watch.

    python -m tests.torture.crowd [--processes 32] [--seconds 20]

The label `value` of a Deployment is the register: no two writes give it the same value. What is judged, once all is
over: revisions are never given twice; each register is linearizable; a list is the state at its own revision; a write
on a condition succeeds or is refused in kubectl's words; a watch saw every write once and in order; the last one is
there. Under the manual clock nobody watches: time would go on for who watches, and there the watch would end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, NamedTuple

from tests.torture import process
from tests.torture.blows import work_directory
from tests.torture.many import Seen, gather, judge_register, start_process
from tests.torture.process import Outcome, Place

DEPLOYMENTS = 5
LIST = "/apis/apps/v1/namespaces/default/deployments"
CONFLICT = (
    'Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "{name}": the object has been '
    "modified; please apply your changes to the latest version and try again\n"
)
BOUND = 30.0  # seconds that a command may take among 32 others
Values = dict[str, str]  # the register of each Deployment


class Verdict(NamedTuple):
    """conflicts: writes that were refused; waited: the longest command, in seconds."""

    writes: int
    reads: int
    scales: int
    conflicts: int
    watched: int
    waited: float


class Actor:
    """One process: what it does, and what it saw. A write is [start, end, name, revision, value], a read
    [start, end, revision, values].
    """

    def __init__(self, place: Place, seed: int) -> None:
        self.place = place
        self.seed = seed
        self.choose = random.Random(seed)
        self.writes: list[list[Any]] = []
        self.reads: list[list[Any]] = []
        self.scales = self.conflicts = 0
        self.waited = 0.0

    def act(self, seconds: float) -> list[Any]:
        until = monotonic() + seconds
        while monotonic() < until:
            self.choose.choice((self.label, self.patch, self.patch_if, self.scale, self.read, self.read))()
        return [self.writes, self.reads, self.scales, self.conflicts, self.waited]

    def label(self) -> None:
        name, value = self._name(), self._value()
        self._write(name, value, f"label deployment {name} value={value} --overwrite -o json")

    def patch(self) -> None:
        name, value = self._name(), self._value()
        self._write(name, value, self._patch(name, {"labels": {"value": value}}))

    def patch_if(self) -> None:
        """A change that is to be made only where nobody has made another since it was looked at."""
        name, value = self._name(), self._value()
        found = json.loads(self._good(f"get deployment {name} -o json").out)
        time.sleep(self.choose.choice((0.0, 0.05)))
        meta = {"resourceVersion": found["metadata"]["resourceVersion"], "labels": {"value": value}}
        self._write(name, value, self._patch(name, meta), conflicts=True)

    def scale(self) -> None:
        name = self._name()
        done = self._good(f"scale deployment {name} --replicas={self.choose.randrange(3)}")
        assert done.out == f"deployment.apps/{name} scaled\n", done
        self.scales += 1

    def read(self) -> None:
        start = monotonic()
        found = json.loads(self._good(f"get --raw {LIST}").out)
        values = {o["metadata"]["name"]: _register(o) for o in found["items"]}
        self.reads.append([start, monotonic(), int(found["metadata"]["resourceVersion"]), values])

    def _write(self, name: str, value: str, line: str, conflicts: bool = False) -> None:
        start = monotonic()
        done = self._run(line)
        if conflicts and done.code == 1:
            assert (done.out, done.err) == ("", CONFLICT.format(name=name)), done
            self.conflicts += 1
            return
        assert (done.code, done.err) == (0, ""), done
        obj = json.loads(done.out)
        assert _register(obj) == value, "somebody else's answer"
        self.writes.append([start, monotonic(), name, int(obj["metadata"]["resourceVersion"]), value])

    def _good(self, line: str) -> Outcome:
        done = self._run(line)
        assert (done.code, done.err) == (0, ""), done
        return done

    def _run(self, line: str) -> Outcome:
        start = monotonic()
        done = process.run(self.place, line)
        self.waited = max(self.waited, monotonic() - start)
        return done

    @staticmethod
    def _patch(name: str, meta: dict[str, Any]) -> str:
        return f"patch deployment {name} --type=merge -o json -p '{json.dumps({'metadata': meta})}'"

    def _name(self) -> str:
        return f"d{self.choose.randrange(DEPLOYMENTS)}"

    def _value(self) -> str:
        return f"v{self.seed}-{len(self.writes)}-{self.conflicts}"


class Watcher:
    """A `get --watch` in a process of its own, whose output goes to a file."""

    META = "{.object.metadata.name} {.object.metadata.resourceVersion} {.object.metadata.labels.value}"
    LINE = f"get deployments --watch --output-watch-events -o jsonpath='{META}{{\"\\n\"}}'"

    def __init__(self, place: Place, path: str) -> None:
        self._path = path
        with open(path, "wb") as out:
            self._pid = process.start(place, self.LINE, out=out.fileno(), err=2)
        self._wait(lambda: len(self.seen()) >= DEPLOYMENTS)

    def seen(self) -> list[tuple[str, int, str]]:
        """(name, revision, value) of each event, in order."""
        with open(self._path, encoding="utf-8") as f:
            lines = [line.split(" ") for line in f.read().splitlines(keepends=True) if line.endswith("\n")]
        return [(name, int(revision), value.strip()) for name, revision, value in lines]

    def end(self, revision: int) -> list[tuple[str, int, str]]:
        """What it saw, once it has come as far as a revision."""
        self._wait(lambda: max(r for _, r, _ in self.seen()) >= revision)
        os.kill(self._pid, signal.SIGINT)
        os.waitpid(self._pid, 0)
        return self.seen()

    @staticmethod
    def _wait(done: Callable[[], bool]) -> None:
        until = monotonic() + BOUND
        while not done():
            assert monotonic() < until, "the watch does not get on"
            time.sleep(0.05)


def run(clock: str, processes: int, seconds: float) -> Verdict:
    """Let them loose, gather what they saw, judge. AssertionError for what no single state could have shown."""
    root = work_directory()
    try:
        place = Place(f"{root}/state", clock)
        for n in range(DEPLOYMENTS):
            process.run(place, f"create deployment d{n} --image=nginx:1.25")
        watchers = [Watcher(place, f"{root}/watch-{n}") for n in range(2)] if clock == "real" else []
        actors = [Actor(place, seed) for seed in range(processes - len(watchers))]
        pipes = [start_process(lambda one=one: one.act(seconds)) for one in actors]  # type: ignore[misc]
        done = [gather(pipe) for pipe in pipes]
        last = Actor(place, processes)
        last.read()
        writes = sorted((w for one in done for w in one[0]), key=lambda w: w[3])
        reads = [r for one in done for r in one[1]] + last.reads
        judge(writes, reads)
        for watcher in watchers:
            judge_watch(watcher.end(writes[-1][3]), writes)
        scales, conflicts = (sum(one[at] for one in done) for at in (2, 3))
        waited = max(one[4] for one in done)
        assert waited < BOUND
        return Verdict(len(writes), len(reads), scales, conflicts, len(watchers), waited)
    finally:
        shutil.rmtree(root, ignore_errors=True)  # a watch may still write


def judge(writes: list[list[Any]], reads: Iterable[list[Any]]) -> None:
    """Writes in the order of their revisions; the last read came after all of them."""
    revisions = [w[3] for w in writes]
    assert len(set(revisions)) == len(revisions), "a revision was given twice"
    wrote = {(name, value): revision for _, _, name, revision, value in writes}
    history = [Seen("write", start, end, int(name[1:]), revision) for start, end, name, revision, _ in writes]
    ordered = sorted(reads, key=lambda r: r[2])
    values: Values = {f"d{n}": "" for n in range(DEPLOYMENTS)}
    at = 0
    for start, end, revision, found in ordered:
        while at < len(writes) and writes[at][3] <= revision:
            values[writes[at][2]] = writes[at][4]
            at += 1
        assert found == values, f"a list of revision {revision} shows another state: {found}, {values}"
        history += [
            Seen("read", start, end, int(name[1:]), wrote[name, value] if value else 0) for name, value in found.items()
        ]
    assert at == len(writes), "the last list lacks a write"
    for number in range(DEPLOYMENTS):
        judge_register([s for s in history if s.pair == number])


def judge_watch(seen: list[tuple[str, int, str]], writes: list[list[Any]]) -> None:
    """Events come in the order of their revisions, and one is every write's."""
    events = seen[DEPLOYMENTS:]  # those before are the list that a watch begins with
    revisions = [revision for _, revision, _ in events]
    assert revisions == sorted(set(revisions)), "a watch told of a change twice, or out of order"
    told = {revision: (name, value) for name, revision, value in events}
    missed = [w for w in writes if told.get(w[3]) != (w[2], w[4])]
    assert not missed, f"a watch missed {len(missed)} of {len(writes)} writes: {missed[:3]}"


def _register(obj: dict[str, Any]) -> str:
    return str(obj["metadata"].get("labels", {}).get("value", ""))


def main() -> int:
    parser = argparse.ArgumentParser(description="Many commands on one state at once.")
    parser.add_argument("--processes", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    for clock in ("real", "manual"):
        print(f"  {clock} clock: {run(clock, options.processes, options.seconds)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
