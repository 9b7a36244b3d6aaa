"""A directory to be put first on PATH, in which `kubectl` is this program and `sleep` knows its clock; and the shells
that are to see it first.

source: how bash, zsh and fish read their start files
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("kubectl", "minikctl")
_LIKE_SH = ("sh", "bash", "dash", "ksh", "zsh")


def make(directory: str) -> None:
    """Write the programs."""
    import os
    import sys

    import minikctl

    above = os.path.dirname(os.path.dirname(os.path.abspath(minikctl.__file__)))
    body = f"import sys\n\nsys.path.append({above!r})\nfrom minikctl.__main__ import run\n\nrun()\n"
    sleeping = body.replace("import sys\n", "import sys\n\nsys.argv[1:1] = ['sim', 'sleep']", 1)
    for name in (*NAMES, "sleep"):
        path = f"{directory}/{name}"
        with open(path, "w", encoding="utf-8") as f:
            f.write(_head(sys.executable) + (body if name in NAMES else sleeping))
        os.chmod(path, 0o755)


def _head(python: str) -> str:
    """The first line; by way of sh where the interpreter's path is not one for a first line."""
    if len(python) < 120 and not any(c.isspace() for c in python):
        return f"#!{python}\n"
    quoted = python.replace("'", "'\"'\"'")
    return f"#!/bin/sh\n'''exec' '{quoted}' \"$0\" \"$@\"\n' '''\n"


def interactive(shell: str, directory: str, environ: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The command line of an interactive shell, and variables for it: the directory stays first on PATH whatever the
    user's own start files do."""
    name = shell.rsplit("/", 1)[-1]
    first = f'PATH="{directory}:$PATH"; export PATH\n'
    if name == "bash":
        rc = f"{directory}/bashrc"
        _write(rc, f'[ -f ~/.bashrc ] && . ~/.bashrc\n{first}PS1="(minikctl) $PS1"\n')
        return [shell, "--rcfile", rc, "-i"], {}
    if name == "zsh":
        own = environ.get("ZDOTDIR") or environ.get("HOME", "")
        for file in (".zshenv", ".zprofile"):
            _write(f"{directory}/{file}", f'[ -f "{own}/{file}" ] && . "{own}/{file}"\nZDOTDIR="{directory}"\n')
        rc = f'[ -f "{own}/.zshrc" ] && . "{own}/.zshrc"\n{first}PS1="(minikctl) $PS1"\nZDOTDIR="{own}"\n'
        _write(f"{directory}/.zshrc", rc)
        return [shell, "-i"], {"ZDOTDIR": directory}
    if name == "fish":
        return [shell, "-i", "-C", f"set -gx PATH '{directory}' $PATH"], {}
    return [shell, "-i"], {}


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def script(words: list[str], cwd: str, path: str, shell: str) -> list[str]:
    """What to run for `-- words`: a file of this folder as itself or by its interpreter, else a command on PATH.

    `shell`: the user's.
    """
    import os
    import shutil

    first = words[0]
    file = first if first.startswith("/") else f"{cwd}/{first}"
    if "/" not in first and (shutil.which(first, path=path) or not os.path.isfile(file)):
        return words
    if not os.path.isfile(file):
        return words
    if os.access(file, os.X_OK):
        with open(file, "rb") as f:
            head = f.read(4)
        if head[:2] == b"#!" or head == b"\x7fELF":
            return [file, *words[1:]]
    return [*_interpreter(file, shell), file, *words[1:]]


def _interpreter(file: str, shell: str) -> list[str]:
    """Of the first line; without one the user's own shell, as when it is typed there, if it is one like sh."""
    with open(file, "rb") as f:
        line = f.readline(256)
    words = line[2:].decode("utf-8", "replace").split(None, 1) if line.startswith(b"#!") else []
    return [word.strip() for word in words] or [shell if shell.rsplit("/", 1)[-1] in _LIKE_SH else "sh"]
