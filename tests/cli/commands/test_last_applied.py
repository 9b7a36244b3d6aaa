"""The three subcommands of apply about the last-applied annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_view_as_yaml_and_json(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1"))
    assert shell.out("apply view-last-applied cm/c") == (
        'apiVersion: v1\ndata:\n  a: "1"\nkind: ConfigMap\nmetadata:\n  annotations: {}\n  name: c\n'
        "  namespace: default\n"
    )
    assert shell.out("apply view-last-applied cm c -o json").startswith('{\n  "apiVersion": "v1",\n  "data": {\n')
    assert shell("apply view-last-applied cm c -o wide").err == (
        "error: Unexpected -o output mode: wide, the flag 'output' must be one of yaml|json\n"
        "See 'kubectl apply view-last-applied -h' for help and examples\n"
    )


def test_an_object_without_it_shows_nothing(shell: Shell) -> None:
    shell.out("create -f -", config_map("c"))
    assert shell.out("apply view-last-applied cm/c") == ""


def test_set_needs_leave_to_create_it(shell: Shell) -> None:
    shell.write("c.yaml", config_map("c", a="1"))
    shell.out("create -f c.yaml")
    assert shell("apply set-last-applied -f c.yaml").err == (
        "error: no last-applied-configuration annotation found on resource: c, to create the annotation, run the "
        "command with --create-annotation\n"
    )
    line = "apply set-last-applied --create-annotation -f c.yaml"
    assert shell.out(f"{line} --dry-run=client") == "configmap/c configured (dry run)\n"
    assert shell.out(line) == "configmap/c configured\n"
    done = shell("apply set-last-applied -f c.yaml")
    assert done == ("set-last-applied c: no changes required.\n", "", 0)


def test_edit_changes_the_annotation_alone(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1"))
    editor = shell.script("ed", 'head -3 "$1"; sed -i s/\'a: "1"\'/\'a: "2"\'/ "$1"')
    done = shell("apply edit-last-applied cm/c", KUBE_EDITOR=editor)
    assert done.out == (
        "# Please edit the 'last-applied-configuration' annotations below.\n"
        "# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\nconfigmap/c edited\n"
    )
    assert 'a: "2"' in shell.out("apply view-last-applied cm/c")
    assert shell.out("get cm c -o jsonpath={.data.a}") == "1"


def test_edit_without_any_is_refused(shell: Shell) -> None:
    shell.out("create -f -", config_map("c"))
    assert shell("apply edit-last-applied cm/c").err.startswith("error: no last-applied-configuration annotation found")
