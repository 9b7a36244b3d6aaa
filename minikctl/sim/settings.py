"""The settings of a state: what they are called, what they may be, what they are when nobody said. Pure."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class Setting(NamedTuple):
    """One setting. kind: int, bool, quantity, duration, or text."""

    name: str
    kind: str
    default: Any
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("nodes", "int", 3, "how many simulated nodes there are"),
    Setting("node.cpu", "quantity", "4", "CPU of each node"),
    Setting("node.memory", "quantity", "8Gi", "memory of each node"),
    Setting("node.pods", "int", 110, "how many pods a node takes"),
    Setting("scheduler", "bool", True, "whether pods are assigned to nodes"),
    Setting("kubelet", "bool", True, "whether the nodes start, stop and probe pods"),
    Setting("legacyAPIs", "bool", True, "whether the old API versions (extensions/v1beta1, ...) are served"),
    Setting("legacyHashes", "bool", False, "whether ReplicaSets get the decimal names of v1.2 to v1.5"),
    Setting(
        "metrics", "bool", False, "whether there is a metrics server, for `top` and autoscalers; `sim load` wants it"
    ),
)
_BY_NAME = {s.name: s for s in SETTINGS}
IMAGES = "images"  # written by `sim images`: pattern -> what such an image does


def effective(given: Obj) -> Obj:
    """All settings: the given ones, defaults for the rest."""
    out = {s.name: s.default for s in SETTINGS}
    out.update(given)
    return out


def parse(name: str, text: str) -> Any:
    """The value of a setting from the command line; CliError for an unknown name or a value that does not fit."""
    setting = _BY_NAME.get(name)
    if setting is None:
        raise CliError(f"unknown setting {name!r}; there are: {', '.join(sorted(_BY_NAME))}".replace("'", '"'))
    if setting.kind == "bool":
        words = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}
        if text.lower() not in words:
            raise CliError(f'setting "{name}" is on or off, not "{text}"')
        return words[text.lower()]
    if setting.kind == "int":
        if not text.isascii() or not text.isdigit():
            raise CliError(f'setting "{name}" is a whole number, not "{text}"')
        return int(text)
    if setting.kind == "quantity":
        from minikctl.core.quantity import QuantityError, canonical

        try:
            return canonical(text)
        except QuantityError as e:
            raise CliError(f'setting "{name}": {e}') from None
    return text


def show(value: Any) -> str:
    """A value as `sim settings` prints it."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)
