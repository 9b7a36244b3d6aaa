"""What commands print, as the simulated kubelets tell it."""

from __future__ import annotations

from itertools import islice, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers.kubelet.shell import Surroundings, printed, run
from minikctl.controllers.kubelet.shell.pi import pi
from minikctl.controllers.kubelet.surroundings import environment, expand, field_of

SECOND = 1_000_000
START = 1_700_000_000 * SECOND  # Tue Nov 14 22:13:20 UTC 2023


def around(seconds: int = 10, **more: object) -> Surroundings:
    return Surroundings(
        START,
        START + seconds * SECOND,
        {"HOSTNAME": "web-1", "X": "a  b", "EMPTY": ""},
        {"/etc/config/color": "blue\n", "/etc/config/size": "9\n"},
        "web-1",
        **more,  # type: ignore[arg-type]
    )


def said(script: str, seconds: int = 10, **more: object) -> list[tuple[float, str]]:
    """(seconds after the start, text) of everything printed in so many seconds."""
    chunks = printed(("sh", "-c", script), around(seconds, **more))
    return [(at / SECOND, text) for at, _, text in takewhile(lambda c: c[0] <= seconds * SECOND, chunks) if text]


def text(script: str, seconds: int = 10, **more: object) -> str:
    return "".join(one for _, one in said(script, seconds, **more))


@pytest.mark.parametrize(
    ("script", "output"),
    [
        ("echo hi   there", "hi there\n"),
        ("echo 'a; b' \"c  d\"", "a; b c  d\n"),
        ("echo -n x; echo y", "xy\n"),
        ("echo -e 'a\\tb'", "a\tb\n"),
        ('echo $X "$X" \'$X\' \\$X', "a b a  b $X $X\n"),
        ("echo ${X:-c} ${NO:-c} ${#HOSTNAME}", "a b c 5\n"),
        ("A=1; A=${A}2; echo $A", "12\n"),
        ("a=(x y\nz); i=1; echo ${a[$i]} ${a[0]} ${#a[@]} ${a[9]}", "y x 3\n"),
        ("a=(x y 'z'); for w in ${a[@]}; do echo $w; done", "x\ny\nz\n"),
        ("echo $(echo inner) `echo old`", "inner old\n"),
        ("echo $((2 + 3 * 4)) $((7 / 2)) $((1 < 2))", "14 3 1\n"),
        ("i=5; i=$((i+1)); echo $i", "6\n"),
        ("printf '%s-%03d\\n' a 5 b 6", "a-005\nb-006\n"),
        ("for i in 1 2 3; do echo $i; done", "1\n2\n3\n"),
        ("for i in $(seq 2 4); do echo -n $i; done", "234"),
        ("for i in {1..3}; do echo -n $i; done", "123"),
        ("for ((i=0; i<3; i++)); do echo -n $i; done", "012"),
        ("i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; echo end", "0\n1\n2\nend\n"),
        ("seq 3 | while read n; do echo n=$n; done", "n=1\nn=2\nn=3\n"),
        ("if [ -z \"$EMPTY\" ]; then echo empty; else echo full; fi", "empty\n"),
        ("case $HOSTNAME in web-*) echo web;; *) echo other;; esac", "web\n"),
        ("f() { echo in $1; return 2; }; f x; echo $?", "in x\n2\n"),
        ("false; echo $?; true && echo yes || echo no", "1\nyes\n"),
        ("cat <<EOF\nhi $HOSTNAME\nEOF", "hi web-1\n"),
        ("echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f; wc -l < /tmp/f", "a\nb\n2\n"),
        ("cat /etc/config/*; ls /etc/config", "blue\n9\ncolor\nsize\n"),
        ("cat /tmp/nope; cat /tmp/nope 2>/dev/null; echo on", "cat: /tmp/nope: No such file or directory\non\n"),
        ("echo err >&2; echo gone > /dev/null", "err\n"),
        ("echo one two | tr a-z A-Z | tee /tmp/f; cat /tmp/f", "ONE TWO\nONE TWO\n"),
        ("printf 'b\\na\\n' | sort | head -1", "a\n"),
        ("(exit 3); echo $?", "3\n"),
        ("sh -c 'exit 4'; echo $?", "4\n"),
        ("while true; do break; done; echo out", "out\n"),
        ("timeout 2 sleep 100; echo $?", "143\n"),
        ("python3 -c 'print(\"hello\")'", "hello\n"),
        ("echo 2+3 | bc; expr 4 + 5", "5\n9\n"),
        ("date; date +%F; date -u '+%H:%M:%S'", "Tue Nov 14 22:13:20 UTC 2023\n2023-11-14\n22:13:20\n"),
        ("nginx -g 'daemon off;'", "/docker-entrypoint.sh: Configuration complete; ready for start up\n"
         "2023/11/14 22:13:20 [notice] 1#1: nginx/1.29.3\n2023/11/14 22:13:20 [notice] 1#1: start worker processes\n"),
        ("some-unknown-server --port 80; echo never", ""),
    ],
)  # fmt: skip
def test_scripts_print(script: str, output: str) -> None:
    assert text(script) == output


def test_loops_print_at_their_instants() -> None:
    found = said("while true; do echo $i; i=$((i+1)); sleep 3; done")
    assert found == [(0.0, "\n"), (3.0, "1\n"), (6.0, "2\n"), (9.0, "3\n")]


def test_background_and_foreground_are_told_in_order_of_time() -> None:
    found = said("while true; do echo a; sleep 2; done & sleep 1; echo b; sleep 2; echo c; wait", 4)
    assert found == [(0.0, "a\n"), (1.0, "b\n"), (2.0, "a\n"), (3.0, "c\n"), (4.0, "a\n")]


def test_a_loop_that_ran_for_a_month_costs_its_last_turns_only() -> None:
    month = 30 * 86400
    found = said('while true; do echo "$i"; i=$((i+1)); sleep 1; done', month)
    assert found[-1] == (float(month), f"{month}\n")
    assert len(found) < 6000


def test_a_loop_asks_for_a_service_until_it_is_there() -> None:
    script = "until nslookup db > /dev/null; do echo waiting; sleep 2; done; echo found"
    assert text(script, service=lambda _name, _namespace: 5 * SECOND) == "waiting\nwaiting\nwaiting\nfound\n"
    assert text(script, 5, service=lambda _name, _namespace: None) == "waiting\nwaiting\nwaiting\n"


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("i=0; while [ $i -lt 5 ]; do i=$((i+1)); sleep 1; done", 5),
        ("for i in $(seq 3); do sleep $i; done", 6),
        ("N=4; sleep $N", 4),
        ("while true; do date >> /html/index.html; sleep 1; done", None),
        ("n=0; while true; do n=$((n+1)); sleep 1; done", None),
    ],
)
def test_how_scripts_end_agrees(script: str, seconds: int | None) -> None:
    assert run(("sh", "-c", script)).ends == (None if seconds is None else seconds * SECOND)


@given(st.text(alphabet="abc 01;&|(){}\"'`$\\\n<>#!=-*", max_size=40))
def test_no_script_is_too_odd_to_be_read(script: str) -> None:
    list(islice(printed(("sh", "-c", script), around()), 50))


WORDS = "if then else fi while until for in do done case esac ;; true false ; && || | ( ) exit sleep 1 echo $x read"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_no_order_of_words_is_too_odd_to_be_read(words: list[str]) -> None:
    list(islice(printed(("sh", "-c", " ".join(words)), around()), 50))


def test_pi() -> None:
    assert pi(5) == "3.1416"
    assert pi(1) == "3"
    assert pi(50) == "3.1415926535897932384626433832795028841971693993751"
    assert (len(pi(2000)), pi(2000)[-10:]) == (2001, "4780275901")
    command = ("perl", "-Mbignum=bpi", "-wle", "print bpi(2000)")
    assert "".join(c[2] for c in printed(command, around())) == pi(2000) + "\n"


@given(st.integers(2, 300))
def test_pi_of_fewer_digits_is_the_beginning_of_more(digits: int) -> None:
    whole = pi(400)
    assert abs(float(pi(digits)) - 3.141592653589793) < 10.0 ** -(min(digits, 16) - 2)
    assert pi(digits)[:-1] == whole[:digits] or pi(digits)[-1] == "0"


class Cluster:
    """Objects by (resource, namespace, name)."""

    def __init__(self, **objects: dict[str, object]) -> None:
        self.settings: dict[str, object] = {}
        self._objects = objects

    def get(self, resource: str, _namespace: str, name: str) -> dict[str, object] | None:
        return self._objects.get(f"{resource}_{name}")

    def list(self, resource: str, _namespace: str = "") -> list[dict[str, object]]:
        return [obj for key, obj in self._objects.items() if key.startswith(resource + "_")]


def test_variables_are_expanded_as_kubernetes_does() -> None:
    known = {"A": "1", "B": "2"}
    assert expand("$(A)-$(B)-$(C)-$$(A)-$A-$(", known) == "1-2-$(C)-$(A)-$A-$("


def test_the_environment_of_a_container() -> None:
    cluster = Cluster(configmaps_settings={"data": {"color": "red"}}, secrets_keys={"data": {"token": "czNjcjN0"}})
    pod = {"metadata": {"name": "web", "namespace": "dev", "labels": {"app": "x"}}, "spec": {"containers": []}}
    container = {
        "name": "c",
        "resources": {"limits": {"cpu": "1500m", "memory": "64Mi"}},
        "envFrom": [{"configMapRef": {"name": "settings"}, "prefix": "S_"}],
        "env": [
            {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "token"}}},
            {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "APP", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['app']"}}},
            {"name": "CPU", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
            {"name": "MIB", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}}},
            {"name": "ALL", "value": "$(S_color) $(POD) $(NOT)"},
            {"name": "BARE"},
        ],
    }
    found = environment(cluster, pod, container, START)
    chosen = {name: found[name] for name in ("S_color", "TOKEN", "POD", "APP", "CPU", "MIB", "ALL", "BARE", "HOSTNAME")}
    assert list(chosen.values()) == ["red", "s3cr3t", "web", "x", "2", "64", "red web $(NOT)", "", "web"]


def test_labels_as_a_file() -> None:
    pod = {"metadata": {"labels": {"b": "2", "a": "1"}}}
    assert field_of(pod, "metadata.labels") == 'a="1"\nb="2"'


def test_the_example_server_of_the_tutorials_says_where_it_listens() -> None:
    chunks = printed(("/agnhost", "netexec", "--http-port=80{x}", "--udp-port", "81"), around())
    assert "".join(said for _, _, said in chunks).splitlines() == [
        "I1114 22:13:20.000000       1 log.go:245] Started HTTP server on port 80{x}",
        "I1114 22:13:20.000000       1 log.go:245] Started UDP server on port  81",
    ]
