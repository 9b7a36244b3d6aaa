"""Which server, which user and which namespace a command line means: kubeconfig files, then flags over them; or a pod's
own account.

source: client-go clientcmd (DirectClientConfig, overrides), rest.DefaultServerURL
"""

from __future__ import annotations

from minikctl.client.kubeconfig import checks, files, paths
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client.kubeconfig.config import Config
    from minikctl.client.kubeconfig.files import Places

Obj = dict[str, Any]

DEFAULT_SERVER = "http://localhost:8080"
ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"  # of the pod that a command runs in

_CLUSTER_FLAGS = ("server", "certificate-authority", "tls-server-name", "proxy-url")
_USER_FLAGS = {
    "client-certificate": "client-certificate",
    "client-key": "client-key",
    "token": "token",
    "username": "username",
    "password": "password",
    "as": "as",
    "as-uid": "as-uid",
    "as-group": "as-groups",
}


class Connection(NamedTuple):
    """cluster and user: entries as in a kubeconfig, with whole file names; scheme, host, port and prefix: the server's
    URL.
    """

    cluster: Obj
    user: Obj
    namespace: str
    scheme: str
    host: str
    port: int
    prefix: str
    timeout: float = 0.0  # seconds a request may take, 0 for ever

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def netloc(self) -> str:
        """The server as its URL has it: without the port where that is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.prefix}"


def choose(opts: Opts, env: Env) -> Connection:
    """CliError for what is missing or contradicts itself."""
    places = files.chosen(opts.kubeconfig, env)
    config = _absolute(places, files.read(places, strict=True))
    name = opts.context or config.current_context
    context = config.contexts[name].value if name in config.contexts else {}
    cluster_name = _given(opts, "cluster") or context.get("cluster", "")
    user_name = _given(opts, "user") or context.get("user", "")
    cluster, there = _cluster(opts, config, cluster_name)
    user = _user(opts, config, user_name)
    wrong = [checks.no_context(name)] if name and name not in config.contexts else []
    checks.report(wrong, checks.user(user_name, user), checks.cluster(cluster_name, cluster))
    if _given(opts, "user") and user_name not in config.users:
        raise CliError(f'auth info "{user_name}" does not exist')
    account = None if there or context else _account(env)
    if account is not None:
        cluster, user, context = account
    server = cluster.get("server") or DEFAULT_SERVER
    namespace = opts.namespace or context.get("namespace") or "default"
    secure = bool(
        cluster.get("certificate-authority")
        or cluster.get("certificate-authority-data")
        or cluster.get("insecure-skip-tls-verify")
        or user.get("client-certificate")
        or user.get("client-certificate-data")
    )
    return Connection(cluster, user, namespace, *_address(server, secure), timeout=_seconds(opts.request_timeout))


def _absolute(places: Places, config: Config) -> Config:
    for section, name, entry in list(files.entries(config)):
        value = paths.absolute(places, section, entry.value, entry.origin)
        if value != entry.value:
            config = config.with_entry(section, name, value)
    return config


def _given(opts: Opts, flag: str) -> str:
    """A flag of the program; a command may have one of the same name for itself."""
    return str(getattr(opts, flag)) if opts.changed_globally(flag) else ""


def _cluster(opts: Opts, config: Config, name: str) -> tuple[Obj, bool]:
    """The cluster entry with the flags over it, and whether anything says where it is."""
    entry = config.clusters.get(name)
    value = dict(entry.value) if entry else {}
    if opts.changed_globally("cluster") and entry is None and name:
        value["server"] = ""
    elif not value.get("server"):
        value.pop("server", None)
    for flag in _CLUSTER_FLAGS:
        given = _given(opts, flag)
        if given:
            value[flag] = given
    if _given(opts, "server"):
        value["tls-server-name"] = _given(opts, "tls-server-name")
    if _given(opts, "certificate-authority"):
        value.pop("certificate-authority-data", None)
    if opts.changed_globally("insecure-skip-tls-verify"):
        value["insecure-skip-tls-verify"] = opts.insecure_skip_tls_verify
        if opts.insecure_skip_tls_verify and not _given(opts, "certificate-authority"):
            value.pop("certificate-authority", None)
            value.pop("certificate-authority-data", None)
    if opts.disable_compression:
        value["disable-compression"] = True
    there = bool(value.get("server"))
    return ({"server": DEFAULT_SERVER, **value}, there)


def _user(opts: Opts, config: Config, name: str) -> Obj:
    entry = config.users.get(name)
    value = dict(entry.value) if entry else {}
    for flag, field in _USER_FLAGS.items():
        if opts.changed_globally(flag) and getattr(opts, _attribute(flag)):
            value[field] = getattr(opts, _attribute(flag))
            value.pop(f"{field}-data", None)
    if _given(opts, "token"):
        value.pop("tokenFile", None)
    if opts.changed_globally("as-user-extra"):
        extra: dict[str, list[str]] = {}
        for pair in opts.as_user_extra:
            key, equals, text = pair.partition("=")
            if equals:  # what is no pair, kubectl overlooks
                extra.setdefault(key, []).append(text)
        value["as-user-extra"] = extra
    return value


def _attribute(flag: str) -> str:
    return "as_" if flag == "as" else flag.replace("-", "_")


def _address(server: str, secure: bool) -> tuple[str, str, int, str]:
    """scheme, host, port and path of a server. CliError for what is no address."""
    from urllib.parse import urlsplit

    wrong = CliError(f'host must be a URL or a host:port pair: "{server}"')
    try:
        parts = urlsplit(server if "://" in server else f"{'https' if secure else 'http'}://{server}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return _odd_port(server, wrong)
    if not parts.scheme or not parts.hostname or any(c in parts.netloc for c in " \t\"'<>"):
        raise wrong
    if "://" not in server and parts.path not in ("", "/"):
        raise wrong
    return parts.scheme, parts.hostname, port, parts.path.rstrip("/")


def _odd_port(server: str, wrong: CliError) -> tuple[str, str, int, str]:
    """A port beyond 65535 is only found out when it is dialled."""
    scheme, _, rest = server.partition("://")
    host, _, path = rest.partition("/")
    name, _, port = host.rpartition(":")
    if not name or not port.isdigit():
        raise wrong
    return scheme, name, int(port), f"/{path}".rstrip("/")


def _seconds(text: str) -> float:
    """--request-timeout; its form has been checked before. Less than nothing is no limit, too."""
    from minikctl.core.duration import go_parse

    return float(text) if text.isdecimal() else max(0.0, go_parse(text) / 1e6)


def _account(env: Env) -> tuple[Obj, Obj, Obj] | None:
    """Within a pod: the API server that its environment tells, and its service account."""
    host, port = env.environ.get("KUBERNETES_SERVICE_HOST"), env.environ.get("KUBERNETES_SERVICE_PORT")
    if not host or not port or not _text(f"{ACCOUNT}/token"):
        return None
    cluster: Obj = {"server": f"https://{f'[{host}]' if ':' in host else host}:{port}"}
    if _text(f"{ACCOUNT}/ca.crt"):
        cluster["certificate-authority"] = f"{ACCOUNT}/ca.crt"
    namespace = env.environ.get("POD_NAMESPACE") or _text(f"{ACCOUNT}/namespace").strip()
    return cluster, {"tokenFile": f"{ACCOUNT}/token"}, {"namespace": namespace}


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except OSError:
        return ""
