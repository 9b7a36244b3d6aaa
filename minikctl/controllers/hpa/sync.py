"""One look at an autoscaler, every 15 s after its creation. Looks that can change nothing are left out: where metrics
are unknown the engine counts the warnings; where they are known the next look is when time alone may make a
difference, or when what it depends on changes.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Event, Repeat, Result, Update, key_of
from minikctl.controllers.hpa import RESOURCE, limits, memory, metrics, stabilizing
from minikctl.controllers.hpa.target import NoTarget, find, selector_of, size
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

PERIOD = 15 * SECOND


def reconcile(view: View, key: str, now: int) -> Result:
    """memo: `next`, the time of the next look, None where nothing is due, and `last`, that of a look before. Whatever
    wakes the controller in between waits for the next of the looks that there would have been.
    """
    namespace, name = key.split("/")
    hpa = view.get(RESOURCE, namespace, name)
    if hpa is None:
        return NOTHING
    memo = view.memo() or {}
    due = _due(memo, now)
    if due != now:
        return Result((), due, {**memo, "next": due})
    look = Look(view, hpa, now)
    look.run()
    return look.result()


def _due(memo: Obj, now: int) -> int:
    """A look that was left out at this very instant has been: what happens now is seen at the one after it."""
    if "last" not in memo:
        return now + PERIOD if "next" not in memo else int(memo["next"])
    planned, last = memo["next"], memo["last"]
    if planned is not None and planned <= now:
        return int(now + (last - now) % PERIOD)
    following = now + PERIOD - (now - last) % PERIOD
    return int(following if planned is None else min(planned, following))


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """The target would not be resized."""
    namespace, name = key.split("/")
    hpa = view.get(RESOURCE, namespace, name)
    if hpa is None or not isinstance(change, Update) or change.obj["kind"] == hpa["kind"]:
        return Result((), now + PERIOD, {**(view.memo() or {}), "last": now, "next": now + PERIOD})
    wanted = size(change.obj)
    look = Look(view, hpa, now)
    target = find(view, hpa)
    current = size(target)
    reason = look.reason_of(target)
    look.warn("FailedRescale", f"New size: {wanted}; reason: {reason}; error: {error.message}")
    text = f"the HPA controller was unable to update the target scale: {error.message}"
    look.condition("AbleToScale", "False", "FailedUpdateScale", text)
    look.status["currentReplicas"] = current
    return look.result()


class Look:
    """The status as it becomes, and the changes."""

    def __init__(self, view: View, hpa: Obj, now: int) -> None:
        self.view = view
        self.hpa = hpa
        self.now = now
        old = hpa.get("status") or {}
        self.status: Obj = {**old, "conditions": list(old.get("conditions") or ())}
        self.changes: list[Change] = []
        self.past = memory.thawed(view.memo(), now - PERIOD)
        self.known = False  # whether the metrics could be had
        self.edges: tuple[int, ...] = ()  # instants at which time alone may make a difference

    def run(self) -> None:
        try:
            target = find(self.view, self.hpa)
        except NoTarget as e:
            self.warn("FailedGetScale", str(e))
            text = f"the HPA controller was unable to get the target's current scale: {e}"
            self.condition("AbleToScale", "False", "FailedGetScale", text)
            return
        text = "the HPA controller was able to get the target's current scale"
        self.condition("AbleToScale", "True", "SucceededGetScale", text)
        self._decide(target)

    def _decide(self, target: Obj) -> None:
        spec, current = self.hpa["spec"], size(target)
        wanted = limits.clamp(current, spec.get("minReplicas", 1), spec["maxReplicas"])
        self.past = memory.begun(self.past, current, self.now)
        if wanted.size is None:
            self._ask_metrics(target)
            return
        if wanted.reason:
            self._resize(target, wanted.size, wanted.reason)
        else:
            text = "scaling is disabled since the replica count of the target is zero"
            self.condition("ScalingActive", "False", "ScalingDisabled", text)
        self._sizes(current, wanted.size, None)

    def _resize(self, target: Obj, wanted: int, reason: str) -> None:
        self.past = stabilizing.resized(self.hpa["spec"], self.past, size(target), wanted, self.now)
        self.changes.append(Update({**target, "spec": {**target["spec"], "replicas": wanted}}, "scale"))
        text = f"the HPA controller was able to update the target scale to {wanted}"
        self.condition("AbleToScale", "True", "SucceededRescale", text)
        self.changes.append(Event(self.hpa, "Normal", "SuccessfulRescale", f"New size: {wanted}; reason: {reason}"))
        self.status["lastScaleTime"] = rfc3339(self.now)

    def _ask_metrics(self, target: Obj) -> None:
        """Every metric says what it wants, and the most counts; while none can be had the target stays as it is, and
        it does not shrink while one is missing.
        """
        error = self._ambiguity(target)
        if error is not None:
            self._sizes(size(target), None, None)
            self.warn("FailedComputeMetricsReplicas", error)
            return
        found, failed, statuses = self._proposals(target)
        self.edges = (*(e for p in found for e in p.edges), *(e for u in failed for e in u.edges))
        most = max(found, key=lambda each: each.size, default=None)
        if most is None or (failed and most.size < size(target)):
            self._unknown(failed, len(found) + len(failed))
            self._sizes(size(target), None, statuses)
            return
        self.known = True
        text = f"the HPA was able to successfully calculate a replica count from {most.name}"
        self.condition("ScalingActive", "True", "ValidMetricFound", text)
        self._stabilize(target, most, statuses)

    def _proposals(self, target: Obj) -> tuple[list[metrics.Proposal], list[metrics.Unknown], list[Obj]]:
        """What the metrics ask for, what is unknown, and status.currentMetrics."""
        found: list[metrics.Proposal] = []
        failed: list[metrics.Unknown] = []
        statuses: list[Obj] = []
        asked = self._asked(target)
        for metric in self.hpa["spec"].get("metrics") or []:
            try:
                one = metrics.proposal(self.view, asked, metric)
            except metrics.Unknown as e:
                failed.append(e)
                self.warn(e.reason, e.message)
                statuses.append({"type": ""})
            else:
                found.append(one)
                statuses.append(one.status)
        return found, failed, statuses

    def _asked(self, target: Obj) -> metrics.Target:
        from minikctl.apiserver.usage import SWITCH
        from minikctl.controllers._selecting import lookup
        from minikctl.controllers.hpa.calculator import Tolerance
        from minikctl.core.quantity import milli

        namespace = self.hpa["metadata"]["namespace"]
        pods: list[Obj] = []
        if self.view.settings.get(SWITCH):
            pods = self.view.select("pods", namespace, lookup(selector_of(target)))
        behavior = self.hpa["spec"].get("behavior") or {}
        exact = [(behavior.get(field) or {}).get("tolerance") for field in ("scaleDown", "scaleUp")]
        tolerance = Tolerance(*(0.1 if each is None else milli(each) / 1000 for each in exact))
        return metrics.Target(namespace, pods, size(target), tolerance, self.now)

    def _unknown(self, failed: list[metrics.Unknown], asked: int) -> None:
        text = f"the HPA was unable to compute the replica count: {failed[0].message}"
        self.condition("ScalingActive", "False", failed[0].reason, text)
        first = f"first error is: failed to get {failed[0].what}: {failed[0].message}"
        self.warn("FailedComputeMetricsReplicas", f"invalid metrics ({len(failed)} invalid out of {asked}), {first}")

    def _stabilize(self, target: Obj, asked: metrics.Proposal, statuses: list[Obj]) -> None:
        spec, current = self.hpa["spec"], size(target)
        decision = stabilizing.decide(spec, self.past, current, asked.size, self.now)
        self.past = stabilizing.remember(spec, self.past, asked.size, self.now)
        self.edges = (*self.edges, *decision.edges)
        self.condition("AbleToScale", "True", *decision.able)
        self.condition("ScalingLimited", "True" if decision.is_limited else "False", *decision.limited)
        if decision.size != current:
            self._resize(target, decision.size, _reason(asked, current))
        self._sizes(current, decision.size, statuses)

    def reason_of(self, target: Obj) -> str:
        """Why a target was to be resized."""
        spec, current = self.hpa["spec"], size(target)
        reason = limits.clamp(current, spec.get("minReplicas", 1), spec["maxReplicas"]).reason
        if reason:
            return reason
        most = max(self._proposals(target)[0], key=lambda each: each.size, default=None)
        return _reason(most, current) if most else ""

    def _ambiguity(self, target: Obj) -> str | None:
        """An error where another autoscaler, which has been looked at, scales some of the same pods."""
        from minikctl.controllers._selecting import lookup, matcher

        selector = lookup(selector_of(target))
        mine = key_of(self.hpa)
        rivals = [mine]
        pods: list[Obj] | None = None
        for other in self.view.list(RESOURCE, self.hpa["metadata"]["namespace"]):
            if key_of(other) == mine or not _has_looked(other, rfc3339(self.now)):
                continue
            try:
                matches = matcher(selector_of(find(self.view, other)))
            except NoTarget:
                continue
            if pods is None:
                pods = self.view.select("pods", self.hpa["metadata"]["namespace"], selector)
            if any(matches(pod["metadata"].get("labels") or {}) for pod in pods):
                rivals.append(key_of(other))
        if len(rivals) == 1:
            return None
        text = f"pods by selector {selector} are controlled by multiple HPAs: [{' '.join(sorted(rivals))}]"
        self.warn("AmbiguousSelector", text)
        self.condition("ScalingActive", "False", "AmbiguousSelector", text)
        return text

    def _sizes(self, current: int, desired: int | None, of_metrics: list[Obj] | None) -> None:
        self.status["currentReplicas"] = current
        self.status["currentMetrics"] = of_metrics
        if desired is not None:
            self.status["desiredReplicas"] = desired
        self.status.setdefault("desiredReplicas", 0)

    def warn(self, reason: str, message: str) -> None:
        self.changes.append(Event(self.hpa, "Warning", reason, message))

    def condition(self, type_: str, status: str, reason: str, message: str) -> None:
        """In its place; the time changes with the status only."""
        conditions = self.status["conditions"]
        found = {"type": type_, "status": status, "lastTransitionTime": rfc3339(self.now), "reason": reason}
        found["message"] = message
        for number, old in enumerate(conditions):
            if old["type"] == type_:
                if old["status"] == status:
                    found["lastTransitionTime"] = old["lastTransitionTime"]
                conditions[number] = found
                return
        conditions.append(found)

    def result(self) -> Result:
        """A look that changed nothing is repeated by counting its events, or left out."""
        memo = {"last": self.now, "next": self.now + PERIOD, **memory.frozen(self.past, self.known)}
        if not self.status.get("conditions"):
            self.status.pop("conditions", None)
        if self.status != (self.hpa.get("status") or {}):
            self.changes.append(Update({**self.hpa, "status": self.status}, "status"))
        events = tuple(change for change in self.changes if isinstance(change, Event))
        later = [edge for edge in self.edges if edge > self.now]
        if len(events) < len(self.changes) or (events and later):
            return Result(self.changes, self.now + PERIOD, memo)
        if events:
            return Result(self.changes, None, {**memo, "next": None}, Repeat(PERIOD, events))
        due = self._look_at(min(later)) if later else None
        return Result((), due, {**memo, "next": due})

    def _look_at(self, edge: int) -> int:
        """The first look at or after an instant."""
        return edge + (self.now - edge) % PERIOD


def _reason(asked: metrics.Proposal, current: int) -> str:
    """None is told where the metrics ask for what there is, and an earlier wish is carried out."""
    if asked.size > current:
        return f"{asked.name} above target"
    return "All metrics below target" if asked.size < current else ""


def _has_looked(hpa: Obj, now: str) -> bool:
    """Whether it has been looked at before this second: autoscalers made together do not know of each other at
    first.
    """
    conditions = (hpa.get("status") or {}).get("conditions") or ()
    return any(c["type"] == "ScalingActive" and c.get("lastTransitionTime") != now for c in conditions)
