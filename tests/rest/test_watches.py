"""Watches: where they begin, what they are told, how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.http import Http

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

SECRETS = "/api/v1/namespaces/default/secrets"  # none are there at first


def count(wanted: int) -> Callable[[list[Obj]], bool]:
    return lambda events: len(events) >= wanted


def running(events: list[Obj]) -> bool:
    return events[-1]["object"]["status"]["phase"] == "Running"


def test_a_watch_begins_with_what_is_there() -> None:
    http = Http()
    http.secret("a")
    (event,) = http.events(f"{SECRETS}?watch=true", count(1))
    assert (event["type"], event["object"]["metadata"]["name"]) == ("ADDED", "a")


def test_a_watch_goes_on_from_a_revision() -> None:
    http = Http()
    revision = http.secret("a")["metadata"]["resourceVersion"]
    http.secret("b")
    http.ask("DELETE", f"{SECRETS}/a")
    found = http.events(f"{SECRETS}?watch=true&resourceVersion={revision}", count(2))
    assert [(e["type"], e["object"]["metadata"]["name"]) for e in found] == [("ADDED", "b"), ("DELETED", "a")]


def test_initial_events_end_with_a_bookmark_that_says_so() -> None:
    http = Http()
    http.secret("a")
    options = "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    found = http.events(f"{SECRETS}?{options}", count(2))
    assert [e["type"] for e in found[:2]] == ["ADDED", "BOOKMARK"]
    assert found[1]["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}


def test_initial_events_need_their_match() -> None:
    answer = Http().json("GET", f"{SECRETS}?watch=true&sendInitialEvents=true")
    assert answer["code"] == 422


def test_a_revision_of_another_cluster_is_gone() -> None:
    (event,) = Http().events(f"{SECRETS}?watch=true&resourceVersion=999999", count(1))
    assert (event["type"], event["object"]["code"], event["object"]["reason"]) == ("ERROR", 410, "Expired")


def test_a_watch_ends_after_its_time() -> None:
    assert (
        Http().events(
            f"{SECRETS}?watch=true&resourceVersion=1&timeoutSeconds=1&fieldSelector=metadata.name=x", count(1)
        )
        == []
    )


def test_the_manual_clock_goes_on_for_who_watches() -> None:
    http = Http()
    pod = {"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "nginx:1.25"}]}}
    http.ask("POST", "/api/v1/namespaces/default/pods", pod)
    assert running(http.events("/api/v1/namespaces/default/pods?watch=true", running))
