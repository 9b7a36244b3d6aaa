"""Command lines that cannot connect, each for a reason of its own: what the real kubectl says is in connections.json."""

# ruff: noqa: E501

from __future__ import annotations

from tests.cli.commands.config.cases import Case

KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: ok
clusters:
- name: ok
  cluster: {server: "http://127.0.0.1:1"}
- name: tls
  cluster: {server: "https://127.0.0.1:1", certificate-authority: nope.crt}
- name: badca
  cluster: {server: "https://127.0.0.1:1", certificate-authority-data: "bm9wZQ=="}
- name: both
  cluster: {server: "https://127.0.0.1:1", certificate-authority: ca.crt, certificate-authority-data: "bm9wZQ=="}
- name: insecure
  cluster: {server: "https://127.0.0.1:1", certificate-authority: ca.crt, insecure-skip-tls-verify: true}
- name: noserver
  cluster: {tls-server-name: x}
- name: empty
  cluster: {}
- name: proxy
  cluster: {server: "https://1.2.3.4", proxy-url: "http://127.0.0.1:2"}
- name: badproxy
  cluster: {server: "https://1.2.3.4", proxy-url: "gopher://127.0.0.1:2"}
- name: path
  cluster: {server: "http://127.0.0.1:1/a/b/"}
- name: https
  cluster: {server: "https://127.0.0.1:1"}
users:
- name: ok
  user: {token: t}
- name: two
  user: {token: t, username: a, password: b}
- name: cert
  user: {client-certificate: nope.crt, client-key: nope.key}
- name: nokey
  user: {client-certificate-data: "bm9wZQ=="}
- name: badcert
  user: {client-certificate-data: "bm9wZQ==", client-key-data: "bm9wZQ=="}
- name: certboth
  user: {client-certificate-data: "bm9wZQ==", client-certificate: xx, client-key: yy, client-key-data: "bm9wZQ=="}
- name: exec
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: /no/such/program, interactiveMode: Never}
- name: execno
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-program, interactiveMode: Never, installHint: "get it\\nthere"}
- name: execempty
  user:
    exec: {}
- name: execmode
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: x}
- name: execbad
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Bad}
- name: execversion
  user:
    exec: {apiVersion: nope, command: x, interactiveMode: Never}
- name: execfail
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: "false", interactiveMode: Never}
- name: exececho
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: [hello], interactiveMode: Never}
- name: execkind
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"kind":"X","apiVersion":"client.authentication.k8s.io/v1"}'], interactiveMode: Never}
- name: execother
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"x"}}'], interactiveMode: Never}
- name: execnone
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'], interactiveMode: Never}
- name: execnothing
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'], interactiveMode: Never}
- name: exechalf
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"x"}}'], interactiveMode: Never}
- name: execalways
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, interactiveMode: Always}
- name: provider
  user:
    auth-provider: {name: gcp}
- name: asgroup
  user: {as-groups: [x]}
- name: tokenfile
  user: {tokenFile: nope}
contexts:
- {name: ok, context: {cluster: ok, user: ok}}
- {name: nocluster, context: {cluster: gone, user: ok}}
- {name: nouser, context: {cluster: ok, user: gone}}
- {name: nothing, context: {}}
- {name: empty, context: {cluster: empty, user: ok}}
- {name: noserver, context: {cluster: noserver, user: ok}}
- {name: https, context: {cluster: https, user: ok}}
"""
FILES = {".kube/config": KUBECONFIG, ".kube/ca.crt": "CA\n"}
USERS = (
    "two",
    "cert",
    "nokey",
    "badcert",
    "certboth",
    "exec",
    "execno",
    "execempty",
    "execmode",
    "execbad",
    "execversion",
    "execfail",
    "exececho",
    "execkind",
    "execother",
    "execnone",
    "execnothing",
    "exechalf",
    "provider",
    "asgroup",
    "tokenfile",
    "gone",
)
CLUSTERS = ("tls", "badca", "both", "insecure", "noserver", "empty", "proxy", "badproxy", "path", "gone")
CASES = [
    Case(
        "without files",
        (
            "get pods --context=x",
            "get pods --server=http://127.0.0.1:1",
            "get pods --server=127.0.0.1:1",
            "get pods --server=127.0.0.1:1 --insecure-skip-tls-verify --token=x",
            "get pods --server=127.0.0.1:1/x",
            "get pods --server=http://127.0.0.1:1/x",
            "get pods --server=ftp://127.0.0.1:1",
            "get pods --server=://",
            "get pods --server='http://a b'",
            "get pods --server=http://127.0.0.1:99999",
            "get pods --server=",
            "get pods --cluster=x",
            "get pods --user=x",
            "get pods --user=x --server=http://127.0.0.1:1",
            "get pods --kubeconfig=nope",
            "get pods --kubeconfig=",
            "get pods --token=x",
            "get pods --server=https://127.0.0.1:1 --token=x --certificate-authority=nope",
            "get pods --server=https://127.0.0.1:1 --client-certificate=nope",
            "get pods --server=https://127.0.0.1:1 --client-certificate=nope --client-key=nope",
            "get pods --server=https://127.0.0.1:1 --token=x --username=y",
            "get pods --server=https://127.0.0.1:1 --as-group=x --token=y",
            "get pods --server=https://127.0.0.1:1 --as-uid=x --token=y",
            "get pods --server=https://127.0.0.1:1 --as-user-extra=x=y --token=y",
            "get pods --server=http://127.0.0.1:1 --request-timeout=x",
            "get pods --server=http://127.0.0.1:1 --request-timeout=1s",
            "get pods --server=http://127.0.0.1:1 --proxy-url=nope",
        ),
    ),
    Case(
        "contexts",
        tuple(
            f"get pods --context={name}"
            for name in ("ok", "nocluster", "nouser", "nothing", "empty", "noserver", "nope", "https")
        ),
        FILES,
    ),
    Case("users", tuple(f"get pods --context=https --user={name}" for name in USERS), FILES),
    Case("clusters", tuple(f"get pods --context=ok --cluster={name}" for name in CLUSTERS), FILES),
    Case(
        "mixtures",
        (
            "get pods --context=nope --user=nope",
            "get pods --context=nope --cluster=nope",
            "get pods --context=https --user=cert --cluster=tls",
            "get pods --context=https --user=two --cluster=tls",
            "get pods --context=https --certificate-authority=nope",
            "get pods --context=https --cluster=tls --insecure-skip-tls-verify",
            "get pods --context=https --token=q --user=two",
            "get pods --context=https --username=q --password=r",
            "get pods --context=https --user=cert --token=q",
            "create ns x --context=ok",
            "get --raw /x --context=ok",
        ),
        FILES,
    ),
    Case(
        "verbs",
        tuple(
            f"{verb} --context=ok"
            for verb in (
                "version",
                "version --client",
                "create ns x",
                "create deployment x --image=y",
                "create cm x",
                "create cm x --dry-run=client",
                "create job x --image=y",
                "run x --image=y",
                "apply -f cm.yaml",
                "apply -f cm.yaml --validate=false",
                "apply -f cm.yaml --server-side",
                "create -f cm.yaml",
                "create -f cm.yaml --dry-run=client",
                "replace -f cm.yaml",
                "delete -f cm.yaml",
                "delete pod x",
                "get pods",
                "get pod/x",
                "get all",
                "describe pod x",
                "scale deploy x --replicas=3",
                "autoscale deploy x --max=3",
                "rollout status deploy x",
                "rollout undo deploy x",
                "set image deploy/x a=b",
                "label pod x a=b",
                "annotate pod x a=b",
                "patch pod x -p {}",
                "edit pod x",
                "expose deploy x --port=80",
                "logs x",
                "exec x -- y",
                "wait --for=create pod/x",
                "wait --for=condition=Ready pod/x",
                "events",
                "explain pods",
                "api-resources",
                "api-versions",
                "cluster-info",
                "auth can-i get pods",
                "auth whoami",
                "top nodes",
                "top pods",
                "cordon x",
                "drain x",
                "taint node x a=b:NoSchedule",
                "diff -f cm.yaml",
                "certificate approve x",
                "create token x",
                "config view --minify -o jsonpath={.current-context}",
            )
        ),
        {**FILES, "cm.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"},
    ),
    Case(
        "a broken file",
        ("get pods --kubeconfig=e", "get pods --kubeconfig=.", "get pods --kubeconfig=ok/nope"),
        {"e": "a: b: c\n"},
    ),
]
