"""patch: the three types, subresources, and patches that the client carries out itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map, deployment

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_three_types_in_json_and_yaml(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    assert shell.out("""patch cm c -p '{"data":{"b":"2"}}'""") == "configmap/c patched\n"
    assert shell.out("patch cm c --type=merge -p 'data: {a: null}'") == "configmap/c patched\n"
    line = """patch cm c --type=json -p '[{"op":"add","path":"/data/c","value":"3"}]'"""
    assert shell.out(line) == "configmap/c patched\n"
    assert shell.out(line) == "configmap/c patched (no change)\n"
    assert shell.out("get cm c -o jsonpath={.data}") == '{"b":"2","c":"3"}'


def test_a_patch_from_a_file(shell: Shell) -> None:
    shell.out("create -f -", config_map("c"))
    shell.write("p.yaml", "metadata:\n  labels: {x: z}\n")
    assert shell.out("patch cm/c --patch-file p.yaml -o jsonpath={.metadata.labels}") == '{"x":"z"}'
    assert shell("patch cm/c --patch-file q.yaml").err == (
        "error: unable to read patch file: open q.yaml: no such file or directory\n"
    )


def test_a_subresource_is_an_object_of_its_own(shell: Shell) -> None:
    shell.out("create -f -", deployment())
    line = """patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":3}}'"""
    assert shell.out(line) == "scale.autoscaling/web patched\n"
    assert shell.out("get deployment web -o jsonpath={.spec.replicas}") == "3"


def test_local_needs_no_cluster(shell: Shell) -> None:
    shell.write("d.yaml", deployment())
    line = """patch --local -f d.yaml -p '{"spec":{"replicas":4}}' -o jsonpath={.spec.replicas}"""
    assert shell.out(line) == "4"
    assert not (shell.state / "objects").exists()
    failing = """patch --local -f d.yaml --type=json -p '[{"op":"remove","path":"/spec/nope"}]'"""
    assert shell(failing).err == (
        "error: error in remove for path: '/spec/nope': Unable to remove nonexistent key: nope: missing value\n"
    )


def test_a_client_dry_run_is_worked_out_here(shell: Shell) -> None:
    shell.out("create -f -", config_map("c", a="1"))
    assert shell.out("""patch cm c --dry-run=client -p '{"data":{"a":"2"}}'""") == "configmap/c patched\n"
    assert shell.out("get cm c -o jsonpath={.data.a}") == "1"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("patch cm c", "error: must specify --patch or --patch-file containing the contents of the patch\n"),
        ("patch cm c -p {} --patch-file x", "error: cannot specify --patch and --patch-file together\n"),
        ("patch cm c -p {} --local", "error: cannot specify --local and server resources\n"),
        ("patch cm c -p {} --type=x", 'error: --type must be one of [json merge strategic], not "x"\n'),
        ("patch cm c -p '[a'", "error: unable to parse \"[a\": yaml: line 1: did not find expected ',' or ']'\n"),
        ("patch cm nope -p {}", 'Error from server (NotFound): configmaps "nope" not found\n'),
    ],
)
def test_refused(shell: Shell, line: str, message: str) -> None:
    shell.out("create -f -", config_map("c"))
    assert shell(line).err == message
