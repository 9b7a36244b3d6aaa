"""A describe.Related over plain objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from minikctl.cli.related import about
from minikctl.core import selectors

if TYPE_CHECKING:
    from pathlib import Path

Obj = dict[str, Any]


def plural(kind: str) -> str:
    """`pods`, `ingressclasses`, `networkpolicies`."""
    word = kind.lower()
    if word == "endpoints":
        return word
    if word.endswith("y"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith("s") else "s")


class Objects:
    """What a description may ask for. `now` is in microseconds."""

    show_events = True

    def __init__(self, *objects: Obj, now: int = 0) -> None:
        self.all = list(objects)
        self.now = now

    @classmethod
    def read(cls, path: Path, now: int = 0) -> Objects:
        return cls(*map(json.loads, path.read_text(encoding="utf-8").splitlines()), now=now)

    def described(self) -> list[Obj]:
        """All but those that are there for others."""
        return [obj for obj in self.all if obj["kind"] != "Event" or "labels" in obj["metadata"]]

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        return next((obj for obj in self.list(resource, namespace) if obj["metadata"]["name"] == name), None)

    def events(self, obj: Obj) -> list[Obj]:
        namespace = obj["metadata"].get("namespace", "")
        return [event for fields in about(obj) for event in self.list("events", namespace, fields=fields)]

    def list(self, resource: str, namespace: str, selector: str = "", fields: str = "") -> list[Obj]:
        name, _, group = resource.partition(".")
        labels, terms = selectors.parse(selector), selectors.parse_fields(fields)
        return [
            obj
            for obj in self.all
            if (plural(obj["kind"]), obj["apiVersion"].rpartition("/")[0]) == (name, group)
            and namespace in ("", obj["metadata"].get("namespace", ""))
            and labels.matches(obj["metadata"].get("labels"))
            and all((_field(obj, term.key) == term.value) is term.equal for term in terms)
        ]


def _field(obj: Obj, path: str) -> str:
    value: Any = obj
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return str(value or "")
