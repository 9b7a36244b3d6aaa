"""Objects and patches for the comparison with the real kubectl: (object, patch type, patch)."""

from __future__ import annotations

from typing import Any

Obj = dict[str, Any]

CONTAINERS: list[Obj] = [
    {
        "name": "web",
        "image": "nginx:1.25",
        "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "C", "value": "3"}],
        "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 443, "protocol": "TCP"}],
        "command": ["sh", "-c", "true"],
        "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
    },
    {"name": "side", "image": "busybox"},
    {"name": "log", "image": "fluentd"},
]
DEPLOYMENT: Obj = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {
        "name": "d",
        "labels": {"app": "d", "tier": "x"},
        "finalizers": ["a/b", "c/d", "e/f"],
        "annotations": {"note": "n"},
    },
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "d"}},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}},
        "template": {
            "metadata": {"labels": {"app": "d"}},
            "spec": {
                "containers": CONTAINERS,
                "volumes": [{"name": "v", "emptyDir": {"medium": "Memory"}}, {"name": "w", "hostPath": {"path": "/"}}],
                "tolerations": [{"key": "k", "operator": "Exists"}],
                "nodeSelector": {"disk": "ssd"},
            },
        },
    },
}
SERVICE: Obj = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "s"},
    "spec": {
        "selector": {"app": "d"},
        "ports": [{"name": "http", "port": 80, "targetPort": 8080}, {"name": "https", "port": 443}],
        "externalIPs": ["10.0.0.1"],
    },
}
CONFIG_MAP: Obj = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "1", "b": "2"}}
BARE: Obj = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "x"},
    "spec": {"template": {"spec": {"containers": [{"name": "x"}], "affinity": ["a"]}}},
}
DIRECTIVE: Obj = {"name": "a", "$patch": "delete"}


def _pod(patch: Any) -> Obj:
    return {"spec": {"template": {"spec": patch}}}


def _env(patch: Any) -> Obj:
    return _pod({"containers": [{"name": "web", "env": patch}]})


STRATEGIC: list[tuple[Obj, Any]] = [
    (DEPLOYMENT, {"spec": {"replicas": 5}}),
    (DEPLOYMENT, {"metadata": {"labels": {"tier": None, "new": "1", "none": None}}}),
    (DEPLOYMENT, {"metadata": {"annotations": None}}),
    (DEPLOYMENT, {"metadata": {"labels": {"$patch": "replace", "only": "1"}}}),
    (DEPLOYMENT, {"metadata": {"labels": {"$patch": "delete"}}}),
    (DEPLOYMENT, {"metadata": {"labels": {"$patch": "merge", "a": "b"}}}),
    (DEPLOYMENT, {"metadata": {"labels": {"$patch": "bogus"}}}),
    (DEPLOYMENT, _pod({"containers": [{"name": "web", "image": "nginx:1.26"}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "new", "image": "x", "stdin": None}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "log", "tty": True}, {"name": "new", "image": "x"}, {"name": "web"}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "side", "$patch": "delete"}]})),
    (DEPLOYMENT, _pod({"containers": [{"$patch": "delete"}]})),
    (DEPLOYMENT, _pod({"containers": [{"$patch": "replace"}, {"name": "one", "image": "i"}]})),
    (DEPLOYMENT, _pod({"containers": [{"$patch": "merge"}, {"name": "one", "image": "i"}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "web", "$patch": "replace", "image": "only"}]})),
    (DEPLOYMENT, _pod({"containers": [{"image": "no-name"}]})),
    (DEPLOYMENT, _pod({"containers": ["text"]})),
    (DEPLOYMENT, _pod({"containers": []})),
    (DEPLOYMENT, _pod({"containers": None})),
    (DEPLOYMENT, _pod({"containers": {"name": "web"}})),
    (
        DEPLOYMENT,
        _pod(
            {
                "$setElementOrder/containers": [{"name": "new"}, {"name": "web"}, {"name": "log"}],
                "containers": [
                    {"name": "new", "image": "x"},
                    {"name": "web", "image": "y"},
                    {"name": "side", "$patch": "delete"},
                ],
            }
        ),
    ),
    (DEPLOYMENT, _pod({"$setElementOrder/containers": [{"name": "log"}, {"name": "web"}]})),
    (
        DEPLOYMENT,
        _pod({"$setElementOrder/containers": [{"name": "web"}], "containers": [{"name": "log", "tty": True}]}),
    ),
    (DEPLOYMENT, _pod({"$setElementOrder/containers": {"name": "web"}})),
    (DEPLOYMENT, _pod({"$setElementOrder/initContainers": [{"name": "a"}]})),
    (DEPLOYMENT, _env([{"name": "B", "value": None, "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}])),
    (DEPLOYMENT, _env([{"name": "Z", "value": "9"}, {"name": "A", "value": "0"}])),
    (
        DEPLOYMENT,
        _pod(
            {
                "containers": [
                    {
                        "name": "web",
                        "$setElementOrder/env": [{"name": "C"}, {"name": "N"}, {"name": "A"}],
                        "env": [{"name": "N", "value": "n"}, {"name": "B", "$patch": "delete"}],
                    }
                ]
            }
        ),
    ),
    (DEPLOYMENT, _pod({"containers": [{"name": "web", "command": ["only"]}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "web", "ports": [{"containerPort": 443, "name": "tls"}]}]})),
    (DEPLOYMENT, _pod({"containers": [{"name": "web", "ports": [{"containerPort": 80, "$patch": "delete"}]}]})),
    (
        DEPLOYMENT,
        _pod({"containers": [{"name": "web", "resources": {"limits": {"cpu": None}, "requests": {"cpu": "1"}}}]}),
    ),
    (DEPLOYMENT, _pod({"tolerations": [{"key": "other"}], "nodeSelector": {"zone": "a"}})),
    (DEPLOYMENT, _pod({"volumes": [{"name": "v", "emptyDir": None, "hostPath": {"path": "/x"}}]})),
    (DEPLOYMENT, _pod({"volumes": [{"name": "v", "$retainKeys": ["name", "hostPath"], "hostPath": {"path": "/x"}}]})),
    (DEPLOYMENT, _pod({"volumes": [{"name": "v", "$retainKeys": ["name"], "hostPath": {"path": "/x"}}]})),
    (DEPLOYMENT, _pod({"volumes": [{"name": "v", "$retainKeys": "name"}]})),
    (DEPLOYMENT, {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}}),
    (DEPLOYMENT, {"spec": {"strategy": {"$patch": "replace", "type": "Recreate"}}}),
    (DEPLOYMENT, {"metadata": {"finalizers": ["x/y", "a/b"]}}),
    (DEPLOYMENT, {"metadata": {"$deleteFromPrimitiveList/finalizers": ["c/d", "none"]}}),
    (
        DEPLOYMENT,
        {
            "metadata": {
                "$deleteFromPrimitiveList/finalizers": ["c/d"],
                "$setElementOrder/finalizers": ["e/f", "n/n", "a/b"],
                "finalizers": ["n/n"],
            }
        },
    ),
    (DEPLOYMENT, {"metadata": {"ownerReferences": [{"uid": "1", "name": "o", "kind": "K", "apiVersion": "v1"}]}}),
    (DEPLOYMENT, {"spec": {"nope": {"a": None, "b": 1}}}),
    (DEPLOYMENT, {"spec": {"template": {"spec": {"securityContext": {"runAsUser": None, "runAsGroup": 3}}}}}),
    (SERVICE, {"spec": {"ports": [{"port": 443, "nodePort": 30000}, {"port": 81}]}}),
    (SERVICE, {"spec": {"ports": [{"name": "http", "targetPort": 1}]}}),
    (SERVICE, {"spec": {"externalIPs": ["10.0.0.2"], "selector": {"app": None, "x": "y"}}}),
    (CONFIG_MAP, {"data": {"a": None, "c": "3"}}),
    (CONFIG_MAP, {"data": {"$patch": "replace", "z": "26"}}),
    (CONFIG_MAP, {"data": ["x"]}),
    (CONFIG_MAP, {}),
    *(
        (BARE, _pod(patch))
        for patch in (
            {
                "$setElementOrder/initContainers": [{"name": "x"}, {"name": "y"}],
                "initContainers": [
                    {"name": "x", "$patch": "delete"},
                    {"name": "y", "tty": None, "resources": DIRECTIVE},
                ],
            },
            {"initContainers": [{"name": "x", "$patch": "delete"}, {"name": "y", "tty": None}]},
            {"initContainers": [{"$patch": "replace"}, {"name": "y", "image": "z"}]},
            {"securityContext": {"$patch": "replace", "runAsUser": 1}, "affinity": {"$patch": "delete"}},
            {"containers": [{"name": "new", "tty": None, "resources": DIRECTIVE, "env": [DIRECTIVE, {"name": "b"}]}]},
            {"containers": [{"name": "x", "resources": DIRECTIVE, "env": [DIRECTIVE, {"name": "b", "value": None}]}]},
            {"affinity": {"$patch": "replace", "x": 1}},
            {"affinity": {"x": 1, "y": None, "z": DIRECTIVE, "w": [DIRECTIVE, None]}},
            {"tolerations": [{"key": "a", "$patch": "delete"}, {"key": "b", "value": None}]},
        )
    ),
    (BARE, {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}}),
    (BARE, {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["b"]}}),
    (BARE, {"spec": {"template": {"$patch": "replace", "spec": {"tty": None, "a": DIRECTIVE, "b": [DIRECTIVE]}}}}),
]

MERGE: list[tuple[Obj, Any]] = [
    (DEPLOYMENT, {"spec": {"template": {"spec": {"containers": [{"name": "x", "image": "y"}]}}}}),
    (DEPLOYMENT, {"metadata": {"labels": None, "annotations": {"note": None, "new": {"a": None, "b": 1}}}}),
    (CONFIG_MAP, {"data": {"a": None}, "extra": {"x": None, "y": {"z": None}}}),
]

JSON: list[tuple[Obj, Any]] = [
    (DEPLOYMENT, [{"op": "replace", "path": "/spec/replicas", "value": 9}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/template/spec/containers/-", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "remove", "path": "/spec/template/spec/containers/1"}]),
    (DEPLOYMENT, [{"op": "add", "path": "/metadata/labels/a~1b", "value": "c"}]),
    (DEPLOYMENT, [{"op": "move", "from": "/metadata/labels/app", "path": "/metadata/labels/moved"}]),
    (DEPLOYMENT, [{"op": "copy", "from": "/metadata/labels/app", "path": "/metadata/labels/copied"}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/replicas", "value": 2}, {"op": "remove", "path": "/spec/replicas"}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/nope", "value": None}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/replicas", "value": 3}]),
    (DEPLOYMENT, [{"op": "remove", "path": "/spec/nope"}]),
    (DEPLOYMENT, [{"op": "replace", "path": "/spec/nope", "value": 1}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/a/b", "value": 1}]),
    (DEPLOYMENT, [{"op": "bogus", "path": "/spec"}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/template/spec/containers/7", "value": 1}]),
    (DEPLOYMENT, [{"op": "remove", "path": "/spec/template/spec/containers/-1"}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/template/spec/containers/-1", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "replace", "path": "/spec/template/spec/containers/-1", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "replace", "path": "/spec/template/spec/containers/9", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "remove", "path": "/spec/template/spec/containers/-4"}]),
    (DEPLOYMENT, [{"op": "replace", "path": "", "value": {"apiVersion": "v1", "kind": "ConfigMap"}}]),
    (DEPLOYMENT, [{"op": "replace", "path": "/spec/replicas"}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/paused"}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/template/spec/containers/0/name", "value": "web"}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/template/spec/containers/7", "value": None}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/a/b", "value": None}]),
    (DEPLOYMENT, [{"op": "test", "path": "/spec/replicas", "value": True}]),
    (DEPLOYMENT, [{"op": "test", "path": "", "value": True}]),
    (DEPLOYMENT, [{"op": "add", "path": "spec/paused", "value": True}]),
    (DEPLOYMENT, [{"op": "add", "path": "/metadata/labels/x~2y", "value": "z"}]),
    (DEPLOYMENT, [{"path": "/spec"}]),
    (DEPLOYMENT, [{"op": "remove"}]),
    (DEPLOYMENT, []),
    (DEPLOYMENT, [{"op": "move", "from": "/spec/nope", "path": "/spec/x"}]),
    (DEPLOYMENT, [{"op": "copy", "from": "/spec/nope", "path": "/spec/x"}]),
    (DEPLOYMENT, [{"op": "copy", "from": "/spec/replicas", "path": "/spec/replicas"}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/template/spec/containers/01", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/template/spec/containers/x", "value": {"name": "x"}}]),
    (DEPLOYMENT, [{"op": "add", "path": "/spec/replicas/x", "value": 1}]),
    (DEPLOYMENT, {"op": "add"}),
    (DEPLOYMENT, [1]),
    (DEPLOYMENT, [{"op": "move", "from": "/spec/x/y", "path": "/spec/x"}]),
    (DEPLOYMENT, [{"op": "move", "from": "/spec/replicas", "path": "/a/b"}]),
    (DEPLOYMENT, [{"op": "copy", "from": "/spec/template/spec/containers/8", "path": "/spec/x"}]),
    (DEPLOYMENT, [{"op": "copy", "from": "/spec/replicas", "path": "/metadata/finalizers/8"}]),
    (DEPLOYMENT, [{"op": "move", "from": "/metadata/finalizers/0", "path": "/metadata/finalizers/2"}]),
    (DEPLOYMENT, [{"op": "copy", "path": "/metadata/finalizers/2"}]),
    (DEPLOYMENT, [{"op": "remove", "path": "/metadata/finalizers/x"}]),
    (DEPLOYMENT, [{"op": "remove", "path": ""}]),
    (DEPLOYMENT, [{"op": "add", "path": "", "value": {}}]),
]

CASES: list[tuple[str, Obj, Any]] = [
    *(("strategic", obj, patch) for obj, patch in STRATEGIC),
    *(("merge", obj, patch) for obj, patch in MERGE),
    *(("json", obj, patch) for obj, patch in JSON),
]
