"""`exec` into a simulated container: what the command would print as time goes on, or plainly why that is not known.

source: kubectl exec, remotecommand: exit codes and their message
"""

from __future__ import annotations

from minikctl.controllers.kubelet.executing import NotKnown
from minikctl.controllers.kubelet.shell._process import Exit, Forever
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.env import Env
    from minikctl.client._base import Client
    from minikctl.controllers.kubelet.executing import Process
    from minikctl.controllers.kubelet.shell import Chunk

Obj = dict[str, Any]

SECOND = 1_000_000
WHY = "unable to upgrade connection: exec is not possible: pods are simulated, nothing runs behind them"
_SHELLS = ("sh", "bash", "ash", "dash")


def execute(client: Client, env: Env, pod: Obj, container: Obj, argv: list[str], stdin: bool, typed: bool) -> int:
    """0; CliError with the command's own exit code, or with 1 where it cannot be known what it does. `typed`: from a
    terminal."""
    from minikctl.cli.commands.sim._session import session_of
    from minikctl.sim.executing import begin

    text = env.stdin.read() if stdin and not typed else None
    process = begin(session_of(client), pod, container, text)
    try:
        if typed and is_shell(argv):
            _converse(client, env, process, argv)
        else:
            _pass_on(client, env, process, process.run(argv))
    except NotKnown as e:
        raise CliError(f"{WHY}; {e}") from None
    except Forever:
        _for_ever(client)
    if process.code:
        raise CliError(f"command terminated with exit code {process.code}", code=process.code, bare=True)
    return 0


def is_shell(argv: list[str]) -> bool:
    """A shell that reads what is typed."""
    return argv[0].rpartition("/")[2] in _SHELLS and all(word in ("-i", "-l", "-il", "--login") for word in argv[1:])


def _pass_on(client: Client, env: Env, process: Process, chunks: Iterator[Chunk]) -> None:
    """What is printed, each thing in its time."""
    begun = client.now()

    def until(at: int) -> None:
        left = begun + at - client.now()
        if left > 0:
            env.stdout.flush()
            client.sleep(left / SECOND)

    start = process.at
    for at, fd, text in chunks:
        until(at - start)
        (env.stderr if fd == 2 else env.stdout).write(text)
    until(process.at - start)
    env.stdout.flush()


def _for_ever(client: Client) -> None:
    """Until it is stopped. Under a manual clock nothing would ever stop it."""
    from minikctl.cli.commands.sim._session import session_of
    from minikctl.sim.passing import manual

    if manual(session_of(client)):
        raise CliError(f"{WHY}; under the manual clock a command without an end is not run")
    while True:
        client.sleep(1)


def _converse(client: Client, env: Env, process: Process, argv: list[str]) -> None:
    """A shell at a terminal: line by line, until exit or the end of the input."""
    prompt = "# " if argv[0].rpartition("/")[2] != "bash" else "bash# "
    env.stderr.write(
        "warning: pods are simulated: this shell knows what objects put into the container, and keeps nothing\n"
    )
    while True:
        env.stdout.write(prompt)
        env.stdout.flush()
        try:
            line = env.stdin.readline()
            if not line:
                env.stdout.write("\n")
                return
            _pass_on(client, env, process, process.line(line))
        except KeyboardInterrupt:
            env.stdout.write("\n")
        except NotKnown as e:
            env.stderr.write(f"{argv[0].rpartition('/')[2]}: {e}: pods are simulated\n")
        except Exit:
            return
