"""Completion: the shells' scripts, and `__complete`, which they call for every TAB (Cobra's protocol: a candidate a
line, then `:DIRECTIVE`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

NO_SPACE, NO_FILES = 2, 4


def complete(argv: list[str], env: Env, describe: bool, client_for: Callable[[Opts, Env], Client]) -> int:
    """Candidates for the last word of argv."""
    return 0


def script(opts: Opts, env: Env) -> int:
    return 0
