"""Definitions with anything in them, and objects of what they define: refused or served, never a failure inside."""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import Any

import pytest

from tests.rest.fuzzing import disturb, value
from tests.rest.test_hostile import AS_REAL, MEANT
from tests.support.http import Http

Obj = dict[str, Any]

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
PATCHES = ("merge-patch+json", "apply-patch+yaml", "json-patch+json", "strategic-merge-patch+json")
FEW, MANY = 60, 1500


def _schema() -> Obj:
    port = {"type": "object", "properties": {"port": {"type": "integer"}, "protocol": {"type": "string"}}}
    port |= {"required": ["port", "protocol"]}
    spec: Obj = {
        "size": {"type": "integer", "minimum": 1, "maximum": 9, "default": 2},
        "name": {"type": "string", "pattern": "^a", "format": "date", "enum": ["a", "b"], "maxLength": 3},
        "ports": {
            "type": "array",
            "items": port,
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["port", "protocol"],
        },
        "tags": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set", "maxItems": 3},
        "either": {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        "more": {"type": "object", "additionalProperties": {"type": "string", "nullable": True}},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "x-kubernetes-map-type": "atomic"},
    }
    status = {"type": "object", "properties": {"replicas": {"type": "integer"}, "selector": {"type": "string"}}}
    return {
        "type": "object",
        "properties": {"spec": {"type": "object", "required": ["size"], "properties": spec}, "status": status},
    }


def definition(random: Random) -> Obj:
    """A good one, more often than not with something else somewhere."""
    schema = _schema()
    scale = {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.replicas"}
    columns = [{"name": "S", "type": "integer", "jsonPath": ".spec.size", "priority": 0}]
    columns += [{"name": "T", "type": "string", "jsonPath": ".spec.tags[*]"}]
    first = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    first["subresources"] = {"status": {}, "scale": {**scale, "labelSelectorPath": ".status.selector"}}
    first["additionalPrinterColumns"], first["selectableFields"] = columns, [{"jsonPath": ".spec.name"}]
    free = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    second = {"name": "v1beta1", "served": True, "storage": False, "deprecated": True}
    names = {"plural": "webs", "singular": "web", "kind": "Web", "shortNames": ["wb"], "categories": ["all"]}
    spec: Obj = {"group": "example.com", "scope": "Namespaced", "names": names, "conversion": {"strategy": "None"}}
    spec["versions"] = [first, {**second, "schema": {"openAPIV3Schema": free}}]
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        disturb(random, random.choice((spec, schema, first, schema.get("properties") or spec)) or spec)
    kind = "CustomResourceDefinition"
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": kind,
        "metadata": {"name": "webs.example.com"},
        "spec": spec,
    }


def thing(random: Random) -> Obj:
    spec = {"size": 3, "name": "a", "ports": [{"port": 1, "protocol": "TCP"}], "tags": ["a", "b"], "either": 1}
    obj: Obj = {"apiVersion": "example.com/v1", "kind": "Web", "metadata": {"name": "x"}}
    obj |= {"spec": {**spec, "more": {"a": "b"}, "free": {"x": [1, {}]}}, "status": {"replicas": 1, "selector": "a=b"}}
    for _ in range(random.choice((0, 0, 1, 2, 4))):
        disturb(random, obj)
    return obj


def _ask(http: Http, method: str, path: str, body: Any = None, media: str = "json", accept: str = "") -> int:
    headers = {"content_type": f"application/{media}", "accept": accept}
    answer = http.ask(method, path, None if body is None else json.dumps(body).encode(), **headers)
    shown = f"{method} {path} {media}\n{json.dumps(body)}\n{answer.body[:500]!r}"
    assert answer.status < 500 or answer.status in MEANT or any(text in answer.body for text in AS_REAL), shown
    if answer.status >= 400:
        assert json.loads(answer.body)["kind"] == "Status", shown
    if answer.stream is not None:
        asyncio.run(answer.stream.aclose())  # type: ignore[attr-defined]
    return answer.status


def _use(http: Http, random: Random, base: str) -> None:
    """Objects come, change, are looked at, and go."""
    for _ in range(3):
        _ask(http, "POST", base, thing(random))
        media = random.choice(PATCHES)
        patch = [{"op": "add", "path": "/spec/free", "value": value(random, 3)}] if "json-patch" in media else None
        _ask(http, "PATCH", f"{base}/x?fieldManager=a&force=true", patch or thing(random), media)
        _ask(http, "PATCH", f"{base}/x/status", thing(random), "merge-patch+json")
        _ask(http, "PUT", f"{base}/x", thing(random))
        _ask(http, "PATCH", f"{base}/x/scale", {"spec": {"replicas": value(random, 1)}}, "merge-patch+json")
        for path in (base, f"{base}/x", f"{base}/x/scale", f"{base}?fieldSelector=spec.name%3Da", f"{base}?watch=true"):
            _ask(http, "GET", path, accept=random.choice((TABLE, "")))
        _ask(http, "GET", base.replace("/v1/", "/v1beta1/"), accept=TABLE)
        if random.random() < 0.5:
            _ask(http, "DELETE", f"{base}/x")


def _survives(seed: int, count: int) -> int:
    """How many of the definitions were good."""
    random, http = Random(seed), Http()
    served = 0
    for _ in range(count):
        base = "/apis/example.com/v1/namespaces/default/webs"
        if _ask(http, "POST", DEFINITIONS, definition(random)) == 201:
            served += 1
            _use(http, random, base)
            for path in ("/apis", "/apis/example.com/v1", "/openapi/v3/apis/example.com/v1", "/openapi/v2"):
                _ask(http, "GET", path)
        own = f"{DEFINITIONS}/webs.example.com"
        _ask(http, "PUT", own, definition(random))
        _ask(http, "PATCH", f"{own}?fieldManager=b&force=true", definition(random), random.choice(PATCHES))
        _ask(http, "PATCH", f"{own}/status", {"status": value(random, 3)}, "merge-patch+json")
        _ask(http, "GET", base, accept=TABLE)
        _ask(http, "DELETE", own)
    return served


@pytest.mark.parametrize("seed", [1, 2])
def test_hostile_definitions(seed: int) -> None:
    assert _survives(seed, FEW) > FEW / 5


@pytest.mark.slow
def test_many_hostile_definitions() -> None:
    assert _survives(3, MANY) > MANY / 5


@pytest.mark.parametrize("depth", [90, 250, 900, 5000])
@pytest.mark.parametrize("word", ["items", "not", "additionalProperties"])
def test_schemas_within_schemas(word: str, depth: int) -> None:
    http = Http()
    body: Obj = {"metadata": {"name": "webs.example.com"}}
    schema = {"type": "object", "properties": {"spec": {"here": 1}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    body["spec"] = {"group": "example.com", "scope": "Namespaced", "names": {"plural": "webs", "kind": "Web"}}
    body["spec"]["versions"] = [version]
    deep = f'{{"type":"object","{word}":' * depth + "{}" + "}" * depth
    answer = http.ask("POST", DEFINITIONS, json.dumps(body).replace('{"here": 1}', deep).encode())
    assert answer.status == (422 if depth < 100 else 400), answer.body[:300]
    assert depth < 100 or b"exceeded max depth" in answer.body


def test_patches_do_not_pile_up_depth() -> None:
    http = Http()
    http.secret("x")
    body = definition(Random(0))
    body["spec"]["versions"][1] |= {"storage": True}
    body["spec"]["versions"] = body["spec"]["versions"][1:]
    assert http.ask("POST", DEFINITIONS, body).status == 201
    base = "/apis/example.com/v1beta1/namespaces/default/webs"
    assert http.ask("POST", base, {"metadata": {"name": "x"}, "spec": {}}).status == 201
    path, found = "/spec", []
    for _ in range(4):
        deep: Obj = {}
        for _level in range(90):
            deep = {"a": deep}
        patch = [{"op": "add", "path": f"{path}/a", "value": deep}]
        found.append(http.ask("PATCH", f"{base}/x", patch, content_type="application/json-patch+json").status)
        path += "/a" * 91
    assert found == [200, 200, 400, 422]
