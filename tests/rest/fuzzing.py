"""Hostile requests, made from a seed: methods, paths, options, headers and bodies that a server must survive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from minikctl.rest.request import Request

if TYPE_CHECKING:
    from random import Random

METHODS = ("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "X")
# fmt: off
GROUPS = ("api/v1", "apis/apps/v1", "apis/batch/v1", "apis/extensions/v1beta1", "apis/autoscaling/v2",
          "apis/policy/v1", "apis/authorization.k8s.io/v1", "apis/nope/v1", "api/v9", "apis", "openapi/v3",
          "openapi", "healthz", "..")
RESOURCES = ("pods", "deployments", "namespaces", "nodes", "configmaps", "secrets", "events", "jobs", "services",
             "replicasets", "horizontalpodautoscalers", "selfsubjectaccessreviews", "nope", "", "%2e%2e",
             "a/b")
NAMES = ("web", "default", "node-1", "kube-system", "..", "%00", "a" * 300, "ü", "x y", "-", ".", "%2f", "\ud800")
SUBRESOURCES = (
    "status",
    "scale",
    "log",
    "exec",
    "eviction",
    "binding",
    "finalize",
    "token",
    "approval",
    "nope",
    "proxy",
)
MEDIA = ("application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json-patch+json",
         "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml",
         "text/html", "", "application/json;as=Table;v=v1;g=meta.k8s.io", ";;=", "a/b/c", "\x00")
OPTIONS = ("watch", "limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector",
           "dryRun", "fieldManager", "fieldValidation", "force", "timeoutSeconds", "gracePeriodSeconds", "pretty",
           "propagationPolicy", "sendInitialEvents", "allowWatchBookmarks", "includeObject", "tailLines", "container",
           "sinceSeconds", "sinceTime", "follow", "orphanDependents", "limitBytes", "x")
WORDS = ("", "true", "1", "0", "-1", "9" * 23, "a=b", "a in (b", "metadata.name=x", "!", "All", "Strict",
         "Exact", "NotOlderThan", "1e9", "None", "Object", "Foreground", "\x00", "é", "a" * 5000,
         "2026-01-01T00:00:00Z")
# fmt: on
REAL = (
    ("api/v1", "pods", "Pod"),
    ("api/v1", "configmaps", "ConfigMap"),
    ("api/v1", "secrets", "Secret"),
    ("api/v1", "services", "Service"),
    ("api/v1", "events", "Event"),
    ("apis/apps/v1", "deployments", "Deployment"),
    ("apis/apps/v1", "statefulsets", "StatefulSet"),
    ("apis/batch/v1", "jobs", "Job"),
    ("apis/extensions/v1beta1", "deployments", "Deployment"),
    ("apis/autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    ("apis/policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"),
)
PATCHES = ("json-patch+json", "merge-patch+json", "strategic-merge-patch+json", "apply-patch+yaml")
KINDS = (
    "Pod",
    "Deployment",
    "Namespace",
    "ConfigMap",
    "Secret",
    "Job",
    "Service",
    "Eviction",
    "Scale",
    "Status",
    "",
    7,
)


def request(random: Random) -> Request:
    """The next request: most reach a resource, and some are right in every part but one."""
    return _aimed(random) if random.random() < 0.75 else _wild(random)


def _aimed(random: Random) -> Request:
    group, resource, kind = random.choice(REAL)
    method = random.choice(("GET", "POST", "POST", "POST", "PUT", "PATCH", "PATCH", "PATCH", "DELETE"))
    path = f"/{group}/namespaces/default/{resource}"
    if method in ("PUT", "PATCH") or random.random() < 0.2:
        path += "/web"
        if random.random() < 0.3:
            path += "/" + random.choice(SUBRESOURCES)
    query = {random.choice(OPTIONS): random.choice(WORDS) for _ in range(random.choice((0, 0, 0, 1, 2)))}
    media = "application/" + (random.choice(PATCHES) if method == "PATCH" else random.choice(("json", "json", "yaml")))
    headers = {"host": "127.0.0.1", "content-type": media}
    version = group.split("/", 1)[1]
    if media.endswith("json-patch+json"):
        body = json.dumps(_patch(random)).encode()
    elif random.random() < 0.1:
        body = _body(random)
    else:
        right = _object(random, f"{version}", kind)
        body = json.dumps(right).encode()
    return Request(method, path, query, headers, b"" if method == "GET" else body)


def _wild(random: Random) -> Request:
    method = random.choice(METHODS)
    raw = _path(random)
    query = {random.choice(OPTIONS): random.choice(WORDS) for _ in range(random.choice((0, 0, 1, 1, 2, 4)))}
    headers = {"host": "127.0.0.1", "accept": random.choice(MEDIA), "content-type": random.choice(MEDIA)}
    if random.random() < 0.1:
        headers["accept-encoding"] = "gzip"
    body = _body(random) if method not in ("GET", "HEAD") or random.random() < 0.05 else b""
    return Request(method, unquote(raw), query, headers, body)


def _path(random: Random) -> str:
    if random.random() < 0.05:
        return "/" + "".join(chr(random.randrange(1, 0x2FF)) for _ in range(random.randrange(40)))
    parts = [random.choice(GROUPS)]
    if random.random() < 0.7:
        parts += ["namespaces", random.choice(("default", "default", random.choice(NAMES)))]
    if random.random() < 0.95:
        parts.append(random.choice(RESOURCES))
    if random.random() < 0.6:
        parts.append(random.choice(("web", "web", random.choice(NAMES))))
        if random.random() < 0.4:
            parts.append(random.choice(SUBRESOURCES))
    return "/" + "/".join(quote(p, "/%", errors="surrogatepass") for p in parts)


def _body(random: Random) -> bytes:
    kind = random.randrange(12)
    if kind == 0:
        return random.randbytes(random.randrange(200))
    if kind == 1:
        return b"k8s\x00" + random.randbytes(random.randrange(200))
    if kind == 2:
        return random.choice((b"[", b"{", b'{"a":', b'{"x":{"y":')) * random.choice((10, 1000, 20000))
    if kind == 3:
        return random.choice(
            (b"a: &a [*a]", b"a: &a {<<: *a}", b"---\n---\n- 1", b"\xff\xfe", b"!!python/object:os 1", b"? ? ?")
        )
    text = json.dumps(_patch(random) if kind == 4 else _object(random)).encode()
    if kind == 5:
        return text[: random.randrange(len(text) + 1)]
    if kind == 6:
        at = random.randrange(len(text) + 1)
        return text[:at] + random.randbytes(1) + text[at + 1 :]
    return text


def _patch(random: Random) -> Any:
    operations = ("add", "remove", "replace", "move", "copy", "test", "nope")
    paths = (
        "/spec/replicas",
        "/metadata/labels",
        "/metadata/labels/a~1b",
        "",
        "/",
        "x",
        "/spec/containers/0",
        "/a/-/b",
    )
    return [
        {
            "op": random.choice(operations),
            "path": random.choice(paths),
            "from": random.choice(paths),
            "value": value(random, 2),
        }
        for _ in range(random.randrange(4))
    ]


def _object(random: Random, version: str = "", kind: str | int = "") -> Any:
    """Something like a Deployment, with parts of another type here and there."""
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    obj: dict[str, Any] = {
        "apiVersion": version or random.choice(("v1", "apps/v1", "batch/v1", "policy/v1", "nope", 1)),
        "kind": kind or random.choice(KINDS),
        "metadata": {"name": "web" if version else random.choice(NAMES[:4]), "labels": {"app": "web"}},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": template, **template["spec"]},
    }
    for _ in range(random.choice((0, 0, 1, 2, 5))):
        disturb(random, obj)
    return obj


def disturb(random: Random, obj: Any) -> None:
    """Replace, drop or add something somewhere inside."""
    while isinstance(obj, (dict, list)):
        keys = list(obj) if isinstance(obj, dict) else list(range(len(obj)))
        if not keys:
            return
        key = random.choice(keys)
        if isinstance(obj[key], (dict, list)) and obj[key] and random.random() < 0.7:
            obj = obj[key]
            continue
        if isinstance(obj, dict) and random.random() < 0.3:
            obj[random.choice(("status", "spec", "metadata", "finalizers", "", "é", "\x00"))] = value(random, 3)
        else:
            obj[key] = value(random, 3)
        return


def value(random: Random, depth: int) -> Any:
    """Anything that JSON knows."""
    kind = random.randrange(9 if depth else 7)
    if kind == 7:
        return [value(random, depth - 1) for _ in range(random.randrange(3))]
    if kind == 8:
        return {random.choice(("a", "name", "", "é")): value(random, depth - 1) for _ in range(random.randrange(3))}
    return (None, True, 0, -1, 1 << 70, 1.5, random.choice(WORDS))[kind]
