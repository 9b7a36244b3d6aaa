"""`cpu=100m,memory=1Gi`: lists of resources with their quantities, as --hard, --limits and --requests take them."""

from __future__ import annotations

from minikctl.core.errors import CliError


def parse(text: str, invalid: str = "Invalid") -> dict[str, str]:
    """Quantities in their canonical form. CliError in kubectl's words, of which there are two spellings."""
    from minikctl.core import quantity

    out: dict[str, str] = {}
    for part in text.split(",") if text else ():
        words = part.split("=")
        if len(words) != 2:
            raise CliError(f"{invalid} argument syntax {part}, expected <resource>=<value>")
        try:
            out[words[0]] = str(quantity.parse(words[1]))
        except ValueError as e:
            raise CliError(str(e)) from None
    return out
