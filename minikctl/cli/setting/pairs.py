"""Arguments that begin with resources and go on with NAME=value pairs. source: kubectl, observed on v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError


def split(args: list[str], what: str) -> tuple[list[str], list[str]]:
    """(resources, pairs)."""
    names: list[str] = []
    pairs: list[str] = []
    for arg in args:
        if ("=" in arg and arg[0] != "=") or (arg.endswith("-") and arg != "-"):
            pairs.append(arg)
        elif pairs:
            raise CliError(f"all resources must be specified before {what} changes: {arg}")
        else:
            names.append(arg)
    return names, pairs


def values(pairs: list[str], what: str) -> dict[str, str]:
    """NAME=value as a map; the last one counts."""
    wrong = [pair for pair in pairs if "=" not in pair or pair[0] == "="]
    if wrong:
        raise CliError(f"invalid {what} format: {', '.join(wrong)}")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
