"""What exec, attach, cp, port-forward and debug answer: pods are simulated, there is no process to talk to."""

from __future__ import annotations

from minikctl.client import builder
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.client._base import Client


def check_there(client: Client, args: list[str]) -> None:
    """The object has to exist: what is misspelt should not be taken for what is not possible."""
    words = args if len(args) != 1 or "/" in args[0] else ["pods", args[0]]
    errors: list[Exception] = []
    builder.infos(client, words, builder.Wanted(), errors)
    if errors:
        raise errors[0]


def refusal(client: Client, verb: str) -> CliError:
    if client.embedded:
        return CliError(f"{verb} is not possible: pods are simulated, nothing runs behind them")
    return CliError(f"minikctl does not do {verb} on real clusters; use kubectl for it")
