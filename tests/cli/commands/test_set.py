"""set image, env, resources, selector, serviceaccount and subject on a state; --local is in tests/cli/generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


@pytest.fixture
def web(shell: Shell) -> Shell:
    shell.out("create deployment web --image=nginx:1.25")
    return shell


def field(shell: Shell, path: str) -> str:
    return shell.out(f"get deploy web -o jsonpath={{.spec.template.spec.{path}}}")


def test_image(web: Shell) -> None:
    assert web.out("set image deployment/web nginx=nginx:1.26") == "deployment.apps/web image updated\n"
    assert web.out("set image deployment/web nginx=nginx:1.26") == ""
    assert web.out("set image deploy --all '*=nginx:1.27'") == "deployment.apps/web image updated\n"
    assert field(web, "containers[0].image") == "nginx:1.27"
    assert web("set image deploy/web x=y").err == 'error: unable to find container named "x"\n'
    assert web("set image deploy/web deploy/nope '*=a'").err == (
        'Error from server (NotFound): deployments.apps "nope" not found\n'
    )
    assert web("set image ns/default '*=a'").err == (
        "error: namespaces/default the object is not a pod or does not have a pod template: *v1.Namespace\n"
    )


def test_a_recorded_change_has_its_cause(web: Shell) -> None:
    web("set image deployment/web nginx=nginx:1.26 --record")
    assert web.out("get deploy web -o 'jsonpath={.metadata.annotations.kubernetes\\.io/change-cause}'") == (
        "kubectl set image deployment/web nginx=nginx:1.26 --record=true"
    )


def test_variables_come_and_go(web: Shell) -> None:
    web.out("create cm conf --from-literal=a.b=1")
    assert web.out("set env deploy/web A=1 B=2") == "deployment.apps/web env updated\n"
    assert web.out("set env deploy/web A- C-") == "deployment.apps/web env updated\n"
    assert web("set env deploy/web --from=cm/conf") == (
        "deployment.apps/web env updated\n",
        "Warning: key a.b transferred to A_B\n",
        0,
    )
    assert web.out("set env deploy/web --list") == (
        "# Deployment web, container nginx\nB=2\n# A_B from configmap conf, key a.b\n"
    )
    assert web.out("set env deploy/web --list --resolve").endswith("B=2\nA_B=1\n")
    assert web.out("set env deploy/web") == ""
    assert web("set env deploy/web B=3 --overwrite=false").err == (
        "error: deployments/web 'B' already has a value (2), and --overwrite is false\n"
    )


def test_resources_and_accounts(web: Shell) -> None:
    web.out("set resources deploy web --limits=cpu=200m --requests=cpu=100m")
    web.out("set resources deploy web --limits=memory=1Gi")
    assert field(web, "containers[0].resources") == (
        '{"limits":{"cpu":"200m","memory":"1Gi"},"requests":{"cpu":"100m"}}'
    )
    assert web.out("set serviceaccount deploy web bob") == "deployment.apps/web serviceaccount updated\n"
    assert field(web, "serviceAccountName") == "bob"


def test_what_the_server_refuses_is_told(web: Shell) -> None:
    done = web("set resources deploy web --limits=cpu=100m --requests=cpu=200m")
    assert done.err.startswith(
        'error: failed to patch resources update to pod template Deployment.apps "web" is invalid'
    )


def test_selectors(shell: Shell) -> None:
    shell.out("create service clusterip s --tcp=80")
    assert shell.out("set selector svc s a=b,c=d") == "service/s selector updated\n"
    assert shell.out("get svc s -o jsonpath={.spec.selector}") == '{"a":"b","c":"d"}'
    assert shell("set selector svc s 'a in (b)'").err == (
        "error: match expression [{a In [b]}] not supported on this object\n"
    )
    assert "the object has been modified" in shell("set selector svc s a=c --resource-version=1").err


def test_subjects(shell: Shell) -> None:
    shell.out("create rolebinding b --role=r --user=u")
    assert shell.out("set subject rolebinding b --user=v --serviceaccount=:x") == (
        "rolebinding.rbac.authorization.k8s.io/b subjects updated\n"
    )
    assert shell.out("set subject rolebinding b --user=v") == ""
    assert shell.out("get rolebinding b -o jsonpath={.subjects[*].name}") == "u v x"
