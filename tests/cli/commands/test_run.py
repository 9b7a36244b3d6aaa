"""run: the pod, its service, overrides, and what an attached run shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell


def test_every_flag_has_its_field(shell: Shell) -> None:
    line = (
        "run x --image=nginx --port=80 --env=A=b --labels=l=m --annotations=n=o --image-pull-policy=Never "
        "--restart=OnFailure --privileged --dry-run=client -o json --command -- sh -c true"
    )
    pod = json.loads(shell.out(line))
    assert pod["metadata"] == {"name": "x", "labels": {"l": "m"}, "annotations": {"n": "o"}}
    assert pod["spec"] == {
        "containers": [
            {
                "name": "x",
                "image": "nginx",
                "command": ["sh", "-c", "true"],
                "ports": [{"containerPort": 80}],
                "env": [{"name": "A", "value": "b"}],
                "resources": {},
                "imagePullPolicy": "Never",
                "securityContext": {"privileged": True},
            }
        ],
        "restartPolicy": "OnFailure",
        "dnsPolicy": "ClusterFirst",
    }


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--image=", "--image is required"),
        ("--image=:::", 'invalid image name ":::": invalid reference format'),
        ("--image=a -t", "-i/--stdin is required for containers with -t/--tty=true"),
        ("--image=a --expose", "--port must be set when exposing a service"),
        ("--image=a --rm", "--rm should only be used for attached containers"),
        ("--image=a --restart=No", "invalid restart policy: No, valid values are: Always, OnFailure, Never"),
        ("--image=a --env=x", "invalid env: x"),
        ("--image=a --labels=x", "unexpected label spec: x"),
        ("--image=a --overrides={bad", "Invalid JSON Patch"),
        (
            "--image=a --override-type=json --overrides={}",
            "json: cannot unmarshal object into Go value of type jsonpatch.Patch",
        ),
        ("--image=a --override-type=x --overrides={}", "invalid override type: x"),
    ],
)
def test_mistakes(shell: Shell, flags: str, message: str) -> None:
    assert shell(f"run x {flags}") == ("", f"error: {message}\n", 1)


def test_overrides_by_every_type(shell: Shell) -> None:
    def images(kind: str, patch: str) -> str:
        line = f"run x --image=a --override-type={kind} --overrides='{patch}' --dry-run=client"
        return shell.out(f"{line} -o 'jsonpath={{range .spec.containers[*]}}{{.name}}={{.image}},{{.tty}} {{end}}'")

    part = '{"spec":{"containers":[{"name":"x","tty":true}]}}'
    assert images("merge", part) == "x=,true "
    assert images("strategic", part) == "x=a,true "
    assert images("json", '[{"op":"add","path":"/spec/containers/0/tty","value":true}]') == "x=a,true "


def test_a_pod_with_its_service(shell: Shell) -> None:
    assert shell.out("run x --image=nginx --port=80 --expose") == "pod/x created\nservice/x created\n"
    assert shell("run x --image=nginx").err == 'Error from server (AlreadyExists): pods "x" already exists\n'
    assert shell.out("get svc x -o jsonpath={.spec.selector}") == '{"run":"x"}'


def test_an_attached_run_shows_the_log_and_gives_the_exit_code(shell: Shell) -> None:
    assert shell.out("run a --image=busybox --restart=Never --attach --rm -- echo hi") == (
        'hi\npod "a" deleted from default namespace\n'
    )
    done = shell("run b --image=busybox --restart=Never -i --quiet --rm -- sh -c 'echo oh; exit 3'")
    assert done == ("oh\n", "pod default/b terminated (Error)\n", 3)
