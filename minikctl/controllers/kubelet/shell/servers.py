"""What well-known servers say when they start, in short. Data and its formatting."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.dates import shown
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.shell._process import Surroundings

# the program that an image runs by itself: by the last part of its name
PROGRAMS = {
    "nginx": "nginx",
    "httpd": "httpd",
    "redis": "redis-server",
    "valkey": "valkey-server",
    "mysql": "mysqld",
    "mariadb": "mariadbd",
    "postgres": "postgres",
    "mongo": "mongod",
    "tomcat": "catalina.sh",
    "rabbitmq": "rabbitmq-server",
    "traefik": "traefik",
    "whoami": "whoami-server",
    "http-echo": "http-echo",
    "hello-app": "hello-app",
    "kubernetes-bootcamp": "kubernetes-bootcamp",
    "guestbook": "guestbook",
    "registry": "registry",
    "grafana": "grafana",
    "prometheus": "prometheus",
    "hello-world": "hello-world",
    "agnhost": "agnhost",
}

# {h} the pod's name, {v} the image's version; the rest are times in several layouts
_LINES = {
    "nginx": (
        "/docker-entrypoint.sh: Configuration complete; ready for start up",
        "{slashes} [notice] 1#1: nginx/{v}",
        "{slashes} [notice] 1#1: start worker processes",
    ),
    "httpd": (
        "[{apache}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/{v} (Unix) -- resuming normal operations",
        "[{apache}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
    ),
    "redis-server": (
        "1:C {redis} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
        "1:C {redis} * Redis version={v}, bits=64, pid=1, just started",
        "1:M {redis} * Ready to accept connections tcp",
    ),
    "valkey-server": ("1:M {redis} * Ready to accept connections tcp",),
    "mysqld": ("{iso} 0 [System] [MY-010931] [Server] mysqld: ready for connections. Version: '{v}'  port: 3306",),
    "mariadbd": ("{plain} 0 [Note] mariadbd: ready for connections. Version: '{v}'  port: 3306",),
    "postgres": (
        "PostgreSQL init process complete; ready for start up.",
        '{plain} UTC [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432',
        "{plain} UTC [1] LOG:  database system is ready to accept connections",
    ),
    "mongod": ('{{"t":{{"$date":"{iso}"}},"s":"I","c":"NETWORK","ctx":"listener","msg":"Waiting for connections"}}',),
    "catalina.sh": (
        "{tomcat} INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [712] milliseconds",
    ),
    "rabbitmq-server": ("{plain} [info] Server startup complete; 4 plugins started.",),
    "traefik": ("{iso} INF Starting provider aggregator",),
    "whoami-server": ("{slashes} Starting up on port 80",),
    "http-echo": ("{slashes} [INFO] server is listening on :5678",),
    "hello-app": ("{slashes} Server listening on port 8080",),
    "kubernetes-bootcamp": ("Kubernetes Bootcamp App Started At: {iso} | Running On:  {h}", ""),
    "registry": ('time="{iso}" level=info msg="listening on [::]:5000"',),
    "grafana": ('logger=http.server t={iso} level=info msg="HTTP Server Listen" address=[::]:3000 protocol=http',),
    "prometheus": ('time={iso} level=INFO msg="Server is ready to receive web requests."',),
    "hello-world": (
        "",
        "Hello from Docker!",
        "This message shows that your installation appears to be working correctly.",
        "",
    ),
}

# for tags that are no versions, such as `latest`
_VERSIONS = {
    "nginx": "1.29.3",
    "httpd": "2.4.65",
    "redis-server": "8.2.3",
    "valkey-server": "9.0.0",
    "mysqld": "9.5.0",
    "mariadbd": "12.0.2",
}

_LAYOUTS = {
    "slashes": "%Y/%m/%d %H:%M:%S",
    "apache": "%a %b %d %H:%M:%S.000000 %Y",
    "redis": "%d %b %Y %H:%M:%S.000",
    "plain": "%Y-%m-%d %H:%M:%S",
    "iso": "%Y-%m-%dT%H:%M:%S.000Z",
    "tomcat": "%d-%b-%Y %H:%M:%S.000",
    "klog": "%m%d %H:%M:%S.000000",
}


# what a server's own client says of it when it is asked from within: (the image's program, client) -> (word, text)
_ANSWERS = {
    ("redis-server", "redis-cli"): ("ping", "PONG\n"),
    ("valkey-server", "valkey-cli"): ("ping", "PONG\n"),
    ("mysqld", "mysqladmin"): ("ping", "mysqld is alive\n"),
    ("mariadbd", "mysqladmin"): ("ping", "mysqld is alive\n"),
    ("postgres", "pg_isready"): ("", "/var/run/postgresql:5432 - accepting connections\n"),
}


def answer(program: str, client: str, args: list[str]) -> str:
    """What a client prints that asks the container's own server; "" where that is not known."""
    word, text = _ANSWERS.get((program, client), ("", ""))
    flags = [a for a in args if a.startswith(("-h", "--host"))]
    return text if not flags and (not word or args[-1:] in ([word], [word.upper()])) else ""


def greeting(program: str, around: Surroundings, at: int, args: list[str]) -> str:
    """The first lines of a server; "" for one that is not known."""
    lines = _LINES.get(program) or (_netexec(args) if program == "agnhost" and args[:1] == ["netexec"] else None)
    if lines is None:
        return ""
    values = {name: shown(around.start + at, layout) for name, layout in _LAYOUTS.items()}
    version = around.version or _VERSIONS.get(program, "")
    return "".join(line.format(h=around.host, v=version, **values) + "\n" for line in lines)


def _netexec(args: list[str]) -> tuple[str, ...]:
    """The example server of Kubernetes' own tutorials."""
    ports = {"http": "8080", "udp": "8081"}
    for kind in ports:
        for position, arg in enumerate(args):
            name, _, value = arg.partition("=")
            if name.lstrip("-") == f"{kind}-port":
                ports[kind] = value or "".join(args[position + 1 : position + 2])
    said = "I{{klog}}       1 log.go:245] Started {} server on port {}"
    return said.format("HTTP", _literal(ports["http"])), said.format("UDP", " " + _literal(ports["udp"]))


def _literal(text: str) -> str:
    """As part of a layout."""
    return text.replace("{", "{{").replace("}", "}}")
