"""From a command line to text and exit code, for what no verb decides: finding commands, flags, usage, help."""

from __future__ import annotations

import io

import pytest

from minikctl.cli.env import Env
from minikctl.cli.main import main
from minikctl.cli.streams import Output, Stream
from minikctl.core.errors import StateError
from tests.support.cli import Result, kubectl


def fails(text: str) -> Result:
    return Result("", text, 1)


def test_a_mistyped_verb_gets_suggestions_in_kubectl_s_order() -> None:
    assert kubectl("gte pods") == fails('error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n')
    assert kubectl("ge").err.splitlines()[3:] == ["\tset", "\tget", "\tcp"]
    assert kubectl("api").err.splitlines()[3:] == ["\tcp", "\tapi-versions", "\tapi-resources"]
    assert kubectl("frobnicate") == fails('error: unknown command "frobnicate" for "kubectl"\n')


def test_a_flag_may_stand_before_the_verb() -> None:
    assert kubectl("-n dev get --nope").err.startswith("error: unknown flag: --nope\n")
    assert kubectl("--zzz get pods") == fails("Error: flags cannot be placed before plugin name: --zzz\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("get pods --nope", "unknown flag: --nope\nSee 'kubectl get --help' for usage."),
        ("set image -z", "unknown shorthand flag: 'z' in -z\nSee 'kubectl set image --help' for usage."),
        ("-v", "flag needs an argument: 'v' in -v\nSee 'kubectl --help' for usage."),
        ("rollout explode a/b", "unknown command \"explode a/b\"\nSee 'kubectl rollout -h' for help and examples"),
        ("config foo", "unknown command \"foo\"\nSee 'kubectl config -h' for help and examples"),
        ("completion", "Shell not specified.\nSee 'kubectl completion -h' for help and examples"),
        ("completion tcsh", "Unsupported shell type \"tcsh\".\nSee 'kubectl completion -h' for help and examples"),
        ("create cronjob x", 'required flag(s) "image", "schedule" not set'),
        ("create deployment", 'required flag(s) "image" not set'),
        ("scale deployment web", 'required flag(s) "replicas" not set'),
        ("create deploy", 'required flag(s) "image" not set'),
    ],
)  # fmt: skip
def test_usage_errors(line: str, text: str) -> None:
    assert kubectl(line) == fails(f"error: {text}\n")


def test_deprecated_flags_are_told_on_stderr_only_when_all_is_well() -> None:
    assert kubectl("scale --record").err.splitlines()[0] == (
        "Flag --record has been deprecated, --record will be removed in the future"
    )
    assert "deprecated" not in kubectl("scale --record --nope").err


@pytest.mark.parametrize(
    ("line", "stream", "code"),
    [("", "out", 0), ("rollout", "out", 1), ("certificate", "out", 0), ("certificate x", "out", 0)]
    + [(line, "err", 1) for line in ("set", "create secret", "create svc", "config", "auth", "top", "plugin", "kuberc")]
    + [(line, "out", 0) for line in ("get -h", "get pods --help", "help get", "help create deployment x", "options")],
)
def test_help_goes_where_kubectl_sends_it(line: str, stream: str, code: int) -> None:
    result = kubectl(line)
    texts = {"out": result.out, "err": result.err}
    assert result.code == code
    assert texts.pop(stream)
    assert set(texts.values()) == {""}


def test_an_unknown_topic_is_told_and_the_list_of_commands_follows() -> None:
    result = kubectl("help nope")
    assert result.err == "Unknown help topic [`nope`]\n"
    assert "Basic Commands (Beginner):" in result.out


def test_kubectls_messages_speak_of_kubectl_and_our_own_pages_of_what_was_called() -> None:
    assert "See 'kubectl get --help'" in kubectl("get --nope", name="minikctl").err
    assert 'unknown command "x" for "kubectl"' in kubectl("x", name="minikctl").err
    assert "See 'minikctl sim clock --help'" in kubectl("sim clock --nope", name="minikctl").err
    assert "See 'minikctl sim clock -h'" in kubectl("sim clock wrong", name="minikctl").err
    assert "See 'k get --help'" in kubectl("get --nope", environ={"MINIKCTL_NAME": "k"}).err
    assert "  minikctl scale " in kubectl("scale -h", name="minikctl").out
    assert 'unknown command "x" for "k"' in kubectl("x", environ={"MINIKCTL_NAME": "k"}).err


def test_a_failure_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minikctl.cli.commands.options.run", lambda *_: 1 // 0)
    assert kubectl("options").err.startswith("error: internal error: ZeroDivisionError: ")
    assert kubectl("options").code == 1
    assert "Traceback" in kubectl("options", environ={"MINIKCTL_DEBUG": "1"}).err


def test_a_closed_pipe_and_an_interrupt_are_left_to_the_process() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    env = Env(io.StringIO(), Closed(), io.StringIO(), {}, "/")
    with pytest.raises(BrokenPipeError):
        main(["options"], env)


def test_what_a_failing_state_has_not_kept_is_not_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is held back until its transaction is durable; then the disk fails the command."""

    def run(_opts: object, _client: object, env: Env) -> int:
        env.stdout.write("pod/a evicted\n")
        raise StateError("/state/cluster.json: no space left on device: free some space and try again")

    monkeypatch.setattr("minikctl.cli.commands.options.run", run)
    output, out, err = Output(), io.BytesIO(), io.BytesIO()
    stdout, stderr = Stream(out, output, at_once=False, tells=True), Stream(err, output, at_once=True, tells=False)
    assert main(["options"], Env(io.StringIO(), stdout, stderr, {}, "/", "minikctl", output)) == 1
    output.flush()
    assert out.getvalue() == b""
    assert err.getvalue() == b"error: /state/cluster.json: no space left on device: free some space and try again\n"
