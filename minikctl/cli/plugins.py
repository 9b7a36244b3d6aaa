"""Plugins: executables `kubectl-foo-bar` on the PATH that are run for `kubectl foo bar`. source: kubectl
HandlePluginCommand"""

from __future__ import annotations

import os

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.env import Env
    from minikctl.core.errors import CliError


def run(argv: list[str], env: Env, minimum: int = 1) -> None:
    """Become the plugin with the longest matching name; come back when there is none."""
    words = []
    for word in argv:
        if word.startswith("-"):
            break
        words.append(word.replace("-", "_"))
    if not words:
        raise _misplaced(argv[0])
    for count in range(len(words), minimum - 1, -1):
        found = lookup("-".join(words[:count]), env)
        if found:
            env.stdout.flush()
            os.execve(found, [found, *argv[count:]], dict(env.environ))


def _misplaced(flag: str) -> CliError:
    from minikctl.core.errors import CliError

    return CliError(f"Error: flags cannot be placed before plugin name: {flag}", bare=True)


def prefixes(env: Env) -> tuple[str, ...]:
    """What the file names of plugins begin with: the program's own name, and kubectl."""
    return tuple(dict.fromkeys((f"{env.called}-", "kubectl-")))


def directories(env: Env) -> Iterator[str]:
    yield from dict.fromkeys(d for d in env.environ.get("PATH", "").split(os.pathsep) if d.strip())


def lookup(name: str, env: Env) -> str:
    """The first executable for the plugin `name`, "" without one."""
    for prefix in prefixes(env):
        for directory in directories(env):
            path = os.path.join(env.path(directory), prefix + name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return ""


def every(env: Env) -> tuple[list[str], list[str]]:
    """(the paths of all files on the PATH that are named as plugins, what is to be said of unreadable directories)."""
    found: list[str] = []
    said: list[str] = []
    for directory in directories(env):
        try:
            names = sorted(os.listdir(env.path(directory)))
        except OSError as e:
            if e.strerror != "Not a directory":
                why = f"open {directory}: {(e.strerror or str(e)).lower()}"
                said.append(f'Unable to read directory "{directory}" from your PATH: {why}. Skipping...\n')
            continue
        for name in names:
            path = os.path.join(directory, name)
            if name.startswith(prefixes(env)) and not os.path.isdir(env.path(path)):
                found.append(path)
    return found, said
