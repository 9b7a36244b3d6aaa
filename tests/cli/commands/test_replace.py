"""replace: by the whole object, and anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map, deployment

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_the_object_becomes_what_the_file_says(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1", b="2"))
    assert shell.out("replace -f -", config_map("c", b="3")) == "configmap/c replaced\n"
    assert shell.out("get cm c -o jsonpath={.data}") == '{"b":"3"}'
    assert shell.out("replace -f - --dry-run=server", config_map("c")) == "configmap/c replaced (server dry run)\n"
    assert shell.out("get cm c -o jsonpath={.data}") == '{"b":"3"}'


def test_what_is_not_there_cannot_be_replaced(shell: Shell) -> None:
    assert shell("replace -f -", config_map("c")).err == (
        'Error from server (NotFound): error when replacing "STDIN": configmaps "c" not found\n'
    )


def test_the_last_applied_annotation_is_kept_true(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1"))
    live = shell.out("get cm c -o yaml").replace('a: "1"', 'a: "2"')
    shell.out("replace -f -", live)
    assert 'a: "2"' in shell.out("apply view-last-applied cm/c")


def test_force_deletes_and_creates(shell: Shell) -> None:
    shell.out("create -f -", deployment())
    uid = shell.out("get deployment web -o jsonpath={.metadata.uid}")
    assert shell.out("replace --force -f -", deployment()) == (
        'deployment.apps "web" deleted from default namespace\ndeployment.apps/web replaced\n'
    )
    assert shell.out("get deployment web -o jsonpath={.metadata.uid}") != uid
    assert shell.out("replace --force -f -", config_map("new")) == "configmap/new replaced\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("replace", "error: must specify one of -f and -k\n"),
        ("replace -f - --grace-period=1", "error: --grace-period must have --force specified\n"),
        ("replace -f - --timeout=1s", "error: --timeout must have --force specified\n"),
    ],
)
def test_wrong_usage(shell: Shell, line: str, message: str) -> None:
    assert shell(line).err == message
