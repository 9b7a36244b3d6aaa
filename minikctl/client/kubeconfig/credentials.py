"""Programs that give credentials (`exec` of a user): run, checked, and asked again when what they gave has expired.

source: client-go plugin/pkg/client/auth/exec, messages observed on v1.37
"""

from __future__ import annotations

import json

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Obj = dict[str, Any]

GROUP = "client.authentication.k8s.io"
VERSIONS = (f"{GROUP}/v1", f"{GROUP}/v1beta1")
_EXTENSION = f"{GROUP}/exec"
_SCHEME = "pkg/client/auth/exec/exec.go:64"
_HINT = """

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins"""


class CredentialError(Exception):
    """No credentials; the text is what follows `getting credentials: `."""


class Credential(NamedTuple):
    """A bearer token, or a certificate and its key as PEM text; expires: seconds since the epoch, 0 for never."""

    token: str = ""
    certificate: str = ""
    key: str = ""
    expires: float = 0.0


class Program:
    """The credential program of a user."""

    def __init__(self, program: Obj, cluster: Obj, environ: Mapping[str, str], cwd: str, terminal: bool) -> None:
        if program["apiVersion"] not in VERSIONS:
            raise CliError(f'exec plugin: invalid apiVersion "{program["apiVersion"]}"')
        self._program = program
        self._cluster = cluster
        self._environ = environ
        self._cwd = cwd
        self._terminal = terminal
        self._known: Credential | None = None

    def credential(self, now: float, fresh: bool = False) -> Credential:
        """What the program gave last, or gives now where that has expired or was refused (`fresh`)."""
        known = self._known
        if known is None or fresh or (known.expires and known.expires <= now):
            known = self._known = self._read(self._run())
        return known

    def _run(self) -> bytes:
        import os
        import subprocess

        mode = self._program.get("interactiveMode")
        if mode == "Always" and not self._terminal:
            raise CredentialError("exec plugin cannot support interactive mode: standard input is not a terminal")
        interactive = mode != "Never" and self._terminal
        command = self._program["command"]
        environ = {**self._environ, **{one["name"]: one["value"] for one in self._program.get("env") or ()}}
        environ["KUBERNETES_EXEC_INFO"] = json.dumps(self._info(interactive), separators=(",", ":"))
        try:
            done = subprocess.run(
                [command, *(self._program.get("args") or ())],
                stdin=None if interactive else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                env=environ,
                cwd=self._cwd if os.path.isdir(self._cwd) else None,
                check=False,
            )
        except OSError as e:
            raise CredentialError(f"exec: {self._not_run(command, e)}") from None
        if done.returncode:
            raise CredentialError(f"exec: executable {command} failed with exit code {done.returncode}")
        return done.stdout

    def _not_run(self, command: str, error: OSError) -> str:
        if "/" in command or not isinstance(error, FileNotFoundError):
            return f"fork/exec {command}: {(error.strerror or str(error)).lower()}"
        hint = self._program.get("installHint", "")
        return f"executable {command} not found{_HINT}{chr(10) * 2 + hint if hint else ''}"

    def _info(self, interactive: bool) -> Obj:
        spec: Obj = {}
        if self._program.get("provideClusterInfo"):
            spec["cluster"] = self._cluster_info()
        spec["interactive"] = interactive
        return {"kind": "ExecCredential", "apiVersion": self._program["apiVersion"], "spec": spec}

    def _cluster_info(self) -> Obj:
        from minikctl.client.kubeconfig.paths import content

        cluster = self._cluster
        data = cluster.get("certificate-authority-data", "")
        if not data and cluster.get("certificate-authority"):
            data = content(cluster["certificate-authority"])
        extensions = {one["name"]: one["extension"] for one in cluster.get("extensions") or ()}
        info = {
            "server": cluster.get("server", ""),
            "tls-server-name": cluster.get("tls-server-name"),
            "insecure-skip-tls-verify": cluster.get("insecure-skip-tls-verify"),
            "certificate-authority-data": data,
            "proxy-url": cluster.get("proxy-url"),
            "disable-compression": cluster.get("disable-compression"),
        }
        out = {name: value for name, value in info.items() if value or name == "server"}
        return {**out, "config": extensions.get(_EXTENSION)}

    def _read(self, output: bytes) -> Credential:
        """The answer of the program; CredentialError for what is none."""
        version = self._program["apiVersion"]
        value = _decoded(output)
        got = value.get("apiVersion", "")
        if value.get("kind") != "ExecCredential" or got not in VERSIONS:
            raise CredentialError(
                f'decoding stdout: no kind "{value.get("kind", "")}" is registered for version "{got}" '
                f'in scheme "{_SCHEME}"'
            )
        if got != version:
            raise CredentialError(
                f"exec plugin is configured to use API version {version}, plugin returned version {got}"
            )
        status = value.get("status")
        if not isinstance(status, dict):
            raise CredentialError("exec plugin didn't return a status field")
        return _credential(status)


def _decoded(output: bytes) -> Obj:
    from minikctl.client.kubeconfig.files import HEAD_TYPE
    from minikctl.client.kubeconfig.shape import json_type
    from minikctl.core.go_json import GoJsonError, loads

    head = "decoding stdout: couldn't get version/kind; json parse error:"
    try:
        value = loads(output)
    except GoJsonError as e:
        word = output.decode("utf-8", "replace").strip()
        if word and not word.startswith(("{", "[")) and ":" not in word:  # YAML takes it for a string
            value = word
        else:
            raise CredentialError(f"{head} {e}") from None
    if not isinstance(value, dict):
        raise CredentialError(f"{head} json: cannot unmarshal {json_type(value)} into Go value of type {HEAD_TYPE}")
    return value


def _credential(status: Obj) -> Credential:
    token = str(status.get("token") or "")
    certificate, key = str(status.get("clientCertificateData") or ""), str(status.get("clientKeyData") or "")
    if not token and not certificate and not key:
        raise CredentialError("exec plugin didn't return a token or cert/key pair")
    if bool(certificate) != bool(key):
        raise CredentialError("exec plugin returned only certificate or key, not both")
    expires = 0.0
    stamp = status.get("expirationTimestamp")
    if stamp:
        from minikctl.core.times import parse_rfc3339

        try:
            expires = parse_rfc3339(str(stamp)) / 1_000_000
        except ValueError as e:
            raise CredentialError(f"decoding stdout: {e}") from None
    return Credential(token, certificate, key, expires)
