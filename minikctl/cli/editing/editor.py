"""The user's editor, run on a file of its own. source: kubectl NewDefaultEditor, LaunchTempFile"""

from __future__ import annotations

import os
import subprocess

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TextIO

    from minikctl.cli.env import Env

VARIABLES = ("KUBE_EDITOR", "EDITOR")


class Edited(NamedTuple):
    """What the file held when the editor ended, and where it is."""

    text: str
    path: str


def edit(text: str, extension: str, env: Env) -> Edited:
    """Let the user edit a text. CliError when the editor cannot be run or fails; the file stays then."""
    path = _write(text, extension, env)
    words = command(env)
    _run(_on(words, path), words, env)
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as f:
        return Edited(f.read(), path)


def command(env: Env) -> list[str]:
    """The editor's words; one with quotes is left to the user's shell."""
    text = next((env.environ[name] for name in VARIABLES if env.environ.get(name)), "vi")
    if any(c in text for c in "\"'\\"):
        return [env.environ.get("SHELL") or "/bin/bash", "-c", text]
    return text.split(" ")


def _on(words: list[str], path: str) -> list[str]:
    if len(words) == 3 and any(c in words[2] for c in "\"'\\"):
        from minikctl.core.go_text import quote_go

        return [*words[:2], f"{words[2]} {quote_go(path)}"]
    return [*words, path]


def _write(text: str, extension: str, env: Env) -> str:
    """A new file that nobody else may read: objects hold secrets."""
    directory = env.environ.get("TMPDIR") or "/tmp"
    while True:
        number = int.from_bytes(os.urandom(4), "big")
        path = os.path.join(directory, f"{env.name}-edit-{number}{extension}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as e:
            raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None
        with open(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
            f.write(text)
        return path


def _run(argv: list[str], words: list[str], env: Env) -> None:
    from minikctl.core.go_text import quote_go

    env.stdout.flush()
    env.stderr.flush()
    shown = quote_go(" ".join(words))
    out, err = _target(env.stdout), _target(env.stderr)
    try:
        done = subprocess.run(
            argv, stdout=out, stderr=err, cwd=env.cwd, env=dict(env.environ), check=False, text=True, errors="replace"
        )
    except FileNotFoundError:
        if "/" in argv[0]:
            raise CliError(f"there was a problem with the editor {shown}") from None
        raise CliError(f"unable to launch the editor {shown}") from None
    except OSError:
        raise CliError(f"there was a problem with the editor {shown}") from None
    env.stdout.write(done.stdout or "")
    env.stderr.write(done.stderr or "")
    if done.returncode:
        raise CliError(f"there was a problem with the editor {shown}")


def _target(stream: TextIO) -> int:
    """The editor writes to the same terminal; where the stream is none of the process', its text is passed on."""
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return subprocess.PIPE
