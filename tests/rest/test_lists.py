"""Lists in pieces and of the past; answers that are kept."""

from __future__ import annotations

import gzip

from tests.support.http import Http

SECRETS = "/api/v1/namespaces/default/secrets"  # none are there at first


def _names(listed: dict) -> list[str]:
    return [o["metadata"]["name"] for o in listed["items"]]


def _three() -> Http:
    http = Http()
    for name in ("a", "b", "c"):
        http.secret(name)
    return http


def test_pieces_show_the_list_as_it_was_when_it_began() -> None:
    http = _three()
    first = http.json("GET", f"{SECRETS}?limit=1")
    http.ask("DELETE", f"{SECRETS}/c")
    http.secret("d")
    rest = http.json("GET", f"{SECRETS}?continue={first['metadata']['continue']}")
    assert _names(first) + _names(rest) == ["a", "b", "c"]
    assert rest["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]


def test_remaining_items_are_counted_without_a_selector() -> None:
    http = _three()
    assert http.json("GET", f"{SECRETS}?limit=1")["metadata"]["remainingItemCount"] == 2
    assert "remainingItemCount" not in http.json("GET", f"{SECRETS}?limit=1&fieldSelector=metadata.name!=x")["metadata"]


def test_a_list_of_an_exact_revision() -> None:
    http = _three()
    revision = http.json("GET", SECRETS)["metadata"]["resourceVersion"]
    http.secret("d")
    assert _names(http.json("GET", f"{SECRETS}?resourceVersion={revision}&resourceVersionMatch=Exact")) == [
        "a",
        "b",
        "c",
    ]
    assert _names(http.json("GET", f"{SECRETS}?resourceVersion={revision}")) == ["a", "b", "c", "d"]


def test_a_revision_that_is_not_reached_yet() -> None:
    answer = Http().json("GET", f"{SECRETS}?resourceVersion=999999")
    assert (answer["code"], answer["reason"]) == (504, "Timeout")
    assert answer["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


def test_options_that_do_not_fit_together() -> None:
    answer = Http().json("GET", f"{SECRETS}?resourceVersionMatch=Exact")
    assert answer["code"] == 422
    assert answer["message"].startswith('ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden')


def test_a_broken_token() -> None:
    answer = Http().json("GET", f"{SECRETS}?continue=nonsense")
    assert answer["code"] == 400
    assert answer["message"].startswith("invalid continue token: continue key is not valid")


def test_an_answer_is_kept_until_something_is_written() -> None:
    http = _three()
    first = http.ask("GET", SECRETS)
    assert http.ask("GET", SECRETS) is first
    http.secret("d")
    assert _names(http.json("GET", SECRETS)) == ["a", "b", "c", "d"]


def test_large_answers_are_compressed_for_those_who_take_it() -> None:
    http = Http()
    http.secret("big", text="x" * 200_000)
    plain, packed = http.ask("GET", SECRETS), http.ask("GET", SECRETS, accept_encoding="gzip")
    assert ("Content-Encoding", "gzip") in packed.headers
    assert gzip.decompress(packed.body) == plain.body
