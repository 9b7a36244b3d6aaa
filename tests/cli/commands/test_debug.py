"""debug: the container that is made, what of a session with it can be shown, and custom profiles. What each profile
grants is in served_cases.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.commands.conftest import Shell

CUSTOM = "env: [{name: Q, value: z}]\nsecurityContext: {runAsUser: 0}\n"
REFUSED = "unable to upgrade connection: attach is not possible: pods are simulated, nothing runs behind them\n"
PROMPT = (
    "All commands and output from this session will be recorded in container logs, including credentials and sensitive "
    "information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n"
)
FALLS_BACK = f"warning: couldn't attach to pod/web, falling back to streaming logs: {REFUSED}"


@pytest.fixture
def web(shell: Shell) -> Shell:
    shell.out("run web --image=nginx")
    shell.out("sim settle")
    return shell


def states(shell: Shell) -> str:
    return shell.out("get pod web -o jsonpath='{.status.ephemeralContainerStatuses[*].state}'")


def test_the_container_runs_beside_the_others(web: Shell) -> None:
    named = web.out("debug web --image=busybox --target=web")
    assert (
        named.startswith('Targeting container "web". If') and "\nDefaulting debug container name to debugger-" in named
    )
    web.out("debug web --image=busybox -c end -- false")
    web.out("sim settle")
    page = web.out("describe pod web")
    assert "Ephemeral Containers:\n  debugger-" in page and "spec.ephemeralContainers{end}: Container started" in page
    assert '"exitCode":1' in states(web)
    assert web.out("get pods --no-headers").split()[1:4] == ["1/1", "Running", "0"]


def test_a_session_that_can_only_be_logged(web: Shell) -> None:
    ends = web("debug web --image=alpine -i -c ends -- echo hello")
    assert (ends.out, ends.err, ends.code) == ("hello\n", "", 0)
    waits = web("debug web --image=busybox -i -c waits")
    assert (waits.out, waits.err, waits.code) == ("", PROMPT + FALLS_BACK, 0)
    assert '"running"' in states(web)  # a shell that waits for what is typed
    terminal = web("debug web --image=busybox -it -c terminal")
    assert terminal.err.startswith(
        "Unable to use a TTY - input is not a terminal or the right kind of file\nAll commands"
    )
    quiet = web("debug web --image=busybox -it -c quiet -q")
    assert (quiet.out, quiet.err, quiet.code) == ("", FALLS_BACK, 0)
    assert web("debug web --image=busybox --attach=false -it -c apart").err == ""
    assert web("debug web --image=alpine --copy-to=other -i -c dbg -- echo copied").out == "copied\n"


def test_the_log_of_a_container_that_is_over_ends(web: Shell) -> None:
    web.out("debug web --image=alpine -c ends -- sh -c 'echo a; sleep 5; echo b'")
    web.out("sim clock advance 2s")
    assert web.out("logs web -c ends -f") == "a\nb\n"


def test_an_image_that_never_comes_is_waited_for_in_vain(web: Shell) -> None:
    done = web("debug web --image=busybox:does-not-exist -i -c dbg")
    assert done.err.startswith("Warning: container dbg: rpc error: code = NotFound desc = failed to pull")
    assert done.err.endswith("\nerror: timed out waiting for the condition\n") and done.code == 1


def test_names_do_not_come_twice(web: Shell) -> None:
    names = [web.out("debug node/node-1 --image=busybox") for _ in range(3)]
    names += [web.out("debug web --image=busybox") for _ in range(3)]
    assert len(set(names)) == 6


def test_a_custom_profile_is_laid_over(web: Shell) -> None:
    web.write("custom.yaml", CUSTOM)
    web.out("debug web --image=busybox -c over --custom=custom.yaml")
    found = web.out(
        "get pod web -o jsonpath='{.spec.ephemeralContainers[0].env}{.spec.ephemeralContainers[0].securityContext}'"
    )
    assert found == '[{"name":"Q","value":"z"}]{"capabilities":{"add":["SYS_PTRACE"]},"runAsUser":0}'
    web.out("debug web --image=busybox -c over --copy-to=copy --custom=custom.yaml")
    assert web.out("get pod copy -o jsonpath='{.spec.containers[1].securityContext.runAsUser}'") == "0"
    web.out("debug node/node-1 -q --image=busybox --custom=custom.yaml")
    assert (
        web.out("get pods -l app.kubernetes.io/managed-by -o jsonpath='{.items[*].spec.containers[*].env}'")
        == found[:26]
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("name: x", "name, command, image, lifecycle and volume devices are not modifiable via custom profile"),
        (
            "nam: [x",
            "custom does not contain a valid container spec: error converting YAML to JSON: "
            "yaml: line 1: did not find expected ',' or ']'",
        ),
        (
            '{"env": 5}',
            "custom does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: "
            "json: cannot unmarshal number into Go struct field Container.env of type []v1.EnvVar",
        ),
        (
            "[1]",
            "custom does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: "
            "json: cannot unmarshal array into Go value of type v1.Container",
        ),
    ],
)
def test_what_is_no_custom_profile(web: Shell, text: str, error: str) -> None:
    web.write("custom", text)
    done = web("debug web --image=busybox --custom=custom")
    assert (done.out, done.err, done.code) == ("", f"error: {error}\n", 1)


def test_custom_profiles_that_cannot_be_read(web: Shell) -> None:
    missing = "must pass a container spec json file for custom profile:"
    assert (
        web("debug web --image=busybox --custom=none").err == f"error: {missing} open none: no such file or directory\n"
    )
    assert web("debug web --image=busybox --custom=/").err == f"error: {missing} read /: is a directory\n"
