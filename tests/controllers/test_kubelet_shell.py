"""What commands do, as the simulated kubelets see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers.kubelet import behaviour
from minikctl.controllers.kubelet.shell import Run, run
from minikctl.core.images import resolve

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("script", "seconds", "code"),
    [
        ("exit 7", 0, 7),
        ("sleep 1", 1, 0),
        ("sleep 1m; exit 2", 60, 2),
        ("echo one && sleep 2", 2, 0),
        ("false || exit 9", 0, 9),
        ("false && sleep 5; true", 0, 0),
        ("for i in 1 2 3; do echo $i; sleep 2; done", 6, 0),
        ("for i in $(seq 1 5); do sleep 1; done; exit 3", 5, 3),
        ("if [ -f /tmp/x ]; then exit 0; else exit 4; fi", 0, 4),
        ("touch /tmp/x; if [ -f /tmp/x ]; then exit 0; else exit 4; fi", 0, 0),
        ("echo hi > /tmp/f && cat /tmp/f", 0, 0),
        ("(sleep 5; exit 2)", 5, 2),
        ("trap : TERM; sleep 10 & wait", 10, 0),
        ("# nothing\nsleep 2\nexit 1", 2, 1),
        ("exec sleep 3", 3, 0),
        ("echo 'a; exit 1' | grep a", 0, 0),
        ("while true; do date; sleep 5; done", None, 0),
        ("sleep infinity", None, 0),
        ("nginx -g 'daemon off;'", None, 0),
        ("until false; do sleep 2; done", None, 0),
    ],
)
def test_scripts(script: str, seconds: int | None, code: int) -> None:
    found = run(("sh", "-c", script))
    assert found.ends == (None if seconds is None else seconds * SECOND)
    assert found.code == code


@given(st.text(alphabet="abc 01;&|(){}\"'`$\\\n<>#!=-", max_size=40))
def test_no_script_is_too_odd(script: str) -> None:
    assert isinstance(run(("sh", "-c", script)), Run)


WORDS = "if then else fi while until for in do done true false ; && || ( ) exit sleep 1"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_no_order_of_words_is_too_odd(words: list[str]) -> None:
    assert isinstance(run(("sh", "-c", " ".join(words))), Run)


@pytest.mark.parametrize(
    ("script", "waits"),
    [
        ("until nslookup db.default; do sleep 2; done", (("db", "default"),)),
        ("while ! nc -z cache 6379; do sleep 1; done; exit 0", (("cache", ""),)),
        ("until wget -qO- http://api:80/health; do sleep 1; done", (("api", ""),)),
        ("until curl -s https://example.com; do sleep 1; done", ()),
        ("nslookup db", ()),
    ],
)
def test_loops_that_wait_for_a_service(script: str, waits: tuple[tuple[str, str], ...]) -> None:
    found = run(("sh", "-c", script))
    assert (found.ends, found.waits) == (0, waits)


def test_files_come_and_go() -> None:
    found = run(("sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"))
    probe = {"exec": {"command": ["cat", "/tmp/healthy"]}}
    assert behaviour.probe_failure(probe, found, {}, 10 * SECOND) is None
    said = "cat: /tmp/healthy: No such file or directory"
    assert behaviour.probe_failure(probe, found, {}, 31 * SECOND) == said


@pytest.mark.parametrize(
    ("image", "container", "ends", "code"),
    [
        ("nginx", {}, None, 0),
        ("busybox", {}, 0, 0),
        ("me/crashy", {"command": ["sleep", "5"]}, 0, 1),
        ("busybox", {"args": ["sh", "-c", "exit 7"]}, 0, 7),
        ("nginx", {"args": ["-g", "daemon off;"]}, None, 0),
        ("perl:5.34", {"command": ["perl", "-Mbignum=bpi", "-wle", "print bpi(2000)"]}, 0, 0),
        ("python:3", {"command": ["python", "app.py"]}, None, 0),
        ("nginx", {"command": ["false"]}, 0, 1),
    ],
)
def test_images_and_commands(image: str, container: dict[str, list[str]], ends: int | None, code: int) -> None:
    pod = {"metadata": {"name": "web"}, "spec": {}}
    found = behaviour.run_of(pod, {"name": "c", **container}, resolve(image, {}))
    assert (found.ends, found.code) == (ends, code)


@pytest.mark.parametrize(
    ("image", "container", "ends"),
    [
        ("python:3", {"command": ["python", "worker.py"]}, SECOND),
        ("me/migrations:1", {}, SECOND),
        ("me/app:1", {"command": ["sh", "-c", "./migrate.sh && sleep 2"]}, 3 * SECOND),
        ("busybox", {"command": ["sh", "-c", "sleep 2; ((("]}, SECOND),
        ("me/app:1", {"args": ["--once"]}, SECOND),
        ("nginx", {}, None),
        ("me/nginx:1", {"command": ["nginx", "-g", "daemon off;"]}, None),
        ("busybox", {"command": ["sleep", "infinity"]}, None),
        ("registry.k8s.io/e2e-test-images/agnhost:2.40", {"args": ["netexec"]}, None),
    ],
)
def test_what_is_not_known_of_jobs_and_init_containers_ends(
    image: str, container: dict[str, list[str]], ends: int | None
) -> None:
    meta = {"name": "work"}
    of_job = {"metadata": {**meta, "ownerReferences": [{"kind": "Job", "controller": True}]}, "spec": {}}
    init = {"metadata": meta, "spec": {"initContainers": [{"name": "c"}]}}
    for pod in (of_job, init):
        assert behaviour.run_of(pod, {"name": "c", **container}, resolve(image, {})).ends == ends


def test_a_sidecar_is_not_there_to_end() -> None:
    sidecar = {"name": "c", "restartPolicy": "Always", "command": ["./proxy"]}
    pod = {"metadata": {"name": "web"}, "spec": {"initContainers": [sidecar]}}
    assert behaviour.run_of(pod, sidecar, resolve("me/proxy", {})).ends is None
