"""Network policies."""

from __future__ import annotations

from minikctl.core.selectors import format_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.describe import _page
from minikctl.describe._page import NONE, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


class _Way(NamedTuple):
    """One direction of traffic: the fields it has, and the words for it."""

    name: str
    peers: str
    title: str
    anywhere: str


_INGRESS = _Way("ingress", "from", "From", "From: <any> (traffic not restricted by source)")
_EGRESS = _Way("egress", "to", "To", "To: <any> (traffic not restricted by destination)")


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec = obj.get("spec") or {}
    _page.head(page, obj)
    page.field("Created on", _go_time(obj["metadata"].get("creationTimestamp")))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.line("Spec:")
    selector = spec.get("podSelector") or {}
    chosen = format_label_selector(selector)
    if not (selector.get("matchLabels") or selector.get("matchExpressions")):
        chosen = f"{NONE} (Allowing the specific traffic to all pods in this namespace)"
    page.line(f"PodSelector:     {chosen}", 1)
    types = spec.get("policyTypes") or ()
    for way in (_INGRESS, _EGRESS):
        if way.name.capitalize() in types:
            page.line(f"Allowing {way.name} traffic:", 1)
            _rules(page, spec.get(way.name) or [], way)
        else:
            page.line(f"Not affecting {way.name} traffic", 1)
    page.line(f"Policy Types: {', '.join(types) or NONE}", 1)
    return page.text()


def _go_time(text: str | None) -> str:
    """A time as Go prints one: `2026-11-22 08:12:26 +0000 UTC`."""
    if not text:
        return "0001-01-01 00:00:00 +0000 UTC"
    return f"{text[:10]} {text[11:19]} +0000 UTC"


def _rules(page: Page, rules: list[Obj], way: _Way) -> None:
    if not rules:
        page.line(f"{NONE} (Selected pods are isolated for {way.name} connectivity)", 2)
    for number, rule in enumerate(rules):
        if number:
            page.line("----------", 2)
        ports, peers = rule.get("ports") or (), rule.get(way.peers) or ()
        if not ports:
            page.line("To Port: <any> (traffic allowed to all ports)", 2)
        for port in ports:
            page.line(_port(port), 2)
        if not peers:
            page.line(way.anywhere, 2)
        for peer in peers:
            page.line(f"{way.title}:", 2)
            _peer(page, peer)


def _port(port: Obj) -> str:
    protocol = port.get("protocol") or "TCP"
    number = port.get("port", "<nil>")
    if port.get("endPort") is None:
        return f"To Port: {number}/{protocol}"
    return f"To Port Range: {number}-{port['endPort']}/{protocol}"


def _peer(page: Page, peer: Obj) -> None:
    selected = False
    for title in ("NamespaceSelector", "PodSelector"):
        selector = peer.get(title[0].lower() + title[1:])
        if selector is not None:
            page.line(f"{title}: {format_label_selector(selector)}", 3)
            selected = True
    block = peer.get("ipBlock")
    if block is not None and not selected:
        page.line("IPBlock:", 3)
        page.line(f"CIDR: {block.get('cidr', '')}", 4)
        page.line(f"Except: {', '.join(block.get('except') or ())}", 4)
