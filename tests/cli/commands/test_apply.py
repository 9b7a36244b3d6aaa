"""apply: three versions of an object become one patch; what is printed, warned of and refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map, deployment

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

LAST = "{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}"
MISSING = (
    "Warning: resource configmaps/c is missing the kubectl.kubernetes.io/last-applied-configuration annotation which "
    "is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either "
    "kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n"
)


def test_created_unchanged_configured(shell: Shell) -> None:
    assert shell.out("apply -f -", config_map("c", a="1")) == "configmap/c created\n"
    assert shell.out("apply -f -", config_map("c", a="1")) == "configmap/c unchanged\n"
    assert shell.out("apply -f -", config_map("c", b="2")) == "configmap/c configured\n"
    assert shell.out("get cm c -o jsonpath={.data}") == '{"b":"2"}'


def test_what_others_set_stays_and_what_the_file_drops_goes(shell: Shell) -> None:
    shell.out("apply -f -", deployment(extra="  minReadySeconds: 5\n"))
    shell.out("label deployment web mine=yes")
    shell.out("apply -f -", deployment(image="nginx:1.26"))
    found = json.loads(shell.out("get deployment web -o json"))
    assert found["metadata"]["labels"] == {"mine": "yes"}
    assert "minReadySeconds" not in found["spec"]


def test_the_annotation_is_go_s_json_with_a_newline(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="<&é>"))
    assert shell.out(f"get cm c -o jsonpath='{LAST}'") == (
        '{"apiVersion":"v1","data":{"a":"\\u003c\\u0026é\\u003e"},"kind":"ConfigMap","metadata":{"annotations":{},'
        '"name":"c","namespace":"default"}}\n'
    )


def test_null_in_a_file_is_absent_in_what_is_created(shell: Shell) -> None:
    shell.out("apply -f -", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '1', b: null}\n")
    assert shell.out("get cm c -o jsonpath={.data}") == '{"a":"1"}'
    assert '"b":null' in shell.out(f"get cm c -o jsonpath='{LAST}'")


def test_an_object_that_apply_did_not_make_is_warned_of_once(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    done = shell("apply -f -", config_map("c", a="1"))
    assert (done.out, done.err) == ("configmap/c configured\n", MISSING)
    assert shell.out("apply -f -", config_map("c", a="1")) == "configmap/c unchanged\n"


def test_dry_runs_change_nothing_and_say_so(shell: Shell) -> None:
    assert shell.out("apply --dry-run=client -f -", config_map("c")) == "configmap/c created (dry run)\n"
    shell.out("apply -f -", config_map("c", a="1"))
    assert (
        shell.out("apply --dry-run=server -f -", config_map("c", a="2")) == "configmap/c configured (server dry run)\n"
    )
    assert 'a: "2"' in shell.out("apply --dry-run=client -o yaml -f -", config_map("c", a="2"))
    assert shell.out("get cm c -o jsonpath={.data.a}") == "1"


def test_several_objects_are_printed_as_a_list(shell: Shell) -> None:
    both = config_map("a") + "---\n" + config_map("b")
    found = json.loads(shell.out("apply -o json -f -", both))
    assert [item["metadata"]["name"] for item in found["items"]] == ["a", "b"]
    assert (found["kind"], found["metadata"]) == ("List", {})
    assert shell.out("apply -o name -f -", both) == "configmap/a\nconfigmap/b\n"


def test_a_stale_version_in_the_file_is_a_conflict_that_shows_the_patch(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1"))
    text = config_map("c", a="2").replace("  name: c\n", '  name: c\n  resourceVersion: "1"\n')
    done = shell("apply -f -", text)
    assert done.err.startswith('Error from server (Conflict): error when applying patch:\n{"data":{"a":"2"},')
    assert done.err.endswith(
        '\nto:\nResource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"\n'
        'Name: "c", Namespace: "default"\nfor: "STDIN": error when patching "STDIN": Operation cannot be fulfilled on '
        'configmaps "c": the object has been modified; please apply your changes to the latest version and try again\n'
    )


def test_overwrite_false_keeps_what_others_changed(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1"))
    shell.out("""patch cm c -p '{"data":{"a":"theirs"}}'""")
    done = shell("apply --overwrite=false -f -", config_map("c", a="mine"))
    assert done.code == 1
    assert "conflicts with changes made from original to current" in done.err
    assert shell.out("get cm c -o jsonpath={.data.a}") == "theirs"


def test_force_makes_anew_what_cannot_be_changed(shell: Shell) -> None:
    shell.out("apply -f -", deployment())
    other = deployment().replace("app: web", "app: other")
    assert "field is immutable" in shell("apply -f -", other).err
    uid = shell.out("get deployment web -o jsonpath={.metadata.uid}")
    assert shell.out("apply --force -f -", other) == "deployment.apps/web configured\n"
    assert shell.out("get deployment web -o jsonpath={.metadata.uid}") != uid


def test_an_unknown_field_is_refused_in_creating_and_in_patching(shell: Shell) -> None:
    typo = deployment(extra="  replcas: 2\n")
    assert shell("apply -f -", typo).err == (
        'Error from server (BadRequest): error when creating "STDIN": Deployment in version "v1" cannot be handled as '
        'a Deployment: strict decoding error: unknown field "spec.replcas"\n'
    )
    shell.out("apply -f -", deployment())
    done = shell("apply -f -", typo)
    assert done.err.startswith('The request is invalid: patch: Invalid value: "map[')
    assert done.err.endswith('strict decoding error: unknown field "spec.replcas"\n')
    warned = shell("apply --validate=warn -f -", typo)
    assert (warned.out, warned.err) == ("deployment.apps/web configured\n", 'Warning: unknown field "spec.replcas"\n')


def test_errors_of_files_come_before_those_of_the_server(shell: Shell) -> None:
    shell.write("a.yaml", "a: [")
    shell.write("b.yaml", "kind: Pod\n")
    shell.write("c.yaml", config_map("C"))
    done = shell("apply -f .")
    first, second = done.err.splitlines()
    assert first.startswith("[error parsing a.yaml: ")
    assert second.startswith('Error from server (Invalid): error when creating "c.yaml": ConfigMap "C" is invalid')


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("apply", "error: must specify one of -f and -k\n"),
        ("apply x", "error: Unexpected args: [x]\nSee 'kubectl apply -h' for help and examples\n"),
        ("apply -f - --force-conflicts", "error: --force-conflicts only works with --server-side\n"),
        ("apply -f - --server-side --force", "error: --force cannot be used with --server-side\n"),
        ("apply -f - --dry-run=server --force", "error: --dry-run=server cannot be used with --force\n"),
        ("apply -f - --all -l a=b", "error: cannot set --all and --selector at the same time\n"),
        ("apply -f - -o bogus", "error: unable to match a printer suitable for the output format"),
    ],
)
def test_wrong_usage(shell: Shell, line: str, message: str) -> None:
    done = shell(line, config_map("c"))
    assert done.err.startswith(message)
    assert (done.out, done.code) == ("", 1)


def test_a_generated_name_cannot_be_applied(shell: Shell) -> None:
    text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"gen-"}}'
    assert shell("apply -f -", text).err == "error: from gen-: cannot use generate name with apply\n"


def test_the_command_line_becomes_the_change_cause(shell: Shell) -> None:
    shell.write("web.yaml", deployment())
    shell("apply -f web.yaml --record")
    cause = shell.out("get deployment web -o jsonpath='{.metadata.annotations.kubernetes\\.io/change-cause}'")
    assert cause == "kubectl apply --filename=web.yaml --record=true"
