"""create KIND on a state: what is kept, how failures are wrapped, dry runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

KINDS = [
    ("deployment x --image=nginx", 'error: failed to create deployment: deployments.apps "x" already exists'),
    ("configmap x", 'error: failed to create configmap: configmaps "x" already exists'),
    ("secret generic x", 'error: failed to create secret secrets "x" already exists'),
    ("service clusterip x --tcp=80", 'error: failed to create ClusterIP service: services "x" already exists'),
    ("service nodeport x --tcp=80", 'error: failed to create NodePort service: services "x" already exists'),
    ("serviceaccount x", 'error: failed to create serviceaccount: serviceaccounts "x" already exists'),
    ("namespace x", 'Error from server (AlreadyExists): namespaces "x" already exists'),
    ("quota x --hard=pods=3", 'error: failed to create quota: resourcequotas "x" already exists'),
    ("role x --verb=get --resource=pods", "Error from server (AlreadyExists): roles.rbac.authorization.k8s.io"),
    ("clusterrole x --verb=get --resource=pods", "Error from server (AlreadyExists): clusterroles.rbac"),
    ("rolebinding x --role=r", "error: failed to create rolebinding: rolebindings.rbac"),
    ("clusterrolebinding x --clusterrole=r", "error: failed to create clusterrolebinding: clusterrolebindings.rbac"),
    ("ingress x --rule=a/b=c:80", "error: failed to create ingress: ingresses.networking.k8s.io"),
    ("job x --image=busybox", 'error: failed to create job: jobs.batch "x" already exists'),
    ("cronjob x --image=busybox --schedule='1 1 1 1 1'", 'error: failed to create cronjob: cronjobs.batch "x"'),
    ("pdb x --selector=a=b --min-available=1", "error: failed to create poddisruptionbudgets: poddisruptionbudgets"),
    ("priorityclass x --value=1", "error: failed to create priorityclass: priorityclasses.scheduling.k8s.io"),
]


@pytest.mark.parametrize(("words", "twice"), KINDS)
def test_once_and_twice(shell: Shell, words: str, twice: str) -> None:
    assert shell.out(f"create {words} --dry-run=server").endswith("/x created (server dry run)\n")
    assert shell.out(f"create {words}").endswith("/x created\n")
    assert shell(f"create {words}").err.startswith(twice)


def test_what_is_sent_is_what_was_shown(shell: Shell) -> None:
    shown = json.loads(shell.out("create deployment web --image=nginx --replicas=2 --dry-run=client -o json"))
    sent = json.loads(shell.out("create deployment web --image=nginx --replicas=2 --save-config -o json"))
    note = sent["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"]
    assert json.loads(note) == shown
    assert "manager: kubectl-create" in shell.out("get deploy web -o yaml --show-managed-fields")


def test_a_namespace_on_the_command_line_is_part_of_the_object(shell: Shell) -> None:
    assert "namespace: dev" in shell.out("create cm x -n dev --dry-run=client -o yaml")
    assert "namespace:" not in shell.out("create cm x --dry-run=client -o yaml")
    assert shell("create cm x -n dev").err == 'error: failed to create configmap: namespaces "dev" not found\n'


def test_a_job_by_hand_from_a_cron_job(shell: Shell) -> None:
    shell.out("create cronjob c --image=busybox --schedule='0 0 1 1 *' -- date")
    job = json.loads(shell.out("create job now --from=cronjob/c -o json"))
    assert job["metadata"]["annotations"] == {"cronjob.kubernetes.io/instantiate": "manual"}
    assert job["metadata"]["ownerReferences"][0]["kind"] == "CronJob"
    assert shell("create job x --from=cronjob/nope").err == (
        'Error from server (NotFound): cronjobs.batch "nope" not found\n'
    )


def test_roles_name_resources_as_the_server_does(shell: Shell) -> None:
    role = json.loads(shell.out("create role r --verb=get,list --resource=po,deploy,pods/log -o json"))
    assert [(rule["apiGroups"], rule["resources"]) for rule in role["rules"]] == [
        ([""], ["pods", "pods/log"]),
        (["apps"], ["deployments"]),
    ]
    assert shell("create role s --verb=get --resource=widgets").err == (
        'the server doesn\'t have a resource type "widgets"\n'
    )
    assert shell("create role s --verb=use --resource=pods").err == (
        "error: can not perform 'use' on 'pods' in group ''\n"
    )


def test_a_token_of_an_account(shell: Shell) -> None:
    assert shell.out("create token default").startswith("eyJ")
    assert shell("create token nope").err == 'error: failed to create token: serviceaccounts "nope" not found\n'


def test_the_same_image_gives_the_same_container_name(shell: Shell) -> None:
    line = "create deployment x --image=my_app.v2:1 --dry-run=client -o jsonpath={..containers[0].name}"
    assert shell.out(line) == shell.out(line)
    assert shell.out(line).startswith("my-app-v2-")
