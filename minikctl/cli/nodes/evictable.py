"""Which pods of a node a drain may remove, and what speaks against the others. Pure but for the look at a DaemonSet.

source: kubectl drain's filters, texts observed on v1.37
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

MIRROR = "kubernetes.io/config.mirror"


class Verdict(NamedTuple):
    """remove: it goes. warning, error: what is said about it."""

    remove: bool
    warning: str = ""
    error: str = ""


_GO = Verdict(True)
_STAY = Verdict(False)


class Selection(NamedTuple):
    """pods to remove; warnings and errors, text -> the pods that they are about."""

    pods: list[Obj]
    warnings: dict[str, list[str]]
    errors: dict[str, list[str]]


def select(pods: list[Obj], opts: Opts, now: int, daemon_set: Callable[[str, str], Obj | None]) -> Selection:
    """Sort the pods of a node. daemon_set(namespace, name) looks for the owner of a daemon's pod."""
    out = Selection([], {}, {})
    for pod in pods:
        meta = pod["metadata"]
        name = f"{meta['namespace']}/{meta['name']}"
        verdict = _judge(pod, opts, now, daemon_set)
        if verdict.remove:
            out.pods.append(pod)
        if verdict.warning:
            out.warnings.setdefault(verdict.warning, []).append(name)
        if verdict.error:
            out.errors.setdefault(verdict.error, []).append(name)
    return out


def _judge(pod: Obj, opts: Opts, now: int, daemon_set: Callable[[str, str], Obj | None]) -> Verdict:
    """The filters in their order; the first that does not let go decides, the last warning stays."""
    warning = ""
    for verdict in (
        _leaving(pod, opts, now),
        _daemon(pod, opts, daemon_set),
        _mirror(pod),
        _local(pod, opts),
        _alone(pod, opts),
    ):
        warning = verdict.warning or warning
        if not verdict.remove:
            return verdict
    return Verdict(True, warning)


def _finished(pod: Obj) -> bool:
    return (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed")


def _controller(pod: Obj) -> Obj | None:
    return next((r for r in pod["metadata"].get("ownerReferences") or () if r.get("controller")), None)


def _leaving(pod: Obj, opts: Opts, now: int) -> Verdict:
    return _STAY if has_long_gone(pod, opts.skip_wait_for_delete_timeout, now) else _GO


def has_long_gone(pod: Obj, limit: int, now: int) -> bool:
    """Whether a pod has been ending for longer than a limit in seconds; never with the limit 0."""
    since = pod["metadata"].get("deletionTimestamp")
    if limit <= 0 or not since:
        return False
    from minikctl.core.times import parse_rfc3339

    return now - parse_rfc3339(since) > limit * 1_000_000


def _daemon(pod: Obj, opts: Opts, daemon_set: Callable[[str, str], Obj | None]) -> Verdict:
    owner = _controller(pod)
    if owner is None or owner["kind"] != "DaemonSet" or _finished(pod):
        return _GO
    if daemon_set(pod["metadata"]["namespace"], owner["name"]) is None:
        missing = f'daemonsets.apps "{owner["name"]}" not found'
        return Verdict(True, missing) if opts.force else Verdict(False, "", missing)
    if not opts.ignore_daemonsets:
        return Verdict(False, "", "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)")
    return Verdict(False, "ignoring DaemonSet-managed Pods")


def _mirror(pod: Obj) -> Verdict:
    return _STAY if MIRROR in (pod["metadata"].get("annotations") or {}) else _GO


def _local(pod: Obj, opts: Opts) -> Verdict:
    has = any("emptyDir" in v for v in pod["spec"].get("volumes") or ())
    if not has or _finished(pod):
        return _GO
    if not opts.delete_emptydir_data:
        return Verdict(False, "", "cannot delete Pods with local storage (use --delete-emptydir-data to override)")
    return _GO


def _alone(pod: Obj, opts: Opts) -> Verdict:
    if _finished(pod) or _controller(pod) is not None:
        return _GO
    if opts.force:
        return Verdict(True, "deleting Pods that declare no controller")
    return Verdict(False, "", "cannot delete Pods that declare no controller (use --force to override)")


def texts(found: dict[str, list[str]]) -> list[str]:
    """`ignoring DaemonSet-managed Pods: default/a, default/b`, one for each kind of remark."""
    return [f"{text}: {', '.join(pods)}" for text, pods in sorted(found.items())]
