"""What arguments and selectors may not be: each error as the real kubectl 1.37 words it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

REFUSED = (
    ('get ""', 'error: the server doesn\'t have a resource type ""\n'),
    ("get cm,", 'error: the server doesn\'t have a resource type ""\n'),
    ('get cm ""', "error: resource name may not be empty\n"),
    ("get all a", "error: you must specify only one resource\n"),
    ("get cm/a -l x=y", "error: selectors and the all flag cannot be used when passing resource/name arguments\n"),
    ("get cm a -l x=y", "error: name cannot be provided when a selector is specified\n"),
    ("get cm --subresource=status", "error: subresource cannot be used when bulk resources are specified\n"),
    (
        "get cm a --subresource=scale",
        "Error from server (NotFound): the server could not find the requested resource\n",
    ),
    ("get --raw healthz", 'error: --raw must be a valid URL path: parse "healthz": invalid URI for request\n'),
    ("get cm --raw /healthz", "error: arguments may not be passed when --raw is specified\n"),
    ("delete cm --all -l x=y", "error: setting 'all' parameter but found a non empty selector. \n"),
    ("delete cm a --now --force", "error: --force and --grace-period greater than 0 cannot be specified together\n"),
    (
        "rollout undo cm a",
        'error: error retrieving rollbacker for "ConfigMap", no visitor method exists for { ConfigMap}\n',
    ),
    ("uncordon cm/a", 'error: expected resource of type node, got "/v1, Resource=configmaps"\n'),
    (
        r"get cm --field-selector metadata.name=a\\b",
        'Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "", '
        r'field selector "metadata.name=a\\b": invalid field selector: invalid escape sequence: \b' + "\n",
    ),
)


@pytest.mark.parametrize(("line", "text"), REFUSED)
def test_refused(shell: Shell, line: str, text: str) -> None:
    shell.out("create -f -", config_map("a"))
    assert shell(line) == ("", text, 1)


def test_all_beside_a_name_is_of_no_account(shell: Shell) -> None:
    """Verbs that only let a bare type stand for all of it; delete is not among them."""
    shell.out("create -f -", config_map("a"))
    assert shell.out("label cm a --all x=y") == "configmap/a labeled\n"
    assert shell.out("annotate cm/a --all x=y") == "configmap/a annotated\n"


def test_kinds_that_were_not_found_put_no_kind_before_the_names(shell: Shell) -> None:
    shell.out("create -f -", config_map("a"))
    assert shell("get secret,cm a").out.split("\n")[1].startswith("a ")


def test_absent_fields_are_selected_by_what_they_stand_for(shell: Shell) -> None:
    assert shell.out("get nodes -o name --field-selector spec.unschedulable=false").count("node/") == 3
    assert shell.out("get nodes -o name --field-selector spec.unschedulable=true") == ""


def test_a_scale_is_a_table_of_its_own(shell: Shell) -> None:
    shell.out("create deployment web --image=nginx")
    head, row, _ = shell.out("get deploy web --subresource=scale").split("\n")
    assert (head.split(), row.split()[:2]) == (["NAME", "DESIRED", "AVAILABLE", "AGE"], ["web", "1"])


def test_a_second_restart_within_a_second_is_refused(shell: Shell) -> None:
    shell.out("create deployment web --image=nginx")
    shell.out("rollout restart deploy web")
    assert shell("rollout restart deploy web").err.startswith("error: failed to create patch for web: if restart has")
