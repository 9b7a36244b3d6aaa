"""exec, attach, cp, port-forward and debug: kubectl's own checks, what can be known, and that nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

REFUSED = "error: unable to upgrade connection: {} is not possible: pods are simulated, nothing runs behind them"
UPGRADE = "error: error upgrading connection: unable to upgrade connection: portforward is not possible"
POD = """
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - name: a
    image: nginx
    ports: [{name: http, containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP}]
  - {name: b, image: nginx}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: web, port: 8080, targetPort: http}, {name: dns, port: 53, protocol: UDP}]
"""


@pytest.fixture
def web(shell: Shell) -> Shell:
    shell.write("pod.yaml", POD)
    shell("apply -f pod.yaml")
    shell("create job done --image=busybox -- true")
    shell("sim settle")
    return shell


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("exec web -c a -- ls", REFUSED.format("exec")),
        ("exec web -- ls", 'Defaulted container "a" out of: a, b\n' + REFUSED.format("exec")),
        ("exec svc/web -q -- ls", REFUSED.format("exec")),
        ("exec", "error: pod, type/name or --filename must be specified\n"),
        ("exec web --", "error: you must specify at least one command for the container\n"),
        ("exec web ls", "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\n"),
        ("exec nope -- ls", 'Error from server (NotFound): pods "nope" not found\n'),
        ("exec web -c x -- ls", "error: container x is not valid for pod web out of: a, b\n"),
        ("exec job/done -- ls", "error: cannot exec into a container in a completed pod; current phase is Succeeded\n"),
        ("exec web --pod-running-timeout=0s -- ls", "error: --pod-running-timeout must be higher than zero\n"),
        ("attach", "error: at least 1 argument is required for attach\n"),
        ("attach a b c", "error: expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw 3: [a b c]\n"),
        ("attach web -c x", "error: cannot attach to the container: container x is not valid for pod web out of: a, b"),
        ("attach pod web -q", REFUSED.format("attach")),
        ("cp a b", "error: one of src or dest must be a remote file specification\n"),
        ("cp a", "error: source and destination are required\n"),
        ("cp web:/x nope:/y", "error: one of src or dest must be a local file specification\n"),
        ("cp pod.yaml web:", "error: filepath can not be empty\n"),
        ("cp a/b/c:/x y", "error: filespec must match the canonical format: [[namespace/]pod:]file/path\n"),
        ("cp none.txt web:/x", "error: none.txt doesn't exist in local filesystem\n"),
        ("cp pod.yaml web:/x -c a", REFUSED.format("exec")),
        ("cp web:/x y -c a", REFUSED.format("exec")),
        ("port-forward web", "error: TYPE/NAME and list of ports are required for port-forward\n"),
        ("port-forward web 8080:80", UPGRADE),
        ("port-forward svc/web 9000:web", UPGRADE),
        ("port-forward svc/web 81", "error: Service web does not have a service port 81\n"),
        ("port-forward svc/web x", "error: Service 'web' does not have a named port 'x'\n"),
        ("port-forward svc/web 53", "error: UDP protocol is not supported for 53\n"),
        ("port-forward web x", "error: Pod 'web' does not have a named port 'x'\n"),
        ("port-forward web dns", "error: UDP protocol is not supported for dns\n"),
        ("port-forward web 0", "error: remote port must be > 0\n"),
        ("port-forward web 70000:80", "error: error parsing local port '70000': strconv.ParseUint: parsing \"70000\""),
        ("port-forward web 80 --address=x", "error: x is not a valid IP\n"),
        ("port-forward job/done 80", "error: unable to forward port because pod is not running. Current status=Succee"),
        ("debug", "error: you must specify --image when not using --copy-to.\n"),
        ("debug web --image=BAD:x", 'error: invalid image name "BAD:x": invalid reference format\n'),
        ("debug svc/web --image=busybox", 'error: "/v1, Kind=Service" not supported by debug\n'),
    ],
)
def test_what_is_said(web: Shell, line: str, error: str) -> None:
    found = web(line)
    assert found.err.startswith(error)
    assert (found.out, found.code) == ("", 1)


def test_what_cp_from_a_pod_says_of_its_container_goes_to_stdout(web: Shell) -> None:
    assert web("cp web:/x y").out == 'Defaulted container "a" out of: a, b\n'


def test_a_shell_reads_its_script(web: Shell) -> None:
    found = web("exec -it web -c a -- sh", "echo $0 $HOSTNAME; exit 4")
    assert found.out == "sh web\n"
    assert found.err.startswith("Unable to use a TTY - input is not a terminal or the right kind of file\n")
    assert found.err.endswith("\ncommand terminated with exit code 4\n")
    assert found.code == 4


def test_a_shell_at_a_terminal_goes_on_line_by_line(web: Shell) -> None:
    import os
    import pty
    import subprocess
    import sys

    outer, inner = pty.openpty()
    argv = [sys.executable, "-m", "minikctl", f"--state={web.state}", *"exec -it web -c a -- sh".split()]
    with subprocess.Popen(argv, stdin=inner, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        os.write(outer, b"X=web\nredis-cli\nhostname | grep $X\nexit 5\n")
        out, _ = child.communicate(timeout=60)
    os.close(inner)
    os.close(outer)
    assert "# sh: what redis-cli prints is not known: pods are simulated\n" in out
    assert "# web\n# " in out
    assert child.returncode == 5
