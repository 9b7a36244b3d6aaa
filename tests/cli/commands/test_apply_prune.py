"""--prune of apply and diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

A, B = config_map("a", labels="app: x"), config_map("b", labels="app: x")


def test_what_the_files_no_longer_hold_goes_if_apply_made_it(shell: Shell) -> None:
    shell.out("apply -f -", A + "---\n" + B)
    shell.out("create -f -", config_map("by-hand", labels="app: x"))
    done = shell("apply --prune -l app=x -f -", A)
    assert done.out == "configmap/a unchanged\nconfigmap/b pruned\n"
    first, second = done.err.splitlines()
    assert "prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced resources by default" in first
    assert second.startswith("Warning: v1 Endpoints is deprecated")
    assert shell.out("get cm -l app=x -o name") == "configmap/a\nconfigmap/by-hand\n"


def test_an_allowlist_limits_the_kinds(shell: Shell) -> None:
    shell.out("apply -f -", A + "---\n" + B)
    assert shell.out("apply --prune --all --prune-allowlist=core/v1/Secret -f -", A) == "configmap/a unchanged\n"
    line = "apply --prune --all --prune-allowlist=core/v1/ConfigMap --dry-run=client -f -"
    assert shell.out(line, A) == "configmap/a unchanged (dry run)\nconfigmap/b pruned (dry run)\n"
    assert shell.out("get cm b -o name") == "configmap/b\n"


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("", "error: all resources selected for prune without explicitly passing --all."),
        ("--all --prune-allowlist=v1/Pod", "error: invalid GroupVersionKind format: v1/Pod, please follow"),
        ("--all --server-side", "error: --prune is in alpha and doesn't currently work on objects created by"),
    ],
)
def test_refused(shell: Shell, flags: str, message: str) -> None:
    assert shell(f"apply --prune {flags} -f -", A).err.startswith(message)


def test_diff_shows_what_would_be_pruned(shell: Shell) -> None:
    shell.out("apply -f -", A + "---\n" + B)
    done = shell("diff --prune -l app=x --prune-allowlist=core/v1/ConfigMap -f -", A)
    assert done.code == 1
    assert "-  name: b\n" in done.out
    assert "v1.ConfigMap.default.a" not in done.out
