"""Sessions of `config` verbs on small kubeconfig files: asked of the real kubectl by `record.py`, and of minikctl."""

# ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """Files of an empty folder (which is HOME too) and command lines run there; {dir} is the folder."""

    name: str
    commands: tuple[str, ...]
    files: dict[str, str] = {}  # noqa: RUF012
    kubeconfig: str = ""  # $KUBECONFIG


FULL = """\
apiVersion: v1
kind: Config
preferences: {}
current-context: dev
clusters:
- name: east
  cluster:
    server: https://east.example:6443
    certificate-authority: pki/ca.crt
    tls-server-name: api.east
    proxy-url: socks5://proxy:1080
- name: west
  cluster:
    server: https://west.example
    certificate-authority-data: Y2E=
    insecure-skip-tls-verify: false
    disable-compression: true
    extensions:
    - name: client
      extension: {provider: x, list: [1, two]}
users:
- name: ann
  user:
    token: secret
    tokenFile: tok/en
- name: bob
  user:
    client-certificate-data: Y2VydA==
    client-key-data: a2V5
    as: root
    as-uid: u-1
    as-groups: [admins, devs]
    as-user-extra:
      reason: [b, a]
- name: carl
  user:
    username: carl
    password: pw
    client-certificate: pki/carl.crt
    client-key: /abs/carl.key
- name: dan
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./login
      args: [a, --b]
      env:
      - name: X
        value: "1"
      installHint: get it
      provideClusterInfo: true
      interactiveMode: Never
- name: eve
  user:
    auth-provider:
      name: oidc
      config:
        client-id: x
        id-token: tok
contexts:
- name: dev
  context:
    cluster: east
    user: ann
    namespace: frontend
- name: prod
  context:
    cluster: west
    user: bob
- name: odd
  context:
    cluster: gone
    user: nobody
"""
FILES = {
    ".kube/config": FULL,
    ".kube/pki/ca.crt": "CA\n",
    ".kube/pki/carl.crt": "CARL\n",
    "ca.crt": "CA\n",
    "one.crt": "CERT\n",
    "one.key": "KEY\n",
}
OTHER = """\
apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: east
  cluster:
    server: https://other.example
    insecure-skip-tls-verify: true
- name: north
  cluster:
    server: https://north.example
    certificate-authority: ca.crt
users:
- name: ann
  user:
    username: ann
- name: fay
  user: {token: f}
contexts:
- name: north
  context: {cluster: north, user: fay, namespace: nn}
"""
TWO = {"a/config": FULL, "b/config": OTHER, "a/pki/ca.crt": "A", "b/ca.crt": "B"}

CASES = [
    Case(
        "nothing there",
        (
            "config view",
            "config view -o json",
            "config view --minify",
            "config view --flatten",
            "config view --raw",
            "config current-context",
            "config get-contexts",
            "config get-contexts -o name",
            "config get-contexts --no-headers",
            "config get-contexts x",
            "config get-clusters",
            "config get-users",
            "config use-context x",
            "config set-context --current --namespace=x",
            "config set-context",
            "config set-context a b",
            "config set-context a --current",
            "config delete-context x",
            "config delete-cluster x",
            "config delete-user x",
            "config rename-context a b",
            "config unset current-context",
            "config unset contexts.a",
        ),
    ),
    Case(
        "made from nothing",
        (
            "config set-cluster c --server=https://1.2.3.4",
            "config set-cluster c --server=https://1.2.3.4",
            "config set-credentials u --token=t",
            "config set-credentials u --token=t2",
            "config set-context x --cluster=c --user=u",
            "config set-context x --namespace=n",
            "config use-context x",
            "config view",
            "config set-context --current --namespace=m",
            "config get-contexts",
        ),
    ),
    Case(
        "looking",
        (
            "config view",
            "config view --raw",
            "config view -o json",
            "config view -o json --raw",
            "config view -o yaml",
            "config view -o kyaml",
            "config view -o name",
            "config view -o wide",
            "config view -o bogus",
            "config view --minify",
            "config view --minify --flatten",
            "config view --minify --raw --context=prod",
            "config view --context=nope",
            "config view --minify --context=nope",
            "config view --minify --context=odd",
            "config view --flatten",
            "config view --merge=false",
            "config view --merge=false --kubeconfig=.kube/config",
            "config view x",
            "config view -o jsonpath='{.users[?(@.name==\"bob\")].user.as-groups[1]}'",
            "config view -o jsonpath='{.users[?(@.name == \"ann\")].user.token}' --raw",
            "config view -o jsonpath='{.contexts[*].context.namespace}'",
            "config view -o jsonpath='{.nope}'",
            "config view -o jsonpath='{.clusters[0]}'",
            "config view --minify -o jsonpath='{..namespace}'",
            "config view -o go-template='{{range .contexts}}{{.name}} {{end}}'",
            "config view -o jsonpath-as-json='{.contexts[*].name}'",
            "config view --template='{{.kind}}' -o go-template",
            "config view --raw -o jsonpath='{.current-context}'",
            "config view --cluster=west --minify",
            "config view --user=carl --minify",
            "config view --namespace=zz --minify",
            "config view --server=https://q --minify",
            "config current-context",
            "config current-context x",
            "config current-context --context=prod",
            "config get-contexts",
            "config get-contexts prod dev",
            "config get-contexts nope dev",
            "config get-contexts -o name nope dev",
            "config get-contexts -o name",
            "config get-contexts -o yaml",
            "config get-contexts -o wide",
            "config get-contexts --no-headers",
            "config get-contexts --no-headers -o name",
            "config get-contexts --context=prod",
            "config get-clusters",
            "config get-clusters x",
            "config get-users",
            "config get-users x",
        ),
        FILES,
    ),
    Case(
        "set clusters",
        (
            "config set-cluster",
            "config set-cluster a b",
            "config set-cluster new",
            "config set-cluster new --server=https://x/ --proxy-url=http://p",
            "config set-cluster new --tls-server-name=t",
            "config set-cluster new --insecure-skip-tls-verify=true",
            "config set-cluster new --certificate-authority=ca.crt",
            "config set-cluster new --certificate-authority=ca.crt --insecure-skip-tls-verify=true",
            "config set-cluster new --certificate-authority=ca.crt --embed-certs",
            "config set-cluster new --certificate-authority=ca.crt --embed-certs=false",
            "config set-cluster new --certificate-authority=/nope.crt",
            "config set-cluster new --certificate-authority=/nope.crt --embed-certs=true",
            "config set-cluster new --embed-certs=true",
            "config set-cluster west --server=https://w --insecure-skip-tls-verify",
            "config set-cluster east --server=https://e --proxy-url=",
            "config set-cluster east --certificate-authority=",
            "config set-cluster '' --server=https://e",
            "config set-cluster --server=https://e",
            "config set-cluster new --certificate-authority=.kube/pki/ca.crt",
            "config set-cluster new --certificate-authority={dir}/.kube/pki/../pki/ca.crt",
            "config set-cluster 'a b' --server=x",
        ),
        FILES,
    ),
    Case(
        "set credentials",
        (
            "config set-credentials",
            "config set-credentials a b",
            "config set-credentials new",
            "config set-credentials new --token=t",
            "config set-credentials new --username=u --password=p",
            "config set-credentials new --username=u --token=p",
            "config set-credentials new --username=u2",
            "config set-credentials new --client-certificate=one.crt --client-key=one.key",
            "config set-credentials new --client-certificate=one.crt --client-key=one.key --embed-certs=true",
            "config set-credentials new --client-certificate=one.crt --embed-certs=false",
            "config set-credentials new --client-key=nope.key --embed-certs=true",
            "config set-credentials new --client-certificate=nope.crt --embed-certs=true",
            "config set-credentials new --client-certificate=nope.crt",
            "config set-credentials new --embed-certs=true",
            "config set-credentials new --auth-provider=oidc --auth-provider-arg=client-id=a --auth-provider-arg=b=c",
            "config set-credentials new --auth-provider=oidc --auth-provider-arg=client-id-",
            "config set-credentials new --auth-provider=gcp",
            "config set-credentials new --auth-provider-arg=a=b",
            "config set-credentials new --auth-provider=x --auth-provider-arg=a",
            "config set-credentials prog --exec-command=/bin/x --exec-api-version=client.authentication.k8s.io/v1beta1",
            "config set-credentials prog --exec-arg=arg1 --exec-arg=arg2 --exec-env=A=1 --exec-env=B=2",
            "config set-credentials prog --exec-env=A=3 --exec-env=B- --exec-env=C=4",
            "config set-credentials prog --exec-env=bad",
            "config set-credentials prog --exec-interactive-mode=Always --exec-provide-cluster-info",
            "config set-credentials prog2 --exec-command=x",
            "config set-credentials prog2 --exec-command=x --exec-api-version=v1 --exec-interactive-mode=Bad",
            "config set-credentials prog2 --exec-arg=x",
            "config set-credentials prog2 --exec-command=x --auth-provider=y --exec-api-version=v1",
            "config set-credentials dan --username=z",
            "config set-credentials dan --exec-command=other",
            "config set-credentials new --token=t --username= --password=",
            "config set-credentials dan --token=t",
            "config set-credentials ann --token=",
            "config set-credentials carl --token=t",
            "config set-credentials bob --username=x",
            "config set-credentials ann --username=x --password=y",
        ),
        FILES,
    ),
    Case(
        "set contexts",
        (
            "config set-context new",
            "config set-context new --cluster=c --user=u --namespace=n",
            "config set-context new --namespace=",
            "config set-context new -n m",
            "config set-context --current --user=bob",
            "config set-context --current --cluster=",
            "config set-context prod --namespace=z",
            "config set-context --current --context=prod --namespace=q",
            "config use-context prod",
            "config use-context",
            "config use-context a b",
            "config use-context ''",
            "config use prod",
            "config set-context --current -n w",
            "config rename-context prod production",
            "config rename-context production dev",
            "config rename-context nope x",
            "config rename-context production",
            "config rename-context dev dev",
            "config rename-context dev dev2",
            "config delete-context production",
            "config delete-context",
            "config delete-context a b",
            "config delete-context dev2",
            "config delete-cluster west",
            "config delete-cluster west",
            "config delete-cluster",
            "config delete-user bob",
            "config delete-user bob",
            "config delete-user",
            "config current-context",
            "config get-contexts",
        ),
        FILES,
    ),
    Case(
        "set",
        (
            "config set",
            "config set a",
            "config set a b c",
            "config set a b",
            "config set . b",
            "config set clusters.east.server https://1.2.3.4",
            "config set clusters.east.insecure-skip-tls-verify true",
            "config set clusters.east.insecure-skip-tls-verify maybe",
            "config set clusters.east.disable-compression true",
            "config set clusters.east.nope x",
            "config set clusters.east x",
            "config set clusters x",
            "config set clusters.new.server https://new",
            "config set clusters.east.certificate-authority-data abc",
            "config set clusters.east.certificate-authority-data YWJj --set-raw-bytes=true",
            "config set clusters.east.certificate-authority-data 'a b' --set-raw-bytes=true",
            "config set clusters.my.dotted.name.server https://d",
            "config set clusters.server https://d",
            "config set clusters.east.server.x https://d",
            "config set contexts.dev.namespace ns",
            "config set contexts.new.cluster ns",
            "config set contexts.dev.user u",
            "config set users.ann.token t",
            "config set users.new.username t",
            "config set users.bob.as x",
            "config set users.bob.as-uid x",
            "config set users.bob.as-groups x",
            "config set users.bob.as-groups a,b",
            "config set users.bob.as-user-extra.reason x",
            "config set users.bob.as-user-extra x",
            "config set users.bob.as-user-extra.why x,y",
            "config set users.carl.password x",
            "config set users.ann.tokenFile x",
            "config set users.bob.act-as x",
            "config set users.bob.act-as-uid x",
            "config set users.bob.act-as-groups x",
            "config set contexts.a.b.c.namespace x",
            "config set users.bob.client-key-data eA==",
            "config set clusters.east.certificate-authority certs/x",
            "config set clusters.east.proxy-url http://x",
            "config set clusters.east.insecure-skip-tls-verify ''",
            "config set '' x",
            "config set preferences x.y",
            "config set preferences.x y",
            "config set current-context.x y",
            "config set current-context ''",
            "config set current-context prod",
            "config set clusters..server y",
            "config set clusters. y",
            "config set users.bob.client-key-data x",
            "config set users.dan.exec.command cmd",
            "config set users.dan.exec.args x",
            "config set users.dan.exec.args a,b",
            "config set users.dan.exec.args+ a,b",
            "config set users.dan.exec.env.X 2",
            "config set users.dan.exec.env.name.Y.value 2",
            "config set users.dan.exec.provideClusterInfo false",
            "config set users.dan.exec.interactiveMode Always",
            "config set users.dan.exec.interactiveMode Bad",
            "config set users.dan.exec.apiVersion v",
            "config set users.dan.exec.installHint v",
            "config set users.ann.exec.command x",
            "config set users.eve.auth-provider.config.client-id q",
            "config set users.eve.auth-provider.config q",
            "config set users.eve.auth-provider.name q",
            "config set users.fred.auth-provider.config.new q",
            "config set current-context prod",
            "config set preferences.colors true",
            "config set preferences.colors maybe",
            "config set kind x",
            "config set apiVersion x",
            "config set Clusters.east.server y",
            "config view --raw",
        ),
        FILES,
    ),
    Case(
        "unset",
        (
            "config unset",
            "config unset a b",
            "config unset a",
            "config unset .",
            "config unset ''",
            "config unset clusters.east.server",
            "config unset clusters.east.server",
            "config unset clusters.west.certificate-authority-data",
            "config unset clusters.west.disable-compression",
            "config unset clusters.nope.server",
            "config unset clusters.nope",
            "config unset clusters.west.nope",
            "config unset contexts.dev.namespace",
            "config unset contexts.prod",
            "config unset users.ann.token",
            "config unset users.bob.as-groups",
            "config unset users.bob.act-as",
            "config unset users.bob.act-as-groups",
            "config unset users.bob.act-as-user-extra.reason",
            "config unset users.bob.act-as-user-extra",
            "config unset users.bob.as-user-extra.reason",
            "config unset users.bob.as-user-extra",
            "config unset users.dan.exec.args",
            "config unset users.dan.exec.env",
            "config unset users.dan.exec",
            "config unset users.eve.auth-provider.config.id-token",
            "config unset users.eve.auth-provider",
            "config unset users.carl",
            "config unset current-context",
            "config unset preferences.colors",
            "config unset preferences",
            "config unset clusters",
            "config unset contexts",
            "config unset users",
            "config view",
        ),
        FILES,
    ),
    Case(
        "a list of files",
        (
            "config view",
            "config view --merge=false",
            "config view --flatten",
            "config get-contexts",
            "config current-context",
            "config set-context north --namespace=x",
            "config set-context dev --namespace=x",
            "config set-context brandnew --namespace=x",
            "config set-cluster north --server=https://n",
            "config set-cluster east --server=https://n",
            "config set-credentials fay --token=g",
            "config use-context north",
            "config set clusters.north.server https://m",
            "config set current-context dev",
            "config unset users.fay",
            "config delete-context north",
            "config delete-cluster north",
            "config delete-user ann",
            "config rename-context prod production",
            "config unset current-context",
            "config current-context",
            "config view",
        ),
        TWO,
        "a/config:b/config",
    ),
    Case(
        "a list the other way round",
        (
            "config view",
            "config use-context dev",
            "config set-context --current --namespace=x",
            "config delete-context dev",
            "config delete-context north",
            "config get-contexts",
            "config rename-context odd even",
            "config delete-user bob",
            "config delete-cluster east",
        ),
        TWO,
        "b/config:a/config",
    ),
    Case(
        "a list with gaps",
        (
            "config view --minify",
            "config set-context new --namespace=x",
            "config use-context north",
            "config current-context",
            "config set-cluster c --server=https://x",
        ),
        {"b/config": OTHER},
        "gone/config::b/config:b/config:last/config",
    ),
    Case(
        "a list of nothing",
        ("config view", "config set-context new --namespace=x", "config use-context new", "config current-context"),
        {},
        "gone/config:last/config",
    ),
    Case(
        "an explicit file",
        (
            "config view --kubeconfig=nope",
            "config view --kubeconfig=",
            "config get-contexts --kubeconfig=nope",
            "config current-context --kubeconfig=nope",
            "config get-clusters --kubeconfig=nope",
            "config get-users --kubeconfig=nope",
            "config use-context x --kubeconfig=nope",
            "config set a.b c --kubeconfig=nope",
            "config set clusters.b.server c --kubeconfig=sub/nope",
            "config set-cluster c --server=https://x --kubeconfig=deep/er/file",
            "config set-context c --cluster=c --kubeconfig={dir}/deep/er/file",
            "config set-credentials c --client-certificate=one.crt --kubeconfig=deep/er/file",
            "config set-cluster c --certificate-authority=/etc/x.crt --kubeconfig=deep/er/file",
            "config set-cluster c --certificate-authority={dir}/deep/x.crt --kubeconfig=deep/er/file",
            "config view --kubeconfig=deep/er/file",
            "config delete-context c --kubeconfig=deep/er/file",
            "config delete-cluster c --kubeconfig=deep/er/file",
            "config delete-user c --kubeconfig=deep/er/file",
            "config delete-user c --kubeconfig=deep/er/file",
            "config rename-context a b --kubeconfig=deep/er/file",
            "config unset users.x --kubeconfig=deep/er/file",
            "config view --kubeconfig=b/config",
            "config view --kubeconfig=b/config --flatten",
            "config view --kubeconfig=b/config --minify",
        ),
        TWO,
        "a/config",
    ),
    Case(
        "empty file",
        ("config view --kubeconfig=e", "config use-context x --kubeconfig=e", "config set-context x --kubeconfig=e"),
        {"e": ""},
    ),
    Case("comment only", ("config view --kubeconfig=e", "config set-context x --kubeconfig=e"), {"e": "# nothing\n"}),
    Case(
        "not yaml",
        ("config view --kubeconfig=e", "config set-context x --kubeconfig=e", "config use-context x --kubeconfig=e"),
        {"e": "a: b: c\n"},
    ),
    Case("not a map", ("config view --kubeconfig=e", "config get-contexts --kubeconfig=e"), {"e": "- a\n"}),
    Case("no kind", ("config view --kubeconfig=e",), {"e": "clusters: []\n"}),
    Case("no kind with apiVersion", ("config view --kubeconfig=e",), {"e": "apiVersion: v1\nclusters: []\n"}),
    Case("other kind", ("config view --kubeconfig=e",), {"e": "apiVersion: v1\nkind: Pod\n"}),
    Case("other version", ("config view --kubeconfig=e",), {"e": "apiVersion: v2\nkind: Config\n"}),
    Case("wrong type", ("config view --kubeconfig=e",), {"e": "apiVersion: v1\nkind: Config\nclusters: x\n"}),
    Case(
        "wrong type inside",
        ("config view --kubeconfig=e",),
        {"e": "apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: 1}\n"},
    ),
    Case(
        "wrong bool",
        ("config view --kubeconfig=e",),
        {
            "e": "apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: x, insecure-skip-tls-verify: 'true'}\n"
        },
    ),
    Case(
        "wrong data",
        ("config view --kubeconfig=e",),
        {
            "e": "apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: x, certificate-authority-data: '%%'}\n"
        },
    ),
    Case(
        "unknown fields",
        ("config view --kubeconfig=e",),
        {"e": "apiVersion: v1\nkind: Config\nnope: 1\nclusters:\n- name: a\n  cluster: {server: x, more: 2}\n"},
    ),
    Case(
        "yaml 1.1",
        ("config view --kubeconfig=e",),
        {"e": "apiVersion: v1\nkind: Config\ncontexts:\n- name: y\n  context: {cluster: a, user: b}\n"},
    ),
    Case(
        "json",
        ("config view --kubeconfig=e", "config use-context x --kubeconfig=e"),
        {
            "e": '{"apiVersion": "v1", "kind": "Config", "contexts": [{"name": "x", "context": {"cluster": "", "user": ""}}]}'
        },
    ),
    Case(
        "twice",
        ("config view --kubeconfig=e",),
        {
            "e": "apiVersion: v1\nkind: Config\ncontexts:\n- name: x\n  context: {cluster: a, user: b}\n- name: x\n  context: {cluster: c, user: d}\n"
        },
    ),
    Case(
        "nulls",
        ("config view --kubeconfig=e", "config set-context x --namespace=q --kubeconfig=e"),
        {
            "e": "apiVersion: v1\nkind: Config\ncontexts:\n- name: x\n  context: null\n- name: w\nclusters: null\nusers:\n- name: z\n"
        },
    ),
    Case(
        "preferences and extensions",
        (
            "config view --kubeconfig=e",
            "config view --kubeconfig=e -o json",
            "config set-context --current -n z --kubeconfig=e",
            "config view --minify --kubeconfig=e",
        ),
        {
            "e": "apiVersion: v1\nkind: Config\ncurrent-context: m\npreferences: {colors: true}\nextensions:\n- name: top\n  extension: {a: 1}\n"
            "contexts:\n- name: m\n  context:\n    cluster: m\n    user: m\n    extensions:\n    - extension: {last-update: now, provider: minikube.sigs.k8s.io}\n      name: context_info\n"
            "clusters:\n- name: m\n  cluster:\n    server: https://m\n    extensions:\n    - extension:\n        version: v1\n      name: cluster_info\nusers:\n- name: m\n  user: {client-certificate: /a/b, client-key: /a/c}\n"
        },
    ),
    Case(
        "an unreadable file",
        ("config view --kubeconfig=.", "config set-context x --kubeconfig=.", "config get-contexts --kubeconfig=."),
        {"x/y": ""},
    ),
    Case(
        "with the usage",
        (
            "config frob",
            "config view --frob",
            "config set-context --frob",
            "config set-credentials x --exec-env",
            "config get-contexts --output",
        ),
    ),
]
