"""Roles and cluster roles: one line for each resource or URL, with all that may be done to it."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.describe import _page
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.describe._base import Related

Obj = dict[str, Any]


class _Line(NamedTuple):
    """What one line of the table is about; a resource of one group, with at most one name, or one URL."""

    group: str
    resource: str
    name: str | None
    url: str | None


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.line("PolicyRule:")
    page.line("Resources\tNon-Resource URLs\tResource Names\tVerbs", 1)
    page.line("---------\t-----------------\t--------------\t-----", 1)
    for row in rows(obj.get("rules") or []):
        page.line("\t".join(row), 1)
    return page.text()


def rows(rules: list[Obj]) -> list[list[str]]:
    """Resource, URL, name and verbs of each line that rules come to."""
    return [
        [_resource(line), f"[{line.url or ''}]", f"[{line.name or ''}]", f"[{' '.join(verbs)}]"]
        for line, verbs in sorted(_compact(rules), key=_order)
    ]


def _compact(rules: list[Obj]) -> list[tuple[_Line, list[str]]]:
    """The verbs of a resource are put together, those of a URL stay apart."""
    urls: list[tuple[_Line, list[str]]] = []
    resources: dict[_Line, list[str]] = {}
    for rule in rules:
        for line, verb in _broken_down(rule):
            if line.url is not None:
                urls.append((line, [verb]))
            else:
                resources.setdefault(line, []).append(verb)
    return [*urls, *resources.items()]


def _broken_down(rule: Obj) -> Iterator[tuple[_Line, str]]:
    verbs = rule.get("verbs") or ()
    for group in rule.get("apiGroups") or ():
        for resource in rule.get("resources") or ():
            for verb in verbs:
                for name in rule.get("resourceNames") or (None,):
                    yield _Line(group, resource, name, None), verb
    for url in rule.get("nonResourceURLs") or ():
        for verb in verbs:
            yield _Line("", "", None, url), verb


def _order(entry: tuple[_Line, list[str]]) -> str:
    """Lines are sorted as the text of their rule is, which begins with the verbs."""
    line, verbs = entry
    parts = (" ".join(verbs), line.group, line.resource, line.name or "", line.url or "")
    names = ("Verbs", "APIGroups", "Resources", "ResourceNames", "NonResourceURLs")
    return ",".join(f"{name}:[{part}]" for name, part in zip(names, parts))


def _resource(line: _Line) -> str:
    """`deployments.apps/scale`: the group comes before the subresource."""
    if line.url is not None:
        return ""
    resource, slash, subresource = line.resource.partition("/")
    group = f".{line.group}" if line.group else ""
    return f"{resource}{group}{slash}{subresource}"
