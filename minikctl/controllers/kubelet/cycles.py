"""A container that runs, ends and is started again in the same rhythm for ever: over a long absence most of that is not
played. Its restarts are counted, its events said; the last hour is played, so that what others see of it is right.
"""

from __future__ import annotations

from minikctl.controllers._base import Event, Skipped
from minikctl.controllers.kubelet.look import stamp
from minikctl.core.times import MINUTE
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.look import Look, Record

Obj = dict[str, Any]

IN_SIGHT = 70 * MINUTE  # events of this time may still be seen
WORTH = 3  # fewer cycles are not worth leaving out


def note(look: Look, record: Record, said: int) -> None:
    """Remember what was said in this cycle: the look's events from number `said` on."""
    record.setdefault("heard", []).extend([e.type, e.reason, e.message] for e in look.events[said:])


def postpone(look: Look, name: str, path: str, record: Record) -> bool:
    """Whether the end of a run of a container that is due now is put off, by as many cycles as nobody will see."""
    heard = record.pop("heard", None)
    over, now = record.get("over"), look.now
    if over is None or not heard:
        return False
    length, before = now - over, record.get("turn")
    record["turn"] = length
    if before != length or not _goes_on(look, record):
        return False
    times = (look.view.until - now - IN_SIGHT) // length
    if times < WORTH:
        return False
    _go_on(look, name, record, times, times * length)
    events = tuple(Event(look.pod, kind, why, text, "kubelet", look.host, path) for kind, why, text in heard)
    look.skipped.append(Skipped(events, times, record["due"]))
    return True


def _goes_on(look: Look, record: Record) -> bool:
    """Whether nothing else ends this: a change, a deadline, a Job that counts restarts."""
    spec = look.spec
    forever = spec.get("restartPolicy", "Always") == "Always" and "activeDeadlineSeconds" not in spec
    return forever and "swap" not in record and len(record["plan"]) == 1


def _go_on(look: Look, name: str, record: Record, times: int, span: int) -> None:
    from minikctl.controllers.kubelet.containers import container_id

    (at, *what), *_ = record["plan"]
    record["plan"] = [[at + span, *what]]
    record["due"] = at + span
    record["starts"] += times
    record["over"] += span
    record["began"] += span
    record["since"] = stamp(record["began"])
    record["id"] = container_id(look.chance(name, "container", record["starts"]))
