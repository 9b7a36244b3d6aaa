"""What a container does once it is started, and what its probes find. Rules only: no time passes here.

A command is read by `shell`; without one the image decides; the user's rule for the image (`exit`, `after`) has the
last word. Pure.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.shell import Run, run
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.core.images import Image

Obj = dict[str, Any]

FOREVER = Run(None, 0)
_BROKEN_PATHS = ("fail", "broken", "missing", "does-not-exist")
# arguments that stand for a command of their own even where the image may have an entry point
_WORDS = """
sh bash ash sleep echo printf true false date env printenv perl cat ls head tail grep hostname id whoami pwd uname ps
wget curl nslookup dig host ping nc telnet mysql mysqladmin mysqldump mariadb psql pg_isready pg_dump
redis-cli valkey-cli mongo mongosh
"""
_COMMANDS = frozenset(_WORDS.split())
_runs: dict[tuple[str, ...], Run] = {}  # few different commands occur in one process, each of them often
_finite_runs: dict[tuple[str, ...], Run] = {}
_A_MOMENT = Run(1_000_000, 0)


def run_of(pod: Obj, container: Obj, image: Image) -> Run:
    """How the container's process lives and ends."""
    if decided_by_image(image):
        return Run(span(image.rule.get("after"), 0), image.exits) if image.exits is not None else FOREVER
    if runs_by_itself(container, image):
        if container.get("stdin") and any(c is container for c in pod["spec"].get("ephemeralContainers") or ()):
            return FOREVER  # a shell that waits for what is typed
        if image.exits is not None:
            return Run(0, image.exits)
        return _A_MOMENT if is_finite(pod, container) and not _is_server(image) else FOREVER
    argv = (*(container.get("command") or ()), *(container.get("args") or ()))
    known = _runs.get(argv)
    if known is None:
        known = _runs[argv] = run(argv)
    if known.guessed and is_finite(pod, container):
        known = _finite_runs.get(argv) or _finite_runs.setdefault(argv, run(argv, finite=True))
    return known


def _is_server(image: Image) -> bool:
    from minikctl.controllers.kubelet.shell.servers import PROGRAMS

    return image.known or image.full.rpartition("/")[2].partition("@")[0].partition(":")[0] in PROGRAMS


def is_finite(pod: Obj, container: Obj) -> bool:
    """Whether the container is there to end: one of a Job's, or one before all others."""
    owners = pod["metadata"].get("ownerReferences") or ()
    if any(owner["kind"] == "Job" and owner.get("controller") for owner in owners):
        return True
    first = pod["spec"].get("initContainers") or ()
    return container.get("restartPolicy") != "Always" and any(c["name"] == container["name"] for c in first)


def decided_by_image(image: Image) -> bool:
    """Whether it is of no account which command the container has."""
    return "exit" in image.rule or "crash" in image.full


def runs_by_itself(container: Obj, image: Image) -> bool:
    """Whether the image's own program runs: no command is given, or only arguments for it."""
    args = container.get("args") or ()
    return not container.get("command") and (not args or (image.exits is None and not is_command(args[0])))


def is_command(word: str) -> bool:
    """Whether an argument is a command that an entry point runs, rather than something it understands itself."""
    return word.rpartition("/")[2] in _COMMANDS


def probe_failure(probe: Obj, process: Run, container: Obj, at: int) -> str | None:
    """What a probe complains about `at` microseconds after the container's start; None: it succeeds."""
    action = probe.get("exec")
    if action:
        argv = tuple(action.get("command") or ())
        found = run(argv, tuple((0, name, there) for when, name, there in process.files if when <= at))
        limit = int(probe.get("timeoutSeconds") or 1)
        if found.ends is None or found.ends > limit * 1_000_000:
            return f'command timed out: "{" ".join(argv)}" timed out after {limit}s' if _sleeps(argv) else None
        return found.said if found.code else None
    action = probe.get("httpGet")
    if action:
        path = str(action.get("path") or "/")
        if path == "/healthz" and list(container.get("args") or ()) == ["liveness"] and at > 10_000_000:
            return "HTTP probe failed with statuscode: 500"  # agnhost's example server turns sick after ten seconds
        if any(word in path for word in _BROKEN_PATHS):
            return "HTTP probe failed with statuscode: 404"
    return None


def _sleeps(argv: tuple[str, ...]) -> bool:
    return any("sleep" in word for word in argv)


def ignores_term(container: Obj, image: Image) -> bool:
    """Shells and `sleep` as process 1 do not act on SIGTERM: they are killed (137); servers end in good order."""
    argv = [*(container.get("command") or ()), *(container.get("args") or ())]
    return bool(argv) or image.exits is not None


def span(text: object, default: int) -> int:
    """A duration of the user's settings (`2s`, `1m30s`, or a number of seconds) in microseconds."""
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return int(text * 1_000_000)
    if not isinstance(text, str):
        return default
    from minikctl.core.duration import DurationError, go_parse

    try:
        return go_parse(text)
    except DurationError:
        return default
