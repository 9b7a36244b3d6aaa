"""One look at an autoscaler, every 15 s after its creation; what nothing changes is not looked at, its warnings are
counted by the engine.
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Event, Repeat, Result, Update, key_of
from minikctl.controllers.hpa import RESOURCE, limits, metrics
from minikctl.controllers.hpa.target import NoTarget, find, selector_of, size
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

PERIOD = 15 * SECOND


def reconcile(view: View, key: str, now: int) -> Result:
    """memo: the time of the next look. Whatever wakes the controller in between waits for it."""
    namespace, name = key.split("/")
    hpa = view.get(RESOURCE, namespace, name)
    if hpa is None:
        return NOTHING
    due = _due(view.memo(), now)
    if due != now:
        return Result((), due, {"next": due})
    look = Look(view, hpa, now)
    look.run()
    return look.result()


def _due(memo: Obj | None, now: int) -> int:
    if not memo:
        return now + PERIOD
    due: int = memo["next"]
    return due if now <= due else now + (due - now) % PERIOD


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """The target would not be resized."""
    namespace, name = key.split("/")
    hpa = view.get(RESOURCE, namespace, name)
    if hpa is None or not isinstance(change, Update) or change.obj["kind"] == hpa["kind"]:
        return Result((), now + PERIOD, {"next": now + PERIOD})
    wanted = size(change.obj)
    look = Look(view, hpa, now)
    current = size(find(view, hpa))
    reason = limits.clamp(current, hpa["spec"].get("minReplicas", 1), hpa["spec"]["maxReplicas"]).reason
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
        self.changes.append(Update({**target, "spec": {**target["spec"], "replicas": wanted}}, "scale"))
        text = f"the HPA controller was able to update the target scale to {wanted}"
        self.condition("AbleToScale", "True", "SucceededRescale", text)
        self.changes.append(Event(self.hpa, "Normal", "SuccessfulRescale", f"New size: {wanted}; reason: {reason}"))
        self.status["lastScaleTime"] = rfc3339(self.now)

    def _ask_metrics(self, target: Obj) -> None:
        """Every metric says what it wants; while none can be had the target stays as it is."""
        error = self._ambiguity(target)
        specs = self.hpa["spec"].get("metrics") or []
        if error is None:
            failed: list[metrics.Unknown] = []
            for metric in specs:
                try:
                    metrics.proposal(self.view, self.hpa, target, metric)
                except metrics.Unknown as e:
                    failed.append(e)
                    self.warn(e.reason, e.message)
            text = f"the HPA was unable to compute the replica count: {failed[0].message}"
            self.condition("ScalingActive", "False", failed[0].reason, text)
            first = f"first error is: failed to get {failed[0].what}: {failed[0].message}"
            error = f"invalid metrics ({len(failed)} invalid out of {len(specs)}), {first}"
            self._sizes(size(target), None, [{"type": ""} for _ in specs])
        else:
            self._sizes(size(target), None, None)
        self.warn("FailedComputeMetricsReplicas", error)

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
        """A look that changed nothing is repeated by counting its events."""
        memo = {"next": self.now + PERIOD}
        if not self.status.get("conditions"):
            self.status.pop("conditions", None)
        if self.status != (self.hpa.get("status") or {}):
            self.changes.append(Update({**self.hpa, "status": self.status}, "status"))
        events = tuple(change for change in self.changes if isinstance(change, Event))
        if len(events) == len(self.changes):
            return Result(self.changes, None, memo, Repeat(PERIOD, events))
        return Result(self.changes, self.now + PERIOD, memo)


def _has_looked(hpa: Obj, now: str) -> bool:
    """Whether it has been looked at before this second: autoscalers made together do not know of each other at
    first.
    """
    conditions = (hpa.get("status") or {}).get("conditions") or ()
    return any(c["type"] == "ScalingActive" and c.get("lastTransitionTime") != now for c in conditions)
