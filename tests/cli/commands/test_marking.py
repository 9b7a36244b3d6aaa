"""label and annotate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


@pytest.fixture
def two(shell: Shell) -> Shell:
    shell.out("create -f -", config_map("a", labels="app: x, tier: web") + "---\n" + config_map("b"))
    return shell


def test_label_says_what_it_did(two: Shell) -> None:
    assert two.out("label cm a new=1") == "configmap/a labeled\n"
    assert two.out("label cm a new=1") == "configmap/a not labeled\n"
    assert two.out("label cm a new-") == "configmap/a unlabeled\n"
    assert two.out("label cm a nope-") == 'label "nope" not found.\nconfigmap/a not labeled\n'
    assert two.out("label cm a new=1 --dry-run=server") == "configmap/a labeled (server dry run)\n"
    assert two.out("label cm/a --list") == "app=x\ntier=web\n"


def test_values_that_are_there_are_kept_unless_told(two: Shell) -> None:
    assert two("label cm a app=y").err == "error: 'app' already has a value (x), and --overwrite is false\n"
    assert two("label cm a app=y tier=y").err == (
        "'app' already has a value (x), and --overwrite is false\n"
        "'tier' already has a value (web), and --overwrite is false\n"
    )
    assert two.out("label cm a app=y --overwrite") == "configmap/a labeled\n"


def test_many_at_once(two: Shell) -> None:
    assert two.out("label cm -l app=x z=1") == "configmap/a labeled\n"
    assert two.out("label cm a b --list") == "Listing labels for ConfigMap./a:\n app=x\n tier=web\n z=1\n" + (
        "Listing labels for ConfigMap./b:\n"
    )
    done = two("annotate cm a nope b note=1")
    assert done.out == "configmap/a annotated\nconfigmap/b annotated\n"
    assert done.err == 'Error from server (NotFound): configmaps "nope" not found\n'


def test_annotate_words_its_conflict_otherwise(two: Shell) -> None:
    assert two.out("annotate cm a note='two words'") == "configmap/a annotated\n"
    assert two("annotate cm a note=other").err == (
        "error: --overwrite is false but found the following declared annotation(s): 'note' already has a value "
        "(two words)\n"
    )
    assert two.out("annotate cm a note-") == "configmap/a annotated\n"
    assert two.out("annotate cm a --list") == ""


def test_the_change_cause_may_always_be_changed(two: Shell) -> None:
    two.out("annotate cm a kubernetes.io/change-cause=one")
    assert two.out("annotate cm a kubernetes.io/change-cause=two") == "configmap/a annotated\n"


def test_a_version_to_keep_to(two: Shell) -> None:
    assert two("label cm a z=1 --resource-version=1").err.startswith("Error from server (Conflict): Operation cannot")
    version = two.out("get cm a -o jsonpath={.metadata.resourceVersion}")
    assert two.out(f"label cm a z=1 --resource-version={version}") == "configmap/a labeled\n"
    assert two("label cm --all z=1 --resource-version=1").err == (
        "error: --resource-version may only be used with a single resource\n"
    )


def test_local_changes_the_file_s_object_alone(shell: Shell) -> None:
    shell.write("w.yaml", "apiVersion: ex.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {a: 1}\n")
    assert shell.out("label --local -f w.yaml x=z") == "widget.ex.com/w labeled\n"
    assert shell.out("annotate --local -f w.yaml x=z -o yaml") == (
        "apiVersion: ex.com/v1\nkind: Widget\nmetadata:\n  annotations:\n    x: z\n  name: w\nspec:\n  a: 1\n"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("label cm a", "error: at least one label update is required\n"),
        ("label cm a k=v x", "error: all resources must be specified before label changes: x\n"),
        ("label cm a k=v=w", "error: invalid label spec: k=v=w\n"),
        ("label cm a k=v k-", "error: can not both modify and remove a label in the same command\n"),
        ("label cm a k=v --all -l x=y", "error: cannot set --all and --selector at the same time\n"),
        ("label k=v", "error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n"),
        ("label cm a --list -o yaml", "error: --list and --output may not be specified together\n"),
        (
            "annotate cm a k=v k-",
            "error: can not both modify and remove the following annotation(s) in the same command: k\n",
        ),
        ("annotate cm a =v", "error: at least one annotation update is required\n"),
    ],
)
def test_refused(two: Shell, line: str, message: str) -> None:
    assert two(line).err == message
