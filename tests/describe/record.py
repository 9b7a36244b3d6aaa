"""Rewrites recorded.txt: what a real kubectl says of the objects in objects.jsonl.

    python -m tests.describe.record /path/to/kubectl

The objects are served to it over HTTP by the few lines below; no cluster is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.support.related import Objects, plural

Obj = dict[str, Any]

HERE = Path(__file__).parent


class Api(BaseHTTPRequestHandler):
    """Discovery, one object, lists with selectors."""

    objects: Objects

    def do_GET(self) -> None:
        url = urlparse(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        body = self.answer(url.path.strip("/").split("/"), query)
        text = json.dumps(body).encode()
        self.send_response(body.get("code", 200) if body["kind"] == "Status" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def answer(self, path: list[str], query: dict[str, str]) -> Obj:
        versions = sorted({obj["apiVersion"] for obj in self.objects.all})
        if path == ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"]}
        if path == ["apis"]:
            return {"kind": "APIGroupList", "groups": [self.group(v) for v in versions if "/" in v]}
        version = "/".join(path[1:3]) if path[0] == "apis" else "v1"
        rest = path[3:] if path[0] == "apis" else path[2:]
        group = version.rpartition("/")[0]
        if not rest:
            return self.resources(version)
        namespace = ""
        if rest[0] == "namespaces" and len(rest) > 2:
            namespace, rest = rest[1], rest[2:]
        resource = f"{rest[0]}.{group}" if group else rest[0]
        if len(rest) == 2:
            return self.objects.get(resource, namespace, rest[1]) or self.missing(resource, rest[1])
        kinds = {obj["kind"] for obj in self.objects.list(resource, "")}
        if not kinds:
            return self.missing(resource, "")
        found = self.objects.list(resource, namespace, query.get("labelSelector", ""), query.get("fieldSelector", ""))
        return {
            "kind": f"{kinds.pop()}List",
            "apiVersion": version,
            "metadata": {"resourceVersion": "1"},
            "items": found,
        }

    def group(self, version: str) -> Obj:
        one = {"groupVersion": version, "version": version.rpartition("/")[2]}
        return {"name": version.rpartition("/")[0], "versions": [one], "preferredVersion": one}

    def resources(self, version: str) -> Obj:
        kinds = {o["kind"]: "namespace" in o["metadata"] for o in self.objects.all if o["apiVersion"] == version}
        listed = [
            {
                "name": plural(kind),
                "singularName": kind.lower(),
                "namespaced": inside,
                "kind": kind,
                "verbs": ["get", "list"],
            }
            for kind, inside in kinds.items()
        ]
        return {"kind": "APIResourceList", "groupVersion": version, "resources": listed}

    def missing(self, resource: str, name: str) -> Obj:
        message = f'{resource} "{name}" not found'
        return {"kind": "Status", "status": "Failure", "code": 404, "reason": "NotFound", "message": message}

    def log_message(self, format: str, *args: object) -> None: ...


def main(kubectl: str) -> None:
    Api.objects = Objects.read(HERE / "objects.jsonl")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    out = [f"at {int(time.time())}\n"]
    for obj in Api.objects.described():
        group = obj["apiVersion"].rpartition("/")[0]
        resource = f"{plural(obj['kind'])}.{group}" if group else plural(obj["kind"])
        name, namespace = obj["metadata"]["name"], obj["metadata"].get("namespace", "")
        command = [kubectl, "-s", address, "-n", namespace, "describe", resource, name]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        out.append(f"\f{obj['kind']} {name}\n{said}")
    (HERE / "recorded.txt").write_text("".join(out), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
