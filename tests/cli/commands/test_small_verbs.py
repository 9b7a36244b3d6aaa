"""certificate approve and deny, auth reconcile, plugin list, kuberc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

CSR = """
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: %s}
spec:
  request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIRQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
"""
ROLE = """
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: team}
rules: [{apiGroups: [""], resources: [pods], verbs: [%s]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %s}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
"""


def test_requests_are_decided_on_once(shell: Shell) -> None:
    for name in ("joe", "jane"):
        shell.write(f"{name}.yaml", CSR % name)
        shell.out(f"create -f {name}.yaml")
    approved = "certificatesigningrequest.certificates.k8s.io/joe approved\n"
    assert shell.out("certificate approve joe") == approved
    assert shell.out("certificate approve -f joe.yaml --force") == approved
    assert shell.out("certificate deny jane") == "certificatesigningrequest.certificates.k8s.io/jane denied\n"
    found = shell("certificate deny joe jane nobody")
    assert found.out == "certificatesigningrequest.certificates.k8s.io/jane denied\n"
    assert found.err.splitlines() == [
        'certificate signing request "joe" is already Approved',
        'Error from server (NotFound): certificatesigningrequests.certificates.k8s.io "nobody" not found',
    ]
    condition = shell.out("get csr joe -o jsonpath='{.status.conditions[0].reason} {.status.conditions[0].message}'")
    assert condition == "KubectlApprove This CSR was approved by kubectl certificate approve."
    assert shell("certificate approve").err == "error: one or more CSRs must be specified as <name> or -f <filename>\n"


def test_reconcile_adds_and_removes_on_demand(shell: Shell) -> None:
    shell.write("a.yaml", ROLE % ("get, list", "r", "joe"))
    shell.write("b.yaml", ROLE % ("get, watch", "r", "jane"))
    made = shell("auth reconcile -f a.yaml")
    assert (
        made.out == "role.rbac.authorization.k8s.io/r reconciled\nrolebinding.rbac.authorization.k8s.io/b reconciled\n"
    )
    assert "\t\t{Verbs:[get list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n" in made.err
    assert shell("get namespace team").code == 0
    assert shell("auth reconcile -f a.yaml").err == ""
    dry = shell("auth reconcile -f b.yaml --dry-run=client")
    assert (
        "{Verbs:[watch] " in dry.err
        and "{Kind:User APIGroup:rbac.authorization.k8s.io Name:jane Namespace:}" in dry.err
    )
    assert shell("auth reconcile -f b.yaml").err == dry.err
    removed = shell("auth reconcile -f b.yaml --remove-extra-permissions --remove-extra-subjects")
    assert "\textra rules removed:\n\t\t{Verbs:[list] " in removed.err
    assert shell.out("get role r -n team -o jsonpath={.rules[*].verbs}") == '["get","watch"]'
    assert shell.out("get rolebinding b -n team -o jsonpath={.subjects[*].name}") == "jane"


def test_a_binding_to_another_role_is_made_anew(shell: Shell) -> None:
    shell.write("a.yaml", ROLE % ("get", "r", "joe"))
    shell.write("b.yaml", ROLE % ("get", "other", "joe"))
    shell("auth reconcile -f a.yaml")
    assert shell("auth reconcile -f b.yaml").err.startswith("\treconciliation required recreate\n")
    assert shell.out("get rolebinding b -n team -o jsonpath={.roleRef.name}") == "other"


def test_plugins_are_listed_with_what_is_wrong_with_them(shell: Shell) -> None:
    first, second = shell.folder / "one", shell.folder / "two"
    for directory in (first, second):
        directory.mkdir()
        shell.script(f"{directory.name}/kubectl-foo", "echo hi")
    shell.write("one/kubectl-flat", "no program")
    found = shell("plugin list", PATH=f"{first}:{second}")
    assert found.out.splitlines()[2:] == [f"{first}/kubectl-flat", f"{first}/kubectl-foo", f"{second}/kubectl-foo"]
    assert found.err.splitlines() == [
        f"  - warning: {first}/kubectl-flat identified as a kubectl plugin, but it is not executable",
        f"  - warning: {second}/kubectl-foo is overshadowed by a similarly named plugin: {first}/kubectl-foo",
        "error: 2 plugin warnings were found",
    ]
    assert shell("plugin list", PATH="/bin").err == "error: unable to find any kubectl plugins in your PATH\n"


def test_kuberc_is_the_states_own_unless_named(shell: Shell) -> None:
    assert shell.out("kuberc view").startswith("kuberc file not found at ")
    assert shell.out("kuberc set --section=defaults --command=get --option=output=wide").startswith("Updated ")
    assert (shell.state / "kuberc").exists()
    shell.out("kuberc set --section=aliases --name=getn --command=get --prependarg=nodes")
    assert shell.out("kuberc view") == (
        "aliases:\n- command: get\n  name: getn\n  prependArgs:\n  - nodes\n"
        "apiVersion: kubectl.config.k8s.io/v1beta1\n"
        "defaults:\n- command: get\n  options:\n  - default: wide\n    name: output\nkind: Preference\n"
    )


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        ("--section=x", '--section must be "defaults", "aliases", or "credentialplugin", got: x'),
        ("--section=defaults", "--command is required when --section=aliases or --section=defaults"),
        ("--section=aliases --command=get", "--name is required when --section=aliases"),
        ("--section=defaults --command=get --option=bogus", 'invalid option format "bogus", expected flag=value'),
    ],
)
def test_kuberc_mistakes(shell: Shell, flags: str, error: str) -> None:
    assert shell(f"kuberc set {flags}").err == f"error: {error}\n"
