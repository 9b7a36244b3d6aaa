"""The contract of a describer.

A module describe/<kind lower case>.py has `describe(obj, related) -> str`; `related` is how it gets other objects.
"""

from __future__ import annotations

from minikctl.core.typed import Any, Protocol

Obj = dict[str, Any]


class Related(Protocol):
    """Other objects that a description shows. Missing ones are None, forbidden or failing lists raise ApiError."""

    now: int  # microseconds
    show_events: bool

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        """resource: `pods`, `replicasets.apps`."""

    def events(self, obj: Obj) -> list[Obj]:
        """Events about the object (by uid, name, kind, namespace), [] where show_events is off."""

    def list(self, resource: str, namespace: str, selector: str = "", fields: str = "") -> list[Obj]:
        """Selectors as text; namespace "": all of them."""
