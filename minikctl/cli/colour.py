"""Colour for people at a terminal: on tables and what is like them, the same text, never in a pipe or a file.

Off with NO_COLOR, TERM=dumb or MINIKCTL_COLOR=never. Plain control sequences: rich, which live views may use, costs
more to import than a whole command takes.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"

_VERBS = frozenset(("get", "describe", "events", "rollout", "top", "api-resources"))  # logs are not ours to colour
_TABLES = ("", "wide")

_WORDS = {
    GREEN: "Running Ready Active Bound Available Approved,Issued successfully",
    YELLOW: (
        "Pending ContainerCreating PodInitializing Terminating SchedulingDisabled Ready,SchedulingDisabled Released "
        "Suspended Unknown NodeLost SchedulingGated Warning <unknown> <pending> <invalid>"
    ),
    RED: (
        "Error Failed CrashLoopBackOff ErrImagePull ImagePullBackOff InvalidImageName ErrImageNeverPull OOMKilled "
        "CreateContainerConfigError CreateContainerError RunContainerError StartError ContainerCannotRun Evicted "
        "DeadlineExceeded NotReady NotReady,SchedulingDisabled Lost Denied ContainerStatusUnknown "
        "UnexpectedAdmissionError"
    ),
    DIM: "Completed <none> <unset> Normal",
}
_COLOURS = {word: colour for colour, words in _WORDS.items() for word in words.split()}


def wanted(environ: Mapping[str, str]) -> bool:
    """What the user's variables say. # source: no-color.org"""
    return not (environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or environ.get("MINIKCTL_COLOR") == "never")


def begin(opts: Opts, env: Env) -> None:
    """Let the output of a command be painted, if it is one that people read as a table."""
    stdout = env.stdout
    if opts.path[:1] and opts.path[0] in _VERBS and wanted(env.environ):
        output = opts.output if opts.has("output") else ""
        if output in _TABLES and not (opts.has("raw") and opts.raw):
            stdout.paint = painted  # type: ignore[attr-defined]


def painted(text: str) -> str:
    """The text with colours; without them it is the same, character by character."""
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    if _is_header(line):
        return f"\x1b[{BOLD}m{line}\x1b[0m"
    return " ".join(map(_word, line.split(" ")))


def _is_header(line: str) -> bool:
    """`NAME   READY   CPU(cores)`: capitals, but for what stands in brackets."""
    words = line.split()
    return len(words) > 1 and all(word.partition("(")[0].replace("-", "").isupper() for word in words)


def _word(word: str) -> str:
    colour = _COLOURS.get(word.rpartition(":")[2] if word.startswith("Init:") else word)
    if colour is None and "/" in word:
        colour = _share(word)
    elif colour is None and word.startswith("Init:"):
        colour = YELLOW
    return word if colour is None else f"\x1b[{colour}m{word}\x1b[0m"


def _share(word: str) -> str | None:
    """`1/3` is not all there yet; `Init:0/2` neither."""
    have, _, wanted = word.removeprefix("Init:").partition("/")
    if not (have.isdigit() and wanted.isdigit()):
        return None
    return YELLOW if int(have) < int(wanted) or word.startswith("Init:") else None
