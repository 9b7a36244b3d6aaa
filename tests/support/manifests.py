"""Manifests as text, for tests of the command line."""

from __future__ import annotations


def config_map(name: str = "c", labels: str = "", **data: str) -> str:
    lines = [f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n"]
    if labels:
        lines.append(f"  labels: {{{labels}}}\n")
    lines += ["data:\n"] if data else []
    lines += [f'  {key}: "{value}"\n' for key, value in data.items()]
    return "".join(lines)


def deployment(name: str = "web", replicas: int = 1, image: str = "nginx:1.25", extra: str = "") -> str:
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
spec:
  replicas: {replicas}
{extra}  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
      - name: nginx
        image: {image}
"""
