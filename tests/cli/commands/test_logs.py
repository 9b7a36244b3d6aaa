"""`logs`: which container, how much of its log, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

COUNTER = "sh -c 'i=0; while true; do echo line $i; i=$((i+1)); sleep 1; done'"
FIVE = "sh -c 'for i in 1 2 3 4 5; do echo $i; sleep 2; done; exit 3'"


@pytest.fixture
def counter(shell: Shell) -> Shell:
    """A pod that has counted for five seconds."""
    shell(f"run counter --image=busybox -- {COUNTER}")
    shell("sim settle")
    shell("sim clock advance 5s")
    return shell


def lines(*numbers: int) -> str:
    return "".join(f"line {n}\n" for n in numbers)


def test_what_was_printed_up_to_now(counter: Shell) -> None:
    assert counter.out("logs counter").startswith(lines(0, 1, 2, 3, 4))
    counter("sim clock advance 2s")
    assert lines(5, 6) in counter.out("logs counter")


def test_parts_of_a_log(counter: Shell) -> None:
    last = counter.out("logs counter").splitlines()[-1]
    assert counter.out("logs counter --tail=1") == last + "\n"
    assert counter.out("logs counter --tail=0") == ""
    assert len(counter.out("logs counter --since=2s").splitlines()) == 2
    assert counter("logs counter --limit-bytes=9").out == "line 0\nli"
    stamped = counter.out("logs counter --timestamps --tail=1")
    assert stamped.endswith(f"Z {last}\n")
    assert len(stamped.split()[0]) == len("2026-01-05T09:00:05.000000621Z")


def test_following_goes_on_until_the_container_ends(shell: Shell) -> None:
    shell(f"run five --image=busybox --restart=Never -- {FIVE}")
    shell("wait --for=jsonpath={.status.phase}=Running pod/five")
    assert shell.out("logs five") == "1\n"
    assert shell.out("logs -f five") == "1\n2\n3\n4\n5\n"
    assert shell.out("get pod five -o jsonpath={.status.phase}") == "Failed"


def test_an_endless_log_is_followed_for_a_minute(counter: Shell) -> None:
    before = counter.out("logs counter").splitlines()
    after = counter.out("logs -f counter").splitlines()
    assert len(after) == len(before) + 60
    assert counter.out("logs counter").splitlines() == after


def test_several_logs_are_followed_together(shell: Shell) -> None:
    shell("create deployment d --image=busybox --replicas=2 -- sh -c 'echo up; sleep 5; echo down; exit 1'")
    shell("sim settle --timeout=2s")
    found = shell("logs -f -l app=d --prefix --tail=-1")
    assert found.code == 0
    assert sorted(line.split("] ")[1] for line in found.out.splitlines()) == ["down", "down", "up", "up"]
    too_many = shell("logs -f -l app=d --max-log-requests=1")
    assert too_many.err.startswith("error: you are attempting to follow 2 log streams, but maximum allowed")


def test_previous_runs(shell: Shell) -> None:
    shell("run crash --image=busybox -- sh -c 'echo oops; exit 1'")
    missing = 'Error from server (BadRequest): previous terminated container "crash" in pod "crash" not found\n'
    shell("wait --for=jsonpath={.status.containerStatuses[0].state.terminated.exitCode}=1 pod/crash")
    assert shell("logs -p crash").err == missing
    shell("sim clock advance 20s")
    assert shell.out("logs -p crash") == "oops\n"
    assert shell.out("logs crash") == "oops\n"


def test_a_workload_stands_for_one_of_its_pods(shell: Shell) -> None:
    shell("create deployment web --image=nginx:1.25 --replicas=2")
    shell("rollout status deployment/web")
    found = shell("logs deployment/web --tail=1")
    assert found.err.startswith("Found 2 pods, using pod/web-")
    assert "start worker processes" in found.out
    every = shell("logs deployment/web --all-pods --tail=1")
    assert [line[:9] for line in every.out.splitlines()] == ["[pod/web-", "[pod/web-"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("logs a b c", "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a"),
        ("logs -l a=b web", "error: only a selector (-l) or a POD name is allowed\n"),
        ("logs nope", 'error: error from server (NotFound): pods "nope" not found in namespace "default"\n'),
        ("logs web -c x", "error: container x is not valid for pod web out of: web\n"),
        ("logs web web -c web", "error: only one of -c or an inline [CONTAINER] arg is allowed\n"),
        ("logs web --tail=-2", "error: --tail must be greater than or equal to -1\n"),
        ("logs web --since=-1s", "error: --since must be greater than 0\n"),
        ("logs web --limit-bytes=-1", "error: --limit-bytes must be greater than 0\n"),
        ("logs web --since-time=now", 'error: parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now"'),
        (
            "logs configmap/kube-root-ca.crt",
            "error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n",
        ),
        (
            "logs broken",
            'Error from server (BadRequest): container "broken" in pod "broken" is waiting to start: trying and fail',
        ),
        ("logs lost", ""),
        ("logs -l app=none", "No resources found in default namespace.\n"),
    ],
)
def test_failures(shell: Shell, line: str, error: str) -> None:
    shell("run web --image=nginx:1.25")
    shell("run broken --image=nginx:does-not-exist")
    shell("""run lost --image=nginx --overrides='{"spec":{"nodeSelector":{"no":"where"}}}'""")
    shell("sim settle")
    found = shell(line)
    assert found.err.startswith(error)
    assert found.out == ""


def test_ignored_errors_are_told_on_stdout(shell: Shell) -> None:
    shell("run broken --image=nginx:does-not-exist")
    shell("sim settle")
    found = shell("logs broken --ignore-errors")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith('error: container "broken" in pod "broken" is waiting to start')


def test_sidecars_and_init_containers(shell: Shell) -> None:
    shell.write(
        "pod.yaml",
        """
apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations: {kubectl.kubernetes.io/default-container: b}
spec:
  initContainers: [{name: i, image: busybox, command: [echo, first]}]
  containers:
  - {name: a, image: busybox, command: [sh, -c, "echo a; sleep 100"]}
  - {name: b, image: busybox, command: [sh, -c, "echo b; sleep 100"]}
""",
    )
    shell("apply -f pod.yaml")
    shell("wait --for=condition=Ready pod/p")
    assert shell.out("logs p") == "b\n"
    assert shell.out("logs p i") == "first\n"
    assert shell.out("logs p --all-containers") == "first\na\nb\n"
    shell("annotate pod p kubectl.kubernetes.io/default-container-")
    assert shell("logs p").err == 'Defaulted container "a" out of: a, b, i (init)\n'
