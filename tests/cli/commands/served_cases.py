"""Command lines that minikctl and the real kubectl on `minikctl serve` must answer alike, and what is no answer."""

from __future__ import annotations

import re
from typing import NamedTuple


class Case(NamedTuple):
    """One command line, what it reads on standard input, and its editor."""

    line: str
    stdin: str = ""
    editor: str = ""


CM = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\ndata: {a: '1'}\n"
NAMELESS = "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: x-}\n"
WRONG_TYPE = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: x, template: {spec: {containers: [{name: c, image: 5}]}}}
"""
DAEMON = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: nginx}]}}
"""
DEBUGGED = """
apiVersion: v1
kind: Pod
metadata: {name: seen, labels: {tier: seen}, annotations: {note: hi}}
spec:
  nodeName: node-2
  securityContext: {runAsUser: 1000}
  initContainers: [{name: first, image: busybox, command: ["true"]}]
  containers:
  - name: web
    image: nginx
    args: [-g, daemon off;]
    securityContext: {capabilities: {add: [NET_RAW]}}
    livenessProbe: {httpGet: {path: /, port: 80}}
    readinessProbe: {httpGet: {path: /, port: 80}}
    startupProbe: {httpGet: {path: /, port: 80}}
  - {name: side, image: redis}
"""
PROFILES = ("general", "baseline", "restricted", "netadmin", "sysadmin", "legacy")
COPIES = (
    *PROFILES,
    *[f"web-{profile}" for profile in PROFILES],
    "kept",
    "bare",
    "images",
    "image",
    "init",
    "instead",
)
_CONTAINERS = "{range .spec.containers[*]}{.name} {.image} {.command}{.args}{.env} {.securityContext}{.resources} "
DEBUG = (
    "{.metadata.labels} {.metadata.annotations.note} {.spec.shareProcessNamespace} {.spec.securityContext} "
    "{.spec.initContainers[*].name} {.spec.initContainers[*].image} {.spec.initContainers[*].securityContext} "
    + _CONTAINERS
    + "{.livenessProbe}{.readinessProbe}{.startupProbe}; {end}"
)
NODE_DEBUG = (
    "{range .items[*]}{.spec.nodeName} {.spec.hostPID}{.spec.hostIPC}{.spec.hostNetwork} {.spec.restartPolicy} "
    "{.spec.tolerations} {.spec.volumes[*].hostPath} {.spec.containers[*].volumeMounts[*].mountPath} "
    "{.spec.containers[*].securityContext}; {end}"
)
BAD_LABEL = '{"metadata":{"labels":{"a":"b c"}}}'

SETUP = (
    Case("create configmap cm --from-literal=a=1"),
    Case("create configmap other --from-literal=a=0"),
    Case("create deployment web --image=nginx:1.25"),
    Case("create service clusterip svc --tcp=80"),
    Case("apply -f -", CM.replace("NAME", "applied")),
)
CASES = (
    # get: --raw, --sort-by, what clashes
    Case("get --raw /api -w"),
    Case("get --raw /api -l a=b"),
    Case("get --raw /api -o yaml"),
    Case("get --raw api"),
    Case("get -w"),
    Case("get cm cm other -w"),
    Case("get cm/cm cm/other -w -o name"),
    Case("get cm cm nope nothing -w"),
    Case("get cm/cm svc/svc -w"),
    Case("get cm cm other --watch-only"),
    Case("get -f -", NAMELESS),
    Case("get -f - -o yaml", NAMELESS),
    Case("get -f - -o name --show-kind", NAMELESS),
    Case("get -f - --show-labels", CM.replace("NAME", "cm") + "---\n" + NAMELESS.replace("ConfigMap", "Pod")),
    Case("get cm -L app -o custom-columns=A:.kind"),
    Case("get cm cm -o custom-columns --template=A:.kind"),
    Case("get cm cm -o custom-columns=A:.kind --template=x"),
    Case("get cm cm -o jsonpath={.kind} --template=x"),
    Case("get cm --sort-by={.x"),
    Case("get cm --sort-by={.x -o name"),
    Case("get cm cm --sort-by={.x"),
    Case("get cm cm --sort-by=.nope"),
    Case("get cm --sort-by={.metadata.name}{.kind} --no-headers -o wide"),
    Case("get cm --sort-by=.metadata.managedFields"),
    Case("get cm --sort-by=.metadata.managedFields -o name"),
    # files and arguments
    *(
        Case(f"{line} -f nope")
        for line in (
            "get cm",
            "delete cm",
            "delete cm/x",
            "describe cm",
            "label cm a=b",
            "patch cm -p {}",
            "scale deploy --replicas=1",
            "rollout status deploy",
            "set image deploy a=b",
            "wait cm --for=delete",
        )
    ),
    Case("get cm -f nope -k nope"),
    # --raw is refused without a hint
    Case("create --raw nope -f x"),
    Case("create --raw /api -f - --edit", CM),
    Case("create --raw /api -f x -o yaml"),
    Case("create --raw /api -f x -f y"),
    Case("create --raw /api -f http://x"),
    Case("replace --raw nope -f x"),
    Case("delete --raw nope"),
    # what is wrong with an object comes before what is missing behind it
    Case(f"patch cm cm nope -p {BAD_LABEL!r}"),
    Case(f"patch cm cm -p {BAD_LABEL!r}"),
    Case("label cm cm nope x=y"),
    Case("label cm cm nope x=z"),
    Case("annotate cm cm nope applied x=y"),
    Case("expose deploy web nope --port=80 --name=svc"),
    Case("wait deploy web nope --for=condition=x --timeout=0"),
    Case("set selector svc svc nope a=b"),
    Case("set selector --local svc svc a=b"),
    # subresources that are not there
    Case("replace --subresource=status -f -", CM.replace("NAME", "cm")),
    Case("apply --server-side --subresource=status -f -", CM.replace("NAME", "cm")),
    Case(
        "replace --subresource=scale -f -",
        '{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"web"},"spec":{"replicas":2}}',
    ),
    # the last applied configuration
    Case("apply set-last-applied -f -", CM.replace("NAME", "applied")),
    Case("apply set-last-applied -f -", CM.replace("NAME", "applied").replace("'1'", "'2'")),
    Case(r"get cm applied -o jsonpath={.metadata.annotations}"),
    Case("apply edit-last-applied cm applied", editor='sed -i \'s/"2"/"3"/\''),
    Case(r"get cm applied -o jsonpath={.metadata.annotations}"),
    # edit
    Case("edit cm cm -o name"),
    Case("edit cm cm -o jsonpath={.kind}"),
    Case("edit cm cm -o kyaml", editor="grep -v -e uid -e Time -e Version"),
    Case("create --edit -f - -o name", CM.replace("NAME", "new")),
    # run
    Case("run new --image=::: --restart=Bogus"),
    Case("run new --image=::: --pod-running-timeout=0"),
    Case("run new --image=nginx --rm --pod-running-timeout=-1s"),
    # delete
    Case("delete cm cm -i", "yes\n"),
    Case("delete cm cm -i", "y y\n"),
    Case("delete cm cm -i", "Y\n"),
    Case("delete cm other -i", "\ny\n"),
    Case("delete cm -l a=nope --ignore-not-found"),
    # nodes
    Case("taint node node-1 a=b:NoSchedule-"),
    Case("taint node node-1 a=b:NoSchedule -o jsonpath={.spec.taints}"),
    Case("taint node node-1 a-"),
    Case("apply -f -", DAEMON),
    Case("cordon node-1 nope"),
    # what discovery and reviews say
    Case("auth can-i create pods --no-headers"),
    Case("auth whoami --as=jane --as-group=a --as-uid=u1 --as-user-extra=a=b --as-user-extra=x"),
    Case("auth whoami --as-group=b"),
    Case("explain .pods"),
    Case("explain pods,svc"),
    Case("explain pods.spec.containers[0].name"),
    Case("explain pods --api-version=apps/v1"),
    Case("explain pods.bogus --output=plaintext-openapiv2"),
    Case("top pod --field-selector=x"),
    Case("top node node-1 -l x=y"),
    Case("version x"),
    # tokens
    Case("create token default --duration=5m"),
    Case("create token default --duration=10000000h"),
    Case("create token default --bound-object-kind=Pod --bound-object-name=x"),
    Case("create token default --bound-object-kind=Node --bound-object-name=nope"),
    Case("create token default --bound-object-kind=Node --bound-object-name=node-1 --bound-object-uid=abc"),
    Case("create token default --duration=100000h -o jsonpath={.spec}"),
    # numbers of typed objects
    Case("create deployment big --image=nginx --replicas=3000000 --dry-run=client -o jsonpath={.spec.replicas}"),
    Case(
        "create deployment big --image=nginx --replicas=3000000 --dry-run=client -o jsonpath-as-json={.spec.replicas}"
    ),
    # objects without a name
    *(
        Case(f"{line} -f -", NAMELESS)
        for line in (
            "delete",
            "delete --dry-run=client",
            "replace",
            "label a=b",
            "patch -p {}",
            "describe",
            "apply",
            "diff",
            "wait --for=delete",
            "rollout status",
            "rollout restart",
            "set image a=b",
        )
    ),
    # names and namespaces that would lead elsewhere
    *(
        Case(line)
        for line in (
            "get cm x -n a/b",
            "get cm,svc -n ..",
            "get cm a%b",
            "get nodes .",
            "describe cm a%b",
            "delete cm a%b",
            "delete cm --all -n a/b",
            "create configmap x -n a/b",
            "label cm a%b x=y",
            "scale deploy a%b --replicas=1",
            "logs a%b",
            "exec a%b -- ls",
            "wait cm/a%b --for=delete",
            "cordon a%b",
        )
    ),
    # lists of several kinds
    Case("get svc,cm --field-selector=spec.type=Bogus"),
    Case("get cm,deploy,svc --field-selector=spec.type=ClusterIP -o custom-columns=A:.metadata.name"),
    Case("get cm,pv,ns --no-headers -A --field-selector=metadata.name=default -o custom-columns=A:.metadata.name"),
    # deletions that are only told of
    Case("delete cm nope --dry-run=client"),
    Case("delete ns/nope svc/web --dry-run=client -o name"),
    # values of a type that Go's is not
    *(
        Case(f"{line} -f -", WRONG_TYPE)
        for line in ("set image c=x", "set env A=b --local", "expose --port=80", "rollout status")
    ),
    Case("apply --server-side --field-manager=one -f -", CM.replace("NAME", "shared")),
    Case("diff --server-side --field-manager=two -f -", CM.replace("NAME", "shared").replace("'1'", "'2'")),
    Case("apply --subresource=status -f -", CM.replace("NAME", "cm")),
    Case(
        "apply -f - --dry-run=client -o json",
        CM.replace("NAME", "new1") + "---\n" + CM.replace("NAME", "new2"),
    ),
    # the rest
    Case("run new --image=nginx --cascade=bogus"),
    Case("run new --image=nginx --cascade=true --dry-run=client"),
    Case("wait cm cm --for=delete --local"),
    Case("rollout status rs -l app=web"),
    Case("get -k nope"),
    Case("describe -k nope"),
    Case("kuberc set"),
    Case("debug cm --image=busybox --target=x --copy-to=y"),
    Case("debug --profile=bogus"),
    # debug: a container beside others, in a copy, on a node; what each profile grants
    Case("create -f - --validate=false", DEBUGGED),
    *[Case(f"debug seen --image=busybox -c {profile} --profile={profile}") for profile in PROFILES],
    Case("debug seen --image=busybox -c args --target=web --image-pull-policy=Never --env=A=1 --arguments-only -- a b"),
    Case("debug seen --image=busybox -c args"),
    Case("debug seen --image=busybox -c web"),
    Case("debug seen --image=busybox -c lost --target=nope"),
    Case("debug seen none --image=busybox -c listed"),
    Case("get pod seen -o jsonpath={.spec.ephemeralContainers}"),
    *[Case(f"debug seen --image=busybox -c new --profile={profile} --copy-to={profile}") for profile in PROFILES],
    *[Case(f"debug seen -c web --profile={profile} --copy-to=web-{profile} -- sleep 1") for profile in PROFILES],
    Case(
        "debug seen --image=busybox -c new --copy-to=kept --keep-labels --keep-annotations --keep-liveness --same-node"
    ),
    Case("debug seen --image=busybox -c new --copy-to=bare --keep-init-containers=false --share-processes=false"),
    Case("debug seen --set-image=*=httpd:2,side=redis:7 --copy-to=images"),
    Case("debug seen -c side --set-image=side=redis:7 --copy-to=image -- sleep 1"),
    Case("debug seen -c first --image=alpine --copy-to=init"),
    Case("debug seen -c nope --set-image=side=redis:7 --copy-to=none"),
    Case("debug seen -c nope --copy-to=no-image -- sleep 1"),
    Case("debug seen --copy-to=no-container -- sleep 1"),
    Case("debug seen --image=busybox -c new --copy-to=seen"),
    Case("debug seen --image=busybox --custom=nofile"),
    Case("debug seen --image=busybox --custom=/"),
    Case("debug seen --image=busybox --profile=auto"),
    Case("debug svc/svc --image=busybox"),
    Case("debug deploy/none --image=busybox"),
    Case("debug pods seen --image=busybox"),
    Case("debug seen --image=busybox --replace"),
    Case("debug seen --image=busybox -t"),
    *[Case(f"debug node/node-1 -q --image=busybox -c {profile} --profile={profile}") for profile in PROFILES],
    Case("debug seen --image=busybox -c new --copy-to=instead --replace"),
    *[Case(f"get pod {name} -o jsonpath='{DEBUG}'") for name in COPIES],
    Case(f"get pods -l app.kubernetes.io/managed-by -o jsonpath='{NODE_DEBUG}' --sort-by={{.spec.containers[0].name}}"),
)


def normalised(text: str) -> str:
    """Without times and process numbers of kubectl's log, and without the working directory."""
    text = re.sub(r"lstat /\S*/", "lstat ", text)
    return re.sub(r"(?m)^([EFIW])\d{4} [\d:.]+ +\d+ ", r"\1 ", text)
