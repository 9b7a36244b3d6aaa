"""The table of resources: what is served, what a word means, what it costs to ask."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

from minikctl.kinds import _index, compile, subresources, table
from minikctl.kinds._kind import Kind

SERVED = json.loads((Path(__file__).parent / "discovery.json").read_text())

NO_LEGACY = frozenset({"legacyAPIs"})
PLAIN = NO_LEGACY | {"metrics"}


def test_the_index_is_up_to_date() -> None:
    """Otherwise: python -m minikctl.kinds.compile"""
    assert Path(_index.__file__).read_text() == compile.text()


def described(entry: table.Entry) -> list[object]:
    """An entry as the recording has it."""
    subs = [[s.name, s.kind, list(s.verbs), s.group, s.version] for s in subresources.of(entry)]
    words = map(list, (entry.short_names, entry.categories, entry.verbs))
    return [entry.group, entry.version, entry.plural, entry.kind, entry.namespaced, *words, subs]


def test_what_is_served_is_what_a_real_server_lists_in_its_order() -> None:
    assert [described(entry) for entry in table.all_resources(PLAIN)] == [each[:9] for each in SERVED]


@pytest.mark.parametrize("expected", SERVED, ids=lambda each: each[2])
def test_tables_have_the_columns_of_a_real_server(expected: list[object]) -> None:
    found = table.served(str(expected[0]), str(expected[1]), str(expected[2]))
    assert found is not None
    columns = [[c.name, c.type, c.format, c.priority] for c in found[0].columns]
    assert expected[9] in (None, columns)


def test_old_versions_come_last_in_their_group() -> None:
    apps = [e for e in table.all_resources() if e.group == "apps"]
    assert [e.legacy for e in apps] == sorted(e.legacy for e in apps)
    assert table.all_resources()[-1].group == "extensions"


@pytest.mark.parametrize(
    ("word", "resource", "api_version"),
    [
        ("deploy", "deployments.apps", "apps/v1"),
        ("deployments", "deployments.apps", "apps/v1"),
        ("deployment", "deployments.apps", "apps/v1"),
        ("Deployment", "deployments.apps", "apps/v1"),
        ("deployments.apps", "deployments.apps", "apps/v1"),
        ("deployment.v1.apps", "deployments.apps", "apps/v1"),
        ("Deployment.v1.apps", "deployments.apps", "apps/v1"),
        ("deployments.v1beta2.apps", "deployments.apps", "apps/v1beta2"),
        ("deployments.extensions", "deployments.apps", "extensions/v1beta1"),
        ("sc.storage", "storageclasses.storage.k8s.io", "storage.k8s.io/v1"),
        ("events.events.k8s.io", "events", "events.k8s.io/v1"),
        ("hpa", "horizontalpodautoscalers.autoscaling", "autoscaling/v2"),
        ("hpa.v1.autoscaling", "horizontalpodautoscalers.autoscaling", "autoscaling/v1"),
        ("horizontalpodautoscalers.v1.autoscaling", "horizontalpodautoscalers.autoscaling", "autoscaling/v1"),
        ("pods.v1.", "pods", "v1"),
        ("crds", "customresourcedefinitions.apiextensions.k8s.io", "apiextensions.k8s.io/v1"),
        ("Deploy", None, None),
        ("nope", None, None),
        ("pods.apps", None, None),
    ],
)
def test_what_a_word_means(word: str, resource: str | None, api_version: str | None) -> None:
    found, warnings = table.lookup(word)
    assert (found and found.resource, found and found.api_version, warnings) == (resource, api_version, [])


def test_a_short_name_that_could_mean_two_things() -> None:
    found, warnings = table.lookup("ev")
    assert found is not None
    assert found.api_version == "v1"
    assert warnings == ['short name "ev" could also match lower priority resource events.events.k8s.io']


def test_without_the_old_versions() -> None:
    assert table.kind_for("extensions/v1beta1", "Deployment", NO_LEGACY) is None
    assert table.lookup("deployments.extensions", NO_LEGACY)[0] is None


def test_the_members_of_all() -> None:
    assert [e.plural for e in table.category("all")] == [
        "pods",
        "replicationcontrollers",
        "services",
        "daemonsets",
        "deployments",
        "replicasets",
        "statefulsets",
        "horizontalpodautoscalers",
        "cronjobs",
        "jobs",
    ]


@pytest.mark.parametrize("kind", [kind for _, kind in compile.kinds()], ids=lambda kind: kind.resource)
def test_hooks_are_there_and_take_what_the_contract_says(kind: Kind) -> None:
    for name in ("default", "prepare_create", "prepare_update", "validate", "validate_update", "warnings"):
        hook = getattr(kind, name)
        where = getattr(hook, "where", "")
        if where:
            module, _, function = where.partition(":")
            hook = getattr(__import__(f"minikctl.kinds.{module}", fromlist=[function]), function)
        two = name in ("prepare_update", "validate_update", "warnings")
        assert len(inspect.signature(hook).parameters) == (2 if two else 1)


def test_listing_pods_imports_little() -> None:
    code = (
        "import sys; from minikctl.kinds import table; table.load('pods'); "
        "print(sorted(m[9:] for m in sys.modules if m.startswith('minikctl.')))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == str(
        [
            "core",
            "core.duration",
            "core.times",
            "core.typed",
            "kinds",
            "kinds._cells",
            "kinds._index",
            "kinds._kind",
            "kinds.pod",
            "kinds.table",
        ]
    )
