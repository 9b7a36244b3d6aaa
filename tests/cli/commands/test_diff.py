"""diff: what an apply would change, through a diff program."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

needs_diff = pytest.mark.skipif(not shutil.which("diff"), reason="no diff program here")


@needs_diff
def test_codes_tell_whether_something_would_change(shell: Shell) -> None:
    new = shell("diff -f -", config_map("c", a="1"))
    assert new.code == 1
    assert new.out.startswith(f"diff -u -N {shell.tmp}/LIVE-")
    assert '+data:\n+  a: "1"\n' in new.out
    assert shell("get cm c").code == 1
    shell.out("apply -f -", config_map("c", a="1"))
    assert shell("diff -f -", config_map("c", a="1")) == ("", "", 0)
    changed = shell("diff -f -", config_map("c", a="2"))
    assert [line for line in changed.out.splitlines()[3:] if line[0] in "+-"] == ['-  a: "1"', '+  a: "2"']
    assert list(shell.tmp.iterdir()) == []


@needs_diff
def test_server_side_and_managed_fields(shell: Shell) -> None:
    shell.out("apply --server-side -f -", config_map("c", a="1"))
    assert shell("diff --server-side -f -", config_map("c", a="1")).code == 0
    done = shell("diff --server-side --show-managed-fields --field-manager=me -f -", config_map("c", a="1"))
    assert "+    manager: me" in done.out


@needs_diff
def test_values_of_secrets_are_masked(shell: Shell) -> None:
    secret = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"%s","b":"eA=="}}'
    shell.out("create -f -", secret % "eA==")
    done = shell("diff -f -", secret % "eQ==")
    assert "-  a: '*** (before)'\n+  a: '*** (after)'\n   b: '***'\n" in done.out
    assert "-  a: eA==\n+  a: eQ==\n" in shell("diff --show-secrets -f -", secret % "eQ==").out


def test_another_program(shell: Shell) -> None:
    program = shell.script("mydiff", 'echo "$# $3"; exit 0')
    done = shell("diff -f -", config_map("c"), KUBECTL_EXTERNAL_DIFF=f"{program} -w ;rm")
    assert (done.out, done.code) == ("3 -w\n", 0)
    failing = shell("diff -f -", config_map("c"), KUBECTL_EXTERNAL_DIFF=shell.script("bad", "exit 3"))
    assert (failing.code, failing.err) == (2, f'error: failed to run "{shell.folder}/bad": exit status 3\n')


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("diff", "error: must specify one of -f and -k\n"),
        ("diff -f nope.yaml", 'error: the path "nope.yaml" does not exist\n'),
        ("diff -f - --force-conflicts", "error: --force-conflicts only works with --server-side\n"),
    ],
)
def test_failures_have_another_code(shell: Shell, line: str, message: str) -> None:
    done = shell(line, config_map("c"))
    assert (done.out, done.err, done.code) == ("", message, 2)
