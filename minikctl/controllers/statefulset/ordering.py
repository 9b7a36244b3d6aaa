"""What happens to which pod of a StatefulSet, in which order. OrderedReady does one thing at a time, Parallel all at
once.
"""

from __future__ import annotations

from minikctl.controllers._base import Create, Delete, Event, Update
from minikctl.controllers._pods import phase
from minikctl.controllers._revisions import template_of
from minikctl.controllers.statefulset import claims
from minikctl.controllers.statefulset.identity import new_pod, ordinal, ordinals, restored, revision_of
from minikctl.controllers.statefulset.status import is_available, is_created, is_running_and_ready
from minikctl.core.intstr import scaled
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.statefulset.revisions import Revisions

Obj = dict[str, Any]


def is_terminating(pod: Obj) -> bool:
    return "deletionTimestamp" in pod["metadata"]


class Ordering:
    """The pods of one StatefulSet, in order, and what is to be done to them."""

    def __init__(self, view: View, owner: Obj, revisions: Revisions, pods: list[Obj], now: int) -> None:
        self._view = view
        self._owner = owner
        self._revisions = revisions
        self._now = now
        self._name = owner["metadata"]["name"]
        self._one_by_one: bool = owner["spec"].get("podManagementPolicy", "OrderedReady") != "Parallel"
        by_ordinal = {ordinal(pod): pod for pod in pods}
        wanted = ordinals(owner)
        self._replicas = [by_ordinal.get(number) or self._new(number) for number in wanted]
        self._condemned = sorted((p for n, p in by_ordinal.items() if n not in wanted), key=ordinal, reverse=True)
        self.changes: list[Change] = []

    def run(self) -> list[Change]:
        if self._owner["metadata"].get("deletionTimestamp"):
            return []
        if self._for_all(self._replicas, self._keep):
            return self.changes
        for pod in self._condemned:
            self.changes += claims.keep_or_let_go(self._view, self._owner, pod, True)
        if self._for_all(self._condemned, self._let_go):
            return self.changes
        if self._strategy().get("type", "RollingUpdate") != "OnDelete":
            self._update()
        return self.changes

    def _for_all(self, pods: list[Obj], do: Any) -> bool:
        """Whether to stop here: one by one, as soon as one has to be waited for."""
        stop = False
        for pod in pods:
            stop = do(pod) or stop
            if stop and self._one_by_one:
                return True
        return stop

    def _strategy(self) -> Obj:
        strategy: Obj = self._owner["spec"].get("updateStrategy") or {}
        return strategy

    def _new(self, number: int) -> Obj:
        """Below the partition a pod comes back as it was."""
        rolling = self._strategy().get("rollingUpdate") or {}
        first = ordinals(self._owner).start
        old = self._strategy().get("type", "RollingUpdate") == "RollingUpdate" and number < first + rolling.get(
            "partition", 0
        )
        revision = self._revisions.current if old else self._revisions.update
        return new_pod(self._owner, template_of(revision), revision["metadata"]["name"], number)

    def _keep(self, pod: Obj) -> bool:
        """A pod that is wanted; whether it has to be waited for."""
        if not is_created(pod):
            if claims.is_stale(self._view, self._owner, pod):
                return True
            self._create(pod)
            return self._one_by_one
        if phase(pod) in ("Failed", "Succeeded"):
            self._recreate(pod)
            return True
        if phase(pod) == "Pending":
            self.changes += claims.missing(self._view, self._owner, pod)
        if self._one_by_one and (is_terminating(pod) or not is_available(pod, self._owner, self._now)):
            return True
        whole = restored(self._owner, pod)
        if whole is not pod:
            self.changes.append(Update(whole))
            self._event("SuccessfulUpdate", f"Update Pod {pod['metadata']['name']}")
        self.changes += claims.keep_or_let_go(self._view, self._owner, pod, False)
        return False

    def _recreate(self, pod: Obj) -> None:
        """A pod that has ended is deleted; its successor comes when it is gone."""
        if is_terminating(pod):
            return
        meta, failed = pod["metadata"], phase(pod) == "Failed"
        what, reason = ("failed", "RecreatingFailedPod") if failed else ("terminated", "RecreatingTerminatedPod")
        text = f"StatefulSet {meta['namespace']}/{self._name} is recreating {what} Pod {meta['name']}"
        self.changes.append(Event(self._owner, "Warning" if failed else "Normal", reason, text))
        self._delete(pod)

    def _let_go(self, pod: Obj) -> bool:
        """A pod that is too many. One by one, the highest first; the one that holds up the others may go although it
        is not ready.
        """
        if is_terminating(pod):
            return self._one_by_one
        ready = is_available(pod, self._owner, self._now)
        if self._one_by_one and not ready and pod is not self._first_unhealthy():
            return True
        self._delete(pod)
        return True

    def _first_unhealthy(self) -> Obj | None:
        everything = [*self._replicas, *reversed(self._condemned)]
        return next((p for p in everything if is_terminating(p) or not is_running_and_ready(p)), None)

    def _update(self) -> None:
        """Delete pods of other revisions from the highest ordinal down, as many as may be unavailable."""
        rolling = self._strategy().get("rollingUpdate") or {}
        unavailable = sum(is_terminating(p) or not is_available(p, self._owner, self._now) for p in self._replicas)
        most = max(1, scaled(rolling.get("maxUnavailable") or 1, len(self._replicas), True))
        wanted = self._revisions.update["metadata"]["name"]
        for pod in reversed(self._replicas[rolling.get("partition", 0) :]):
            if unavailable >= most:
                return
            if revision_of(pod) != wanted and not is_terminating(pod):
                self._delete(pod)
                unavailable += 1

    def _create(self, pod: Obj) -> None:
        self.changes += claims.missing(self._view, self._owner, pod)
        self.changes.append(Create(pod))
        self._event("SuccessfulCreate", f"Create Pod {pod['metadata']['name']}")

    def _delete(self, pod: Obj) -> None:
        meta = pod["metadata"]
        self.changes.append(Delete("pods", meta["namespace"], meta["name"], meta["uid"]))
        self._event("SuccessfulDelete", f"Delete Pod {meta['name']}")

    def _event(self, reason: str, what: str) -> None:
        self.changes.append(Event(self._owner, "Normal", reason, f"{what} in StatefulSet {self._name} successful"))
