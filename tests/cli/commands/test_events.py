"""`events`: its table, its filters, its formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.cli import Result, kubectl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Result]


def event(name: str, at: str, kind: str = "Pod", version: str = "v1", **more: Any) -> dict[str, Any]:
    about = {"apiVersion": version, "kind": kind, "name": "web", "namespace": "default"}
    times = {"firstTimestamp": at, "lastTimestamp": at}
    meta = {"name": name, "namespace": "default"}
    return {"apiVersion": "v1", "kind": "Event", "metadata": meta, "involvedObject": about, **times, **more}


EVENTS = [
    event("late", "2030-01-01T00:00:50Z", type="Warning", reason="Failed", message="one\ttwo "),
    event("early", "2030-01-01T00:00:20Z", type="Normal", reason="Pulling", message="Pulling", count=3)
    | {"firstTimestamp": "2030-01-01T00:00:10Z"},
    event("other", "2030-01-01T00:00:30Z", "Deployment", "apps/v1", type="Normal", reason="Scaled", message="up"),
]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def one(line: str, stdin: str = "") -> Result:
        return kubectl(line, stdin, tmp_path / "state", tmp_path, {"MINIKCTL_CLOCK": "manual"})

    assert one("sim clock manual --at 2030-01-01T00:01:00Z").code == 0
    created = one("create -f -", json.dumps({"apiVersion": "v1", "kind": "List", "items": EVENTS}))
    assert created.code == 0, created.err
    return one


def test_the_table_is_sorted_by_time(run: Run) -> None:
    assert run("events") == Result(
        "LAST SEEN           TYPE      REASON    OBJECT           MESSAGE\n"
        "40s (x3 over 50s)   Normal    Pulling   Pod/web          Pulling\n"
        "30s                 Normal    Scaled    Deployment/web   up\n"
        "10s                 Warning   Failed    Pod/web          one   two\n",
        "",
        0,
    )


def test_about_one_object(run: Run) -> None:
    assert run("events --for deployments.apps/web --no-headers").out == "30s   Normal   Scaled   Deployment/web   up\n"
    assert run("events --for pod/web --types=warning -A").out == (
        "NAMESPACE   LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n"
        "default     10s         Warning   Failed   Pod/web   one   two\n"
    )


def test_nothing_found(run: Run) -> None:
    assert run("events -n dev") == Result("", "No events found in dev namespace.\n", 0)
    assert run("events --for node/x -A") == Result("", "No events found.\n", 0)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--types=Strange", "error: valid --types are Normal or Warning"),
        ("--for web", "error: --for must be in resource/name form"),
        ("--for pod/a/b", "error: arguments in resource/name form may not have more than one slash"),
        ("--for foo.v1.apps/x", 'the server doesn\'t have a resource type "foo" in group "v1.apps"'),
    ],
)
def test_mistakes(run: Run, flags: str, message: str) -> None:
    assert run(f"events {flags}") == Result("", f"{message}\n", 1)


def test_formats_go_through_the_table_writer(run: Run) -> None:
    found = run("""events -o jsonpath='{range .items[*]}{.reason}{"\\t"}{.type}{"\\n"}{end}'""")
    assert found == Result("Pulling   Normal\nScaled    Normal\nFailed    Warning\n", "", 0)


def test_json_has_the_order_of_a_typed_list(run: Run) -> None:
    found = json.loads(run("events --types=Warning -o json").out)
    assert list(found) == ["kind", "apiVersion", "metadata", "items"]
    assert list(found["items"][0])[:4] == ["kind", "apiVersion", "metadata", "involvedObject"]


def test_names_of_a_list_are_not_printed(run: Run) -> None:
    assert run("events -o name") == Result("", "", 0)


def test_a_watch_shows_what_is_there_as_the_server_has_it(run: Run) -> None:
    assert run("events --watch --types=Warning").out == (
        "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n10s         Warning   Failed   Pod/web   one   two\n"
    )
