"""The rules of `create ingress`: `host/path=service:port[,tls[=secret]]`. source: kubectl, observed on v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any

Obj = dict[str, Any]

_RULE = r"[\w*\-.]*/.*=[\w-]+:[\w-]+"


def check(rules: list[str]) -> None:
    """CliError for a rule that cannot be read. A second `=` makes kubectl itself panic; here it is wrong too."""
    import re

    for rule in rules:
        if re.match(_RULE, rule, re.ASCII) is None or rule.partition(",")[0].count("=") != 1:
            raise CliError(f"rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]")


def rules(texts: list[str]) -> list[Obj]:
    """One rule a host, with all its paths."""
    out: list[Obj] = []
    for text in texts:
        host, _, rest = text.partition(",")[0].partition("/")
        path, _, service = rest.partition("=")
        prefix = path.endswith("*")
        entry = {
            "path": "/" + (path[:-1] if prefix else path),
            "pathType": "Prefix" if prefix else "Exact",
            "backend": backend(service),
        }
        same = next((rule for rule in out if rule.get("host", "") == host), None)
        if same is not None:
            same["http"]["paths"].append(entry)
        else:
            out.append({**({"host": host} if host else {}), "http": {"paths": [entry]}})
    return out


def tls(texts: list[str]) -> list[Obj]:
    """Hosts by secret; a host is taken only once."""
    out: list[Obj] = []
    seen: set[str] = set()
    for text in texts:
        parts = text.split(",")
        host = text.partition("/")[0]
        if len(parts) != 2 or host in seen:
            continue
        seen.add(host)
        words = parts[1].split("=")
        secret = words[1] if len(words) > 1 else ""
        same = next((entry for entry in out if entry.get("secretName", "") == secret), None)
        if same is not None:
            same.setdefault("hosts", []).append(host)
        elif host or secret:
            out.append({**({"hosts": [host]} if host else {}), **({"secretName": secret} if secret else {})})
    return out


def backend(text: str) -> Obj:
    """`service:port`, the port by number or name."""
    from minikctl.cli.generators.ports import plain_int

    name, _, port = text.partition(":")
    port = port.partition(":")[0]
    number = plain_int(port)
    return {"service": {"name": name, "port": {"name": port} if number is None else {"number": number}}}
