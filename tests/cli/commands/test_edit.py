"""edit with editors that are scripts: what comes back, and when the file comes back to the user."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map, deployment

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

HEADER = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""


def test_what_was_edited_is_patched(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    editor = shell.script("ed", 'sed -i \'s/a: "1"/a: "2"/\' "$1"')
    done = shell("edit cm c --output-patch", KUBE_EDITOR=editor)
    assert (done.out, done.err) == ('Patch: {"data":{"a":"2"}}\nconfigmap/c edited\n', "")
    assert list(shell.tmp.iterdir()) == []


@pytest.mark.parametrize("variable", ["KUBE_EDITOR", "EDITOR"])
def test_an_editor_with_quotes_goes_through_the_shell(shell: Shell, variable: str) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    assert shell("edit cm c", **{variable: 'sed -i \'s/a: "1"/a: "x y"/\''}).out == "configmap/c edited\n"
    assert shell.out("get cm c -o jsonpath={.data.a}") == "x y"


def test_without_a_change_nothing_is_sent(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    cancelled = "Edit cancelled, no changes made.\n"
    assert shell("edit cm c", KUBE_EDITOR="true") == ("", cancelled, 0)
    assert shell("edit cm c", KUBE_EDITOR=shell.script("e", 'echo "# a comment" >> "$1"')) == ("", cancelled, 0)
    assert list(shell.tmp.iterdir()) == []


def test_the_editor_sees_the_object_without_managed_fields(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    done = shell("edit cm c", KUBE_EDITOR=shell.script("e", 'cat "$1"'))
    assert done.out.startswith(HEADER + 'apiVersion: v1\ndata:\n  a: "1"\nkind: ConfigMap\n')
    assert "managedFields" not in done.out
    done = shell("edit cm c -o json", KUBE_EDITOR=shell.script("e", 'cat "$1"'))
    assert done.out.startswith('{\n    "apiVersion": "v1",\n')


def test_an_invalid_edit_comes_back_with_the_reason(shell: Shell) -> None:
    shell.out("create -f -", deployment())
    body = 'if [ -e seen ]; then head -9 "$1"; else touch seen; sed -i \'s/replicas: 1/replicas: -3/\' "$1"; fi'
    done = shell("edit deployment web", KUBE_EDITOR=shell.script("e", body))
    assert done.out == HEADER + (
        '# deployments.apps "web" was not valid:\n'
        "# * spec.replicas: Invalid value: -3: must be greater than or equal to 0\n#\napiVersion: apps/v1\n"
        "kind: Deployment\n"
    )
    first, stored, last = done.err.splitlines()
    assert first == 'error: deployments.apps "web" is invalid'
    assert stored.startswith(f'A copy of your changes has been stored to "{shell.tmp}/kubectl-edit-')
    assert last == "error: Edit cancelled, no valid changes were saved."
    assert done.code == 1


def test_a_second_try_may_succeed(shell: Shell) -> None:
    shell.out("create -f -", deployment())
    body = 'if [ -e seen ]; then new=3; else touch seen; new=-3; fi; sed -i "s/^  replicas: .*/  replicas: $new/" "$1"'
    done = shell("edit deployment web", KUBE_EDITOR=shell.script("e", body))
    assert (done.out, done.code) == ("deployment.apps/web edited\n", 0)
    assert list(shell.tmp.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("sed -i 's/^data:/data: [/' \"$1\"", "yaml: line 3: did not find expected ',' or ']'"),
        (': > "$1"', "invalid object to validate"),
        ("sed -i '/^kind/d' \"$1\"", "kind not set"),
    ],
)
def test_what_is_no_object_comes_back_too(shell: Shell, body: str, why: str) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    editor = shell.script("e", f'if [ -e seen ]; then grep "^# [*]" "$1"; else touch seen; {body}; fi')
    done = shell("edit cm c", KUBE_EDITOR=editor)
    assert done.out == f'# * <nil>: Invalid value: "The edited file failed validation": {why}\n'
    assert done.err.startswith('error: configmaps "c" is invalid\n')


def test_several_objects_are_one_list(shell: Shell) -> None:
    shell.out("create -f -", config_map("a", k="1") + "---\n" + config_map("b", k="1"))
    editor = shell.script("e", 'grep -c "^- apiVersion" "$1"; sed -i \'0,/k: "1"/s//k: "2"/\' "$1"')
    assert shell("edit cm/a cm/b", KUBE_EDITOR=editor).out == "2\nconfigmap/a edited\nconfigmap/b skipped\n"


def test_identity_may_not_change(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    done = shell("edit cm c", KUBE_EDITOR="sed -i 's/name: c$/name: d/'")
    assert done.err.splitlines()[-1] == "error: At least one of apiVersion, kind and name was changed"


def test_an_object_that_went_meanwhile_is_told(shell: Shell) -> None:
    shell.out("create -f -", deployment())
    body = (
        f'MINIKCTL_STATE="{shell.state}" {sys.executable} -m minikctl delete deployment web >/dev/null; '
        "sed -i 's/replicas: 1/replicas: 2/' \"$1\""
    )
    done = shell("edit deployment web", KUBE_EDITOR=shell.script("e", body))
    assert done.err.startswith(
        'error: deployments.apps "web" could not be found on the server\nThe edits you made on deleted resources have '
        "been saved to "
    )
    assert done.code == 1


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("false", 'error: there was a problem with the editor "false"\n'),
        ("/no/such/editor", 'error: there was a problem with the editor "/no/such/editor"\n'),
        ("no-such-editor -x", 'error: unable to launch the editor "no-such-editor -x"\n'),
    ],
)
def test_an_editor_that_fails(shell: Shell, editor: str, message: str) -> None:
    shell.out("create -f -", config_map("c"))
    assert shell("edit cm c", KUBE_EDITOR=editor).err == message


def test_save_config_keeps_the_edited_object(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    shell("edit cm c --save-config", KUBE_EDITOR='sed -i \'s/a: "1"/a: "2"/\'')
    assert 'a: "2"' in shell.out("apply view-last-applied cm/c")
