"""`create poddisruptionbudget`: create a pod disruption budget."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("pdb",)
BUNDLES = ("generator",)
USAGE = "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    max_unavailable: Annotated[
        str, Option("--max-unavailable", help="How many pods may be away at once, as a number or a percentage.")
    ] = "",
    min_available: Annotated[
        str, Option("--min-available", help="How many pods must stay, as a number or a percentage.")
    ] = "",
    selector: Annotated[str, Option("--selector", help="The labels of the pods that the budget is for.")] = "",
) -> None:
    """Create a pod disruption budget.

    Examples:
      # At least one pod of web stays
      kubectl create poddisruptionbudget web --selector=app=web --min-available=1
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.core import intstr

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    _check(opts, name)
    spec: dict[str, Any] = {"selector": _selector(opts.selector)}
    if opts.min_available:
        spec["minAvailable"] = intstr.parse(opts.min_available)
    else:
        spec["maxUnavailable"] = intstr.parse(opts.max_unavailable)
    none = dict.fromkeys(("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"), 0)
    budget = {
        "kind": "PodDisruptionBudget",
        "apiVersion": "policy/v1",
        "metadata": {"name": name},
        "spec": spec,
        "status": none,
    }
    resource = typed("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets")
    generator.create(resource, budget, "failed to create poddisruptionbudgets: ")
    return 0


def _check(opts: Opts, name: str) -> None:
    if not name:
        raise CliError("name must be specified")
    if not opts.selector:
        raise CliError("a selector must be specified")
    if not opts.max_unavailable and not opts.min_available:
        raise CliError("one of min-available or max-unavailable must be specified")
    if opts.max_unavailable and opts.min_available:
        raise CliError("min-available and max-unavailable cannot be both specified")
    for flag, value in (("min-available", opts.min_available), ("max-unavailable", opts.max_unavailable)):
        digits = value.removesuffix("%")
        if value and not (digits.isascii() and digits.isdigit()):
            raise CliError(f"invalid format specified for {flag}")


def _selector(text: str) -> dict[str, Any]:
    """As a LabelSelector: equalities in matchLabels, the rest in matchExpressions."""
    from minikctl.core import selectors

    try:
        return selectors.to_label_selector(text)
    except selectors.UnsupportedError as e:
        raise CliError(str(e)) from None
    except selectors.SelectorError as e:
        from minikctl.core.go_text import quote_go

        raise CliError(f"couldn't parse the selector string {quote_go(text)}: {e}") from None
