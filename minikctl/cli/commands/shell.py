"""`shell`: a shell in which `kubectl` is minikctl on one state: what a tutorial says can be typed as it is."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile

from minikctl.cli import shim
from minikctl.client import REMOTE_FLAGS
from minikctl.client.state_dir import find
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[-- COMMAND [args...]] [options]"
NOT_EXECUTABLE, NOT_FOUND = 126, 127  # as shells say it
LEFT_OUT = ("KUBECONFIG", "MINIKCTL_KUBECONFIG")  # what is typed there is for the state, not for the user's clusters


def command(
    args: Args = None,
) -> None:
    """Open a shell in which kubectl is minikctl on the state directory.

    The commands of a tutorial can be typed there as they are. With a script or a command after --, that is run instead,
    and its exit code passed on. KUBECONFIG does not count within.

    Examples:
      # Until exit or Ctrl-D
      minikctl shell --state=/tmp/tutorial

      # A script that calls kubectl
      minikctl shell -- ./deploy.sh --verbose
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.before_dash:
        raise opts.usage_error(f"unexpected arguments: [{' '.join(opts.before_dash)}]; a command comes after --")
    environ = {name: value for name, value in env.environ.items() if name not in LEFT_OUT}
    if any(opts.changed_globally(flag) for flag in REMOTE_FLAGS):
        raise CliError("`shell` works on a state directory, not on a real API server")
    environ["MINIKCTL_STATE"] = find(opts, env)
    with tempfile.TemporaryDirectory(prefix="minikctl-shell-") as directory:
        shim.make(directory)
        environ["PATH"] = f"{directory}:{environ.get('PATH') or os.defpath}"
        environ.pop("MINIKCTL_NAME", None)
        if opts.after_dash:
            words = shim.script(opts.after_dash, env.cwd, environ["PATH"], _shell(environ))
        else:
            words, more = shim.interactive(_shell(environ), directory, environ)
            environ.update(more)
        env.stdout.flush()
        return _wait(words, environ, env)


def _shell(environ: dict[str, str]) -> str:
    return environ.get("SHELL") or "/bin/sh"


def _wait(words: list[str], environ: dict[str, str], env: Env) -> int:
    """Run it to its end; its exit code as a shell tells it. Ctrl-C is for it, not for us."""
    try:
        child = subprocess.Popen(words, env=environ, cwd=env.cwd)
    except OSError as e:
        why = (e.strerror or str(e)).lower()
        raise CliError(f"{words[0]}: {why}", NOT_EXECUTABLE if isinstance(e, PermissionError) else NOT_FOUND) from None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: child.send_signal(got))
    code = child.wait()
    return code if code >= 0 else 128 - code
