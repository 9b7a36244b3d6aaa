"""What is wrong with a cluster or a user before anything is sent. source: client-go clientcmd/validation.go, messages
observed on v1.37
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import Any

Obj = dict[str, Any]

PROXY_SCHEMES = ("http", "https", "socks5")
_HEAD = "Error in configuration: "


def no_context(name: str) -> str:
    return f"context was not found for specified context: {name}"


def report(context: list[str], user: list[str], cluster: list[str]) -> None:
    """Raise everything that is wrong as kubectl words it: one as an error, several as a list."""
    found = context + user + cluster
    if not found:
        return
    if len(found) > 1:
        raise CliError(f"{_HEAD}\n" + "".join(f"* {text}\n" for text in found), bare=True)
    raise CliError(_HEAD + found[0] if context else found[0], bare=bool(context))


def cluster(name: str, value: Obj) -> list[str]:
    out = []
    if not value.get("server"):
        out.append(f'no server found for cluster "{name}"' if name else "default cluster has no server defined")
    proxy = value.get("proxy-url", "")
    if proxy:
        scheme = proxy.partition("://")[0] if "://" in proxy else ""
        if scheme not in PROXY_SCHEMES:
            out.append(
                f'invalid \'proxy-url\' "{proxy}" for cluster "{name}": unsupported scheme "{scheme}", '
                "must be http, https, or socks5"
            )
    file = value.get("certificate-authority", "")
    if file and value.get("certificate-authority-data"):
        out.append(
            f"certificate-authority-data and certificate-authority are both specified for {name}. "
            "certificate-authority-data will override."
        )
    return out + _readable("certificate-authority", file, name)


def insecure(value: Obj) -> None:
    """CliError for an authority beside the wish not to check. Go looks at this for plain HTTP too."""
    if value.get("insecure-skip-tls-verify") and (
        value.get("certificate-authority-data") or value.get("certificate-authority")
    ):
        raise CliError("specifying a root certificates file with the insecure flag is not allowed")


def user(name: str, value: Obj) -> list[str]:
    out = _certificate(name, value)
    if value.get("exec") is not None:
        out += _program(name, value)
    methods = ["token"] if value.get("token") else []
    if value.get("username") or value.get("password"):
        methods.append("basicAuth")
    if len(methods) > 1:
        out.append(
            f"more than one authentication method found for {name}; found [{' '.join(methods)}], only one is allowed"
        )
    if any(value.get(field) for field in ("as-uid", "as-groups", "as-user-extra")) and not value.get("as"):
        out.append(f"requesting uid, groups or user-extra for {name} without impersonating a user")
    return out


def _certificate(name: str, value: Obj) -> list[str]:
    cert, key = value.get("client-certificate", ""), value.get("client-key", "")
    cert_data, key_data = value.get("client-certificate-data"), value.get("client-key-data")
    if not cert and not cert_data:
        return []
    out = []
    if cert and cert_data:
        out.append(f"client-cert-data and client-cert are both specified for {name}. client-cert-data will override.")
    if key and key_data:
        out.append(f"client-key-data and client-key are both specified for {name}; client-key-data will override")
    if not key and not key_data:
        out.append(
            f"client-key-data or client-key must be specified for {name} to use the clientCert authentication method."
        )
    return out + _readable("client-cert", cert, name) + _readable("client-key", key, name)


def _readable(what: str, path: str, name: str) -> list[str]:
    if not path:
        return []
    try:
        with open(path, "rb"):
            return []
    except OSError as e:
        return [f"unable to read {what} {path} for {name} due to open {path}: {(e.strerror or str(e)).lower()}"]


def _program(name: str, value: Obj) -> list[str]:
    program = value["exec"]
    out = []
    tail = f"must be specified for {name} to use exec authentication plugin"
    if value.get("auth-provider"):
        out.append(f"authProvider cannot be provided in combination with an exec plugin for {name}")
    if not program.get("command"):
        out.append(f"command {tail}")
    if not program.get("apiVersion"):
        out.append(f"apiVersion {tail}")
    if any(not one.get("name") for one in program.get("env") or ()):
        out.append(f"env variable name {tail}")
    mode = program.get("interactiveMode", "")
    if not mode:
        out.append(f"interactiveMode {tail}")
    elif mode not in ("Never", "IfAvailable", "Always"):
        out.append(f'invalid interactiveMode for {name}: "{mode}"')
    return out
