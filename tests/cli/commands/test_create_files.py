"""create -f: where objects come from, and how what is wrong with files is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

EXISTS = 'Error from server (AlreadyExists): error when creating "{}": configmaps "{}" already exists\n'


def test_files_directories_and_patterns_are_read_in_order(shell: Shell) -> None:
    shell.write("app/b.yaml", config_map("b") + "---\n" + config_map("bb"))
    shell.write("app/a.json", '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}')
    shell.write("app/sub/c.yml", config_map("c"))
    shell.write("app/readme.txt", "no manifest")
    assert shell.out("create -f app") == "configmap/a created\nconfigmap/b created\nconfigmap/bb created\n"
    again = shell("create -R -f app")
    assert again.out == "configmap/c created\n"
    assert again.err == EXISTS.format("app/a.json", "a") + EXISTS.format("app/b.yaml", "b") + EXISTS.format(
        "app/b.yaml", "bb"
    )
    assert shell("create -f 'app/*.json'").err == EXISTS.format("app/a.json", "a")


def test_standard_input_and_lists_hold_objects_too(shell: Shell) -> None:
    text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n"
    assert shell.out("create -f - -o name", text) == "configmap/x\n"
    assert shell("create -f -", "").err == "error: no objects passed to create\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("create", "error: must specify one of -f and -k\n"),
        (
            "create nonsense",
            "error: Unexpected args: [nonsense]\nSee 'kubectl create -h' for help and examples\n",
        ),
        ("create -f nope.yaml", 'error: the path "nope.yaml" does not exist\n'),
        ("create -f a -f b", 'the path "a" does not exist\nthe path "b" does not exist\n'),
        ("create -f empty", "error: error reading [empty]: recognized file extensions are [.json .yaml .yml]\n"),
        ("create -f empty -k empty", "error: only one of -f or -k can be specified\n"),
        (
            "create --raw /x -f a -f b",
            "error: --raw can only use a single local file or stdin\n",
        ),
    ],
)
def test_wrong_usage(shell: Shell, line: str, message: str) -> None:
    (shell.folder / "empty").mkdir()
    done = shell(line)
    assert (done.out, done.err, done.code) == ("", message, 1)


def test_good_documents_are_created_beside_bad_ones(shell: Shell) -> None:
    shell.write("mixed.yaml", config_map("good") + "---\napiVersion: v1\nkind: Gadget\nmetadata: {name: bad}\n")
    done = shell("create -f mixed.yaml")
    assert done.out == "configmap/good created\n"
    mapping = (
        'resource mapping not found for name: "bad" namespace: "" from "mixed.yaml": no matches for kind "Gadget" in '
        'version "v1"\nensure CRDs are installed first\n'
    )
    assert done.err == f"error: {mapping}"
    again = shell("create -f mixed.yaml")
    assert again.err == EXISTS.format("mixed.yaml", "good") + mapping


def test_a_client_dry_run_shows_what_would_be_sent(shell: Shell) -> None:
    shell.write("two.yaml", config_map("a", k="1") + "---\n" + config_map("b"))
    done = shell.out("create -f two.yaml --dry-run=client -o yaml")
    assert done.split("---\n")[0] == (
        'apiVersion: v1\ndata:\n  k: "1"\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: default\n'
    )
    assert shell("get cm a").code == 1


def test_save_config_makes_it_ready_for_apply(shell: Shell) -> None:
    shell.write("c.yaml", config_map("c", k="1"))
    shell.out("create --save-config -f c.yaml")
    assert shell.out("apply -f c.yaml") == "configmap/c unchanged\n"


def test_a_selector_picks_from_the_files(shell: Shell) -> None:
    shell.write("two.yaml", config_map("a", labels="app: x") + "---\n" + config_map("b"))
    assert shell.out("create -f two.yaml -l app=x") == "configmap/a created\n"


def test_a_version_in_the_file_is_no_obstacle(shell: Shell) -> None:
    shell.write("c.yaml", config_map("c"))
    shell.out("create -f c.yaml")
    shell.write("live.yaml", shell.out("get cm c -o yaml"))
    shell.out("delete cm c")
    assert shell.out("create -f live.yaml") == "configmap/c created\n"


def test_edit_opens_each_object_first(shell: Shell) -> None:
    shell.write("c.yaml", config_map("c", k="1"))
    done = shell("create --edit -f c.yaml", KUBE_EDITOR=shell.script("ed", 'sed -i s/k:/changed:/ "$1"'))
    assert (done.out, done.err) == ("configmap/c created\n", "")
    assert shell.out("get cm c -o jsonpath={.data}") == '{"changed":"1"}'
