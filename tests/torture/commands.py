"""A life of a state, command by command: every verb that changes something, and time that passes. Pure data."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One command as a person types it. `after`: seconds that the real clock goes on before it. `code`: its exit
    code.
    """

    line: str
    stdin: str = ""
    after: float = 1
    code: int = 0


def _deployment(name: str, image: str, replicas: int = 2) -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels: {{app: {name}}}
spec:
  replicas: {replicas}
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
      - name: {name}
        image: {image}
        ports: [{{containerPort: 80}}]
        resources: {{requests: {{cpu: 50m, memory: 32Mi}}}}
"""


_CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: %s}
data: {key: %s}
"""
_SHOP = (
    _deployment("shop", "nginx:1.24", 3) + "---\n" + _CONFIG % ("settings", "one") + "---\n" + _CONFIG % ("more", "x")
)
_JSON_PATCH = '[{"op":"replace","path":"/spec/revisionHistoryLimit","value":4}]'
_CONTAINER = '{"spec":{"template":{"spec":{"containers":[{"name":"shop","image":"nginx:1.26"}]}}}}'

STORY = (
    Step("create deployment web --image=nginx:1.25 --replicas=2"),
    Step("create -f -", _SHOP),
    Step("create configmap letters --from-literal=a=fruit"),
    Step("create secret generic keys --from-literal=k=v"),
    Step("create namespace other"),
    Step("create job once --image=busybox"),
    Step("create cronjob often --image=busybox --schedule='* * * * *'"),
    Step("create quota small --hard=pods=40"),
    Step("create service clusterip plain --tcp=80:80"),
    Step("sim settle --for=1s", after=0),
    Step("get pods", after=5),
    Step("apply -f -", _deployment("shop", "nginx:1.25") + "---\n" + _CONFIG % ("settings", "two")),
    Step("apply -f -", _deployment("fresh", "redis") + "---\n" + _CONFIG % ("settings", "three")),
    Step("apply --server-side -f -", _CONFIG % ("owned", "one")),
    Step("apply --server-side --force-conflicts -f -", _CONFIG % ("settings", "four")),
    Step("edit configmap letters"),
    Step("set image deployment/web nginx=nginx:1.27"),
    Step("set env deployment/web MODE=fast"),
    Step("set resources deployment/web --limits=cpu=200m,memory=64Mi"),
    Step("set serviceaccount deployment/web default"),
    Step("rollout status deployment/web --timeout=5m", after=3),
    Step("scale deployment/web --replicas=4"),
    Step("scale deployment/web deployment/shop --replicas=3", after=4),
    Step("autoscale deployment/fresh --min=1 --max=3 --cpu=80%"),
    Step(f"patch deployment shop -p '{_CONTAINER}'"),
    Step('patch deployment shop --type=merge -p \'{"spec":{"minReadySeconds":3}}\''),
    Step(f"patch deployment shop --type=json -p '{_JSON_PATCH}'"),
    Step("label deployment,configmap --all tier=one"),
    Step("label pods -l app=web seen=yes"),
    Step("annotate deployment/web note=first"),
    Step("rollout pause deployment/web"),
    Step("set image deployment/web nginx=nginx:1.28"),
    Step("rollout resume deployment/web"),
    Step("rollout undo deployment/web", after=20),
    Step("rollout restart deployment/shop", after=10),
    Step("expose deployment web --port=80 --type=NodePort"),
    Step("run alone --image=nginx"),
    Step("run stuck --image=nginx:missing"),
    Step("get events", after=90),
    Step("replace -f -", _deployment("fresh", "redis:7", 1)),
    Step("replace --force -f -", _CONFIG % ("more", "z")),
    Step("cordon node-1"),
    Step("taint nodes node-2 key=value:NoSchedule"),
    Step("scale deployment/shop --replicas=5"),
    Step("uncordon node-1"),
    Step("taint nodes node-2 key:NoSchedule-"),
    Step("drain node-3 --ignore-daemonsets --force --delete-emptydir-data"),
    Step("sim settings set node.cpu=8"),
    Step("sim images set 'bad/*' missing"),
    Step("sim settle", after=0),
    Step("get pods", after=200),
    Step("delete configmap letters more"),
    Step("delete pod alone stuck --ignore-not-found"),
    Step("delete pods -l app=shop --grace-period=0 --force"),
    Step("delete deployment web"),
    Step("delete -f -", _deployment("fresh", "redis")),
    Step("delete namespace other"),
    Step("delete deployment,job,cronjob,service,hpa --all"),
    Step("get all", after=4000),
)
MANUAL = (
    Step("sim clock advance 90s"),
    Step("sim clock advance 2h"),
    Step("wait --for=condition=Available deployment/web --timeout=2m"),
)


def story(clock: str) -> tuple[Step, ...]:
    """The commands under a clock: the manual one is moved by commands of its own."""
    if clock == "real":
        return (*STORY, Step("sim clock manual"), Step("sim clock advance 1m"))
    at = next(i for i, step in enumerate(STORY) if step.line.startswith("rollout status"))
    end = len(STORY) - 8
    return (*STORY[:at], MANUAL[2], *STORY[at:end], MANUAL[0], *STORY[end:], MANUAL[1], Step("sim reset"))
