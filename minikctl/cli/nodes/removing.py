"""The pods of a node that is drained: evict all side by side, or delete them, and wait until they are gone.

source: kubectl pkg/drain evictPods, deletePods, waitForDelete; texts observed on v1.37
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.cli.nodes import cordoning
from minikctl.cli.nodes.evictable import has_long_gone
from minikctl.cli.waiting import A_WEEK, SECOND, until
from minikctl.core.errors import ApiError, CliError, is_namespace_terminating

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

RETRY = 5  # seconds until a refused eviction is tried again
LONGEST = 3600.0  # embedded, without --timeout: a budget that has refused for so long will not give way by waiting
TOO_LATE = "context deadline exceeded"


class Removal:
    """One drain of one node. `errors`: what stands in its way."""

    def __init__(self, opts: Opts, client: Client, env: Env, strategy: str) -> None:
        self.opts = opts
        self.client = client
        self.env = env
        self.strategy = strategy
        self.pods = client.resolve("pods")
        self.patience = opts.timeout or (LONGEST if client.embedded else A_WEEK)
        self.deadline = client.now() + int(self.patience * SECOND)
        self.errors: list[Exception] = []

    def run(self, pods: list[Obj]) -> None:
        if self.strategy == "client":
            for pod in pods:
                self._evicting(pod)
        elif self.opts.disable_eviction:
            self._delete(pods)
        else:
            self._evict(pods)

    # --- evictions

    def _evict(self, pods: list[Obj]) -> None:
        """Every second of the wait looks at all: what has been granted may be gone, what was refused may be due."""
        leaving: list[Obj] = []
        refused = self._ask(pods, leaving)
        seconds = 0
        while refused:
            self._save()
            leaving = [pod for pod in leaving if not self._is_over(pod)]
            self.client.sleep(1.0)
            seconds += 1
            if seconds % RETRY == 0:
                refused = self._ask([self._fresh(pod) for pod in refused], leaving)
        if self.strategy == "none":
            self._save()
            for pod in leaving:
                try:
                    self._wait(pod)
                except CliError as e:
                    self._note(f"{_when_waiting(pod)}: {e.message}")

    def _ask(self, pods: list[Obj], leaving: list[Obj]) -> list[Obj]:
        """One round; those that have to be asked for again."""
        refused = []
        for pod in pods:
            self._evicting(pod)
            if self.client.now() >= self.deadline:
                self._note(f"{_when_evicting(pod)}: global timeout reached: {_go(self.patience)}")
                continue
            try:
                self._request(pod)
            except ApiError as e:
                if e.reason == "NotFound":
                    continue
                ending = e.code == 403 and is_namespace_terminating(e)
                if ending and pod["metadata"].get("deletionTimestamp"):
                    leaving.append(pod)
                elif e.code == 429 or ending:
                    head = _from_ending(pod) if ending else _when_evicting(pod)
                    self.env.stderr.write(f"{head} (will retry after {RETRY}s): {e.message}\n")
                    refused.append(pod)
                else:
                    self._note(f"{_when_evicting(pod)}: {e.message}")
                continue
            leaving.append(pod)
        return refused

    def _request(self, pod: Obj) -> None:
        name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
        eviction = {
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": name, "namespace": namespace},
            "deleteOptions": self._options(),
        }
        self.client.create(self.pods, namespace, eviction, name=name, subresource="eviction")

    def _evicting(self, pod: Obj) -> None:
        meta = pod["metadata"]
        tail = cordoning.TAILS[self.strategy]
        self.env.stdout.write(f"evicting pod {meta['namespace']}/{meta['name']}{tail}\n")

    def _fresh(self, pod: Obj) -> Obj:
        return self._live(pod) or pod

    def _is_over(self, pod: Obj) -> bool:
        """Whether nothing is left to wait for, said once."""
        if self._gone(pod)(self._live(pod)):
            self._done(pod)
            return True
        if self.client.now() >= self.deadline:
            self._note(f"{_when_waiting(pod)}: {TOO_LATE}")
            return True
        return False

    # --- deletions

    def _delete(self, pods: list[Obj]) -> None:
        """The first that is refused ends it, and so does the first that takes too long."""
        for pod in pods:
            try:
                self.client.delete(self.pods, pod["metadata"]["namespace"], pod["metadata"]["name"], self._options())
            except ApiError as e:
                if e.reason != "NotFound":
                    raise
        if self.strategy == "server":
            return
        self._save()
        late: CliError | None = None
        for pod in pods:
            try:
                self._wait(pod)
            except CliError as e:
                late = e
        if late is not None:
            self.errors.append(late)

    # --- both

    def _options(self) -> Obj:
        options: Obj = {}
        if self.opts.grace_period >= 0:
            options["gracePeriodSeconds"] = self.opts.grace_period
        if self.strategy == "server":
            options["dryRun"] = ["All"]
        return options

    def _wait(self, pod: Obj) -> None:
        meta = pod["metadata"]
        left = max(0.0, (self.deadline - self.client.now()) / SECOND)
        try:
            until(self.client, self.pods, meta["namespace"], meta["name"], self._gone(pod), left)
        except CliError:
            raise CliError(TOO_LATE) from None
        self._done(pod)

    def _live(self, pod: Obj) -> Obj | None:
        try:
            return self.client.get(self.pods, pod["metadata"]["namespace"], pod["metadata"]["name"])
        except ApiError as e:
            if e.reason == "NotFound":
                return None
            raise

    def _gone(self, pod: Obj) -> Callable[[Obj | None], bool]:
        """Whether what is there under the name is not this pod any more, or will not be waited for."""
        uid = pod["metadata"]["uid"]
        limit = self.opts.skip_wait_for_delete_timeout

        def gone(obj: Obj | None) -> bool:
            return obj is None or obj["metadata"]["uid"] != uid or has_long_gone(obj, limit, self.client.now())

        return gone

    def _done(self, pod: Obj) -> None:
        name, limit = pod["metadata"]["name"], self.opts.skip_wait_for_delete_timeout
        live = self._live(pod) if limit else None
        if live is not None and live["metadata"]["uid"] == pod["metadata"]["uid"]:
            self.env.stdout.write(f'pod "{name}" has DeletionTimestamp older than {limit} seconds, skipping\n')
        else:
            self.env.stdout.write(f"pod/{name} {'deleted' if self.opts.disable_eviction else 'evicted'}\n")

    def _note(self, text: str) -> None:
        self.errors.append(CliError(text, bare=True))

    def _save(self) -> None:
        self.client.commit()
        self.env.stdout.flush()


def _when_evicting(pod: Obj) -> str:
    return f'error when evicting pods/"{pod["metadata"]["name"]}" -n "{pod["metadata"]["namespace"]}"'


def _from_ending(pod: Obj) -> str:
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    return f'error when evicting pod "{name}" from terminating namespace "{namespace}"'


def _when_waiting(pod: Obj) -> str:
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    return f'error when waiting for pod "{name}" in namespace "{namespace}" to terminate'


def _go(seconds: float) -> str:
    from minikctl.core.duration import go_format

    return go_format(int(seconds * SECOND))
