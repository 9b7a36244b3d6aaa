"""Help pages: kubectl's layout around our words."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.cli import table
from tests.support.cli import kubectl


def test_the_layout_of_a_page() -> None:
    assert pages.page(("uncordon",), "kubectl") == (
        """Mark nodes as schedulable.

Examples:
  # Let pods come again
  kubectl uncordon node-1

Options:
    --dry-run='none':
\t"client" prints what would be sent without sending it, "server" has the server check it without keeping it, """
        """"none" does it.

    -l, --selector='':
\tKeep what has fitting labels (=, ==, !=, in, notin), e.g. -l key1=value1,key2=value2.

Usage:
  kubectl uncordon NODE [options]

Use "kubectl options" for a list of global command-line options (applies to all commands).
"""
    )


def test_a_group_lists_its_commands_and_aliases() -> None:
    lines = pages.page(("create", "service"), "kubectl").splitlines()
    assert "Aliases:" in lines
    assert "service, svc" in lines
    assert "  clusterip      Create a service with an IP inside the cluster" in lines
    assert 'Use "kubectl create service <command> --help" for more information about a given command.' in lines


def test_the_root_page_groups_the_verbs() -> None:
    text = kubectl("").out
    assert "\nDeploy Commands:\n  rollout         Manage the rollouts of" in text
    assert "alpha" not in text
    assert text.endswith(
        "Usage:\n  kubectl [flags] [options]\n\n"
        'Use "kubectl <command> --help" for more information about a given command.\n'
        'Use "kubectl options" for a list of global command-line options (applies to all commands).\n'
    )


def test_options_lists_the_global_flags() -> None:
    text = kubectl("options").out
    assert text.startswith("The following options can be passed to any command:\n\n    --as='':\n\tAct as this user")
    assert "\n    -n, --namespace='':\n" in text
    assert text.endswith("Fail when the server warns.\n\n")


def test_every_command_has_a_page_that_names_its_flags() -> None:
    for path in table.paths():
        text = pages.page(path, "kubectl")
        assert "Usage:\n  kubectl" in text
        assert "minikctl" not in text or path in ((), ("shell",))  # these two are about it
        assert "--record" not in text
