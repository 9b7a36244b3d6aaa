"""minikctl over HTTP on a `minikctl serve` of its own: every group of verbs once, and what can go wrong on the way."""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING

import pytest

from minikctl.cli import pflag, table
from minikctl.cli.env import Env
from minikctl.cli.opts import Opts
from minikctl.client import connect
from tests.support.cli import Result, kubectl
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from minikctl.client._base import Client

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.25"}]}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture
def asked(server: Server, tmp_path: Path) -> Iterator[Asked]:
    """A namespace of its own on the server, and a function to call it with."""
    name = f"t{time.time_ns()}"
    asked = Asked(server, name, tmp_path)
    assert asked(f"create ns {name}").code == 0
    yield asked
    assert asked(f"delete ns {name} --wait=false").code == 0


class Asked:
    def __init__(self, server: Server, namespace: str, directory: Path) -> None:
        self.server, self.namespace, self.directory = server, namespace, directory

    def __call__(self, line: str, stdin: str = "", **environ: str) -> Result:
        variables = {"MINIKCTL_KUBECONFIG": str(self.server.kubeconfig), **environ}
        return kubectl(f"-n {self.namespace} {line}", stdin, cwd=self.directory, environ=variables)


def test_objects_are_made_shown_changed_and_deleted(asked: Asked) -> None:
    ns = asked.namespace
    assert asked("apply -f -", DEPLOYMENT) == Result("deployment.apps/web created\n", "", 0)
    assert asked("rollout status deploy/web").out.endswith('deployment "web" successfully rolled out\n')
    assert asked("get deploy web --no-headers").out.split()[:4] == ["web", "2/2", "2", "2"]
    assert len(asked("get pods -o wide").out.splitlines()) == 3
    assert asked("get deploy -o name").out == "deployment.apps/web\n"
    assert json.loads(asked("get deploy web -o json").out)["spec"]["replicas"] == 2
    assert asked("get deploy web -o yaml").out.startswith("apiVersion: apps/v1\nkind: Deployment\n")
    assert asked("get deploy -o jsonpath='{.items[*].metadata.name}'").out == "web"
    assert asked("get deploy -o custom-columns=N:.metadata.name").out == "N\nweb\n"
    assert asked("get deploy -o go-template='{{len .items}}'").out == "1"
    assert asked("scale deploy/web --replicas=3").out == "deployment.apps/web scaled\n"
    assert asked("set image deploy/web nginx=nginx:1.26").out == "deployment.apps/web image updated\n"
    assert asked("label deploy/web tier=front").out == "deployment.apps/web labeled\n"
    assert asked("annotate deploy/web note=x").out == "deployment.apps/web annotated\n"
    assert asked("rollout history deploy/web").out.startswith("deployment.apps/web \nREVISION")
    assert asked("rollout undo deploy/web").out == "deployment.apps/web rolled back\n"
    patch = """patch deploy web -p '{"spec":{"minReadySeconds":1}}'"""
    assert asked(patch).out == "deployment.apps/web patched\n"
    assert (
        asked("apply -f - --server-side --force-conflicts", DEPLOYMENT).out
        == "deployment.apps/web serverside-applied\n"
    )
    assert "Name:                   web\n" in asked("describe deploy web").out
    assert asked("expose deploy/web --port=80").out == "service/web exposed\n"
    assert asked("autoscale deploy/web --max=3").code == 0
    assert asked("delete deploy/web svc/web").out == (
        f'deployment.apps "web" deleted from {ns} namespace\nservice "web" deleted from {ns} namespace\n'
    )


def test_waiting_and_watching_see_what_comes(asked: Asked) -> None:
    assert asked("run p --image=nginx").out == "pod/p created\n"
    assert asked("wait --for=condition=Ready pod/p --timeout=20s") == Result("pod/p condition met\n", "", 0)
    assert asked("delete pod p") == Result(f'pod "p" deleted from {asked.namespace} namespace\n', "", 0)
    assert asked("wait --for=delete pod/p --timeout=5s").code == 0
    assert asked("wait --for=condition=Ready pod/p --timeout=1s").err.startswith("Error from server (NotFound)")
    asked("create cm c")
    late = asked("wait --for=jsonpath='{.data.a}'=b cm/c --timeout=1s")
    assert late == Result("", "error: timed out waiting for the condition on configmaps/c\n", 1)


def test_edit_opens_what_the_server_has(asked: Asked) -> None:
    asked("create cm c --from-literal=a=b")
    editor = asked.directory / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/a: b/a: c/' \"$1\"\n")
    editor.chmod(0o755)
    assert asked("edit cm c", KUBE_EDITOR=str(editor), PATH="/bin:/usr/bin").out == "configmap/c edited\n"
    assert asked("get cm c -o jsonpath='{.data.a}'").out == "c"


def test_failures_are_those_of_the_server(asked: Asked) -> None:
    assert asked("get cm nope") == Result("", 'Error from server (NotFound): configmaps "nope" not found\n', 1)
    assert asked("get gadgets").err == 'error: the server doesn\'t have a resource type "gadgets"\n'
    asked("create cm c")
    assert asked("create cm c").err == 'error: failed to create configmap: configmaps "c" already exists\n'
    assert (
        asked("scale deploy/nope --replicas=1").err
        == 'Error from server (NotFound): deployments.apps "nope" not found\n'
    )
    assert asked("get --raw /nope").err.startswith("Error from server (NotFound)")
    assert asked("get pods -l a=b=c").err.startswith("Error from server (BadRequest)")
    assert asked("create -f - --dry-run=server", DEPLOYMENT).out == "deployment.apps/web created (server dry run)\n"
    assert asked("get deploy").err == f"No resources found in {asked.namespace} namespace.\n"
    unknown = DEPLOYMENT.replace("replicas:", "replcas:")
    assert 'unknown field "spec.replcas"' in asked("create -f -", unknown).err
    assert asked("create -f - --validate=warn", unknown).err == 'Warning: unknown field "spec.replcas"\n'


def test_long_lists_come_in_parts(asked: Asked) -> None:
    items = "---\n".join(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}}}\n" for i in range(7))
    assert asked("create -f -", items).code == 0
    assert len(asked("get cm --chunk-size=2").out.splitlines()) == 1 + 8  # kube-root-ca.crt is there too


def test_items_of_lists_are_whole_objects(asked: Asked) -> None:
    asked("create deploy web --image=nginx")
    client = _client(asked)
    (item,) = client.list(client.resolve("deploy"), asked.namespace)["items"]
    client.close()
    assert (item["apiVersion"], item["kind"]) == ("apps/v1", "Deployment")
    assert asked("set image deployments --all nginx=nginx:1.27").out == "deployment.apps/web image updated\n"
    assert asked("rollout restart deployment").out == "deployment.apps/web restarted\n"


def test_discovery_is_that_of_the_server(asked: Asked) -> None:
    assert "deployments" in asked("api-resources --api-group=apps").out
    assert "apps/v1\n" in asked("api-versions").out
    assert asked("version").out.splitlines()[-1].startswith("Server Version: v1.")
    assert json.loads(asked("get --raw /version").out)["major"] == "1"
    assert asked("auth can-i get pods").out == "yes\n"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("--server=http://127.0.0.1:1", "The connection to the server 127.0.0.1:1 was refused - did you specify"),
        (
            "--server=http://nope.invalid",
            "Unable to connect to the server: dial tcp: lookup nope.invalid: no such host",
        ),
        ("--context=nope", "Error in configuration: context was not found for specified context: nope"),
    ],
)
def test_flags_stand_over_the_kubeconfig(server: Server, tmp_path: Path, flags: str, said: str) -> None:
    got = kubectl(f"get pods {flags} --kubeconfig={server.kubeconfig}", cwd=tmp_path)
    assert got.err.startswith(said)
    assert got.code == 1


def test_without_being_asked_no_server_is_used(server: Server, tmp_path: Path) -> None:
    state = tmp_path / "state"
    kubectl("create ns here", state=state, cwd=tmp_path, environ={"KUBECONFIG": str(server.kubeconfig)})
    assert "here" in kubectl("get ns", state=state, cwd=tmp_path).out
    assert "here" not in kubectl(f"get ns --kubeconfig={server.kubeconfig}", cwd=tmp_path).out


def test_a_watch_tells_each_change_once(asked: Asked) -> None:
    client = _client(asked)
    res = client.resolve("cm")
    revision = client.list(res, asked.namespace)["metadata"]["resourceVersion"]
    asked("create cm one")
    asked("delete cm one")
    seen = [
        (kind, obj["metadata"]["name"])
        for kind, obj in client.watch(res, asked.namespace, revision=revision, timeout=1)
        if kind != "BOOKMARK"
    ]
    assert seen == [("ADDED", "one"), ("DELETED", "one")]
    client.close()


def test_a_watch_without_a_revision_begins_with_what_is_there(asked: Asked) -> None:
    asked("create cm one")
    client = _client(asked)
    seen = client.watch(client.resolve("cm"), asked.namespace, name="one", timeout=1)
    assert next(iter(seen))[1]["metadata"]["name"] == "one"
    client.close()


def _client(asked: Asked) -> Client:
    flags = table.flags(("get",))
    parsed = pflag.parse([f"--kubeconfig={asked.server.kubeconfig}"], flags)
    env = Env(io.StringIO(), io.StringIO(), io.StringIO(), {}, str(asked.directory), "kubectl")
    return connect(Opts(("get",), parsed, flags, "kubectl"), env)
