"""`__complete`, by Cobra's protocol, and the scripts that call it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.support.cli import kubectl


def complete(line: str) -> tuple[list[str], str]:
    *values, directive = kubectl(f"__complete {line}").out.splitlines()
    return [value.split("\t")[0] for value in values], directive


@pytest.mark.parametrize(
    ("line", "values", "directive"),
    [
        ("ro", ["rollout"], ":4"),
        ("rollout ''", ["history", "pause", "restart", "resume", "status", "undo"], ":4"),
        ("help ro", ["rollout"], ":4"),
        ("get --ou", ["--output", "--output-watch-events"], ":4"),
        ("get --output=js", ["json", "jsonpath", "jsonpath-as-json", "jsonpath-file"], ":4"),
        ("get -o wi", ["wide"], ":4"),
        ("-n x get -A", ["-A"], ":4"),
        ("scale -", ["--replicas"], ":4"),
        ("scale --replicas=1 --ou", ["--output"], ":4"),
        ("scale --replicas=1 --repl", [], ":4"),
        ("get -f ''", ["json", "yaml", "yml"], ":8"),
        ("rollout status d", ["deployment", "daemonset"], ":4"),
        ("completion ''", ["zsh", "fish", "powershell", "bash"], ":4"),
        ("wait --for ''", [], ":0"),
        ("get --bogus x ''", [], ":0"),
        ("nope ''", [], ":0"),
    ],
)
def test_candidates(line: str, values: list[str], directive: str) -> None:
    assert complete(line) == (values, directive)


def test_descriptions_can_be_left_out() -> None:
    assert kubectl("__complete ro").out.startswith("rollout\tManage the rollouts")
    assert kubectl("__completeNoDesc ro").out == "rollout\n:4\n"
    assert kubectl("__complete ro").err == "Completion ended with directive: ShellCompDirectiveNoFileComp\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_in_order(shell: str) -> None:
    """As far as the shell itself can tell."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    script = kubectl(f"completion {shell}").out
    subprocess.run([program, "-n", "/dev/stdin"], input=script, text=True, check=True, capture_output=True)


def test_bash_completes_with_its_script() -> None:
    """The function that the script defines, called as bash calls it."""
    script = kubectl("completion bash").out
    code = f"""
{script}
kubectl() {{ {sys.executable} -m minikctl "$@"; }}
ask() {{
    COMP_LINE="$1"; COMP_POINT=${{#1}}; read -ra COMP_WORDS <<< "$1"
    [[ $1 == *' ' ]] && COMP_WORDS+=("")
    COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
    __kubectl_complete; echo "${{COMPREPLY[@]}}"
}}
ask "kubectl ro"; ask "kubectl rollout "; ask "kubectl get -o js"
"""
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "rollout",
        "history pause restart resume status undo",
        "json jsonpath jsonpath-as-json jsonpath-file",
    ]
