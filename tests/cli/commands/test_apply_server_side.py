"""apply --server-side: conflicts, and objects that client-side apply had before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.manifests import config_map

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def managers(shell: Shell) -> list[tuple[str, str]]:
    found = json.loads(shell.out("get cm c -o json --show-managed-fields"))
    return [(entry["manager"], entry["operation"]) for entry in found["metadata"]["managedFields"]]


def test_it_says_the_same_every_time(shell: Shell) -> None:
    for _ in range(2):
        assert shell.out("apply --server-side -f -", config_map("c", a="1")) == "configmap/c serverside-applied\n"
    assert managers(shell) == [("kubectl", "Apply")]
    line = "apply --server-side --dry-run=server -f -"
    assert shell.out(line, config_map("c", a="2")) == "configmap/c serverside-applied (server dry run)\n"


def test_a_field_of_another_manager_is_a_conflict_with_advice(shell: Shell) -> None:
    shell.out("apply --server-side -f -", config_map("c", a="1"))
    done = shell("apply --server-side --field-manager=other -f -", config_map("c", a="2"))
    assert done.err.startswith('error: Apply failed with 1 conflict: conflict with "kubectl": .data.a\nPlease review')
    assert done.code == 1
    line = "apply --server-side --field-manager=other --force-conflicts -f -"
    assert shell.out(line, config_map("c", a="2")) == "configmap/c serverside-applied\n"
    assert managers(shell) == [("other", "Apply")]


def test_fields_of_client_side_apply_are_taken_over(shell: Shell) -> None:
    """The manager of the client side goes, and a field that the new configuration drops is dropped."""
    shell.out("apply -f -", config_map("c", a="1", b="2"))
    assert managers(shell) == [("kubectl-client-side-apply", "Update")]
    shell.out("apply --server-side -f -", config_map("c", a="1"))
    assert ("kubectl-client-side-apply", "Update") not in managers(shell)
    assert shell.out("get cm c -o jsonpath={.data}") == '{"a":"1"}'


def test_another_manager_takes_over_too(shell: Shell) -> None:
    shell.out("apply -f -", config_map("c", a="1", b="2"))
    shell.out("apply --server-side --field-manager=ci -f -", config_map("c", a="1"))
    assert shell.out("get cm c -o jsonpath={.data}") == '{"a":"1"}'
    assert ("ci", "Apply") in managers(shell)
