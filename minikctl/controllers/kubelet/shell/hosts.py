"""Which Services a command asks for. Pure."""

from __future__ import annotations

_ASKING = "nslookup wget curl nc ping dig host telnet mysqladmin pg_isready redis-cli mongosh"
ASKING = frozenset(_ASKING.split())
_FAR = frozenset(("com", "org", "net", "io", "dev", "cn", "de", "info"))


def host_of(name: str, args: list[str]) -> tuple[str, str] | None:
    """(Service, namespace or "") that a command asks for; None where it asks for none or for the world outside."""
    if name not in ASKING or "-l" in args or "-lp" in args:
        return None
    for flag in ("-h", "--host"):
        if flag in args[:-1]:
            return _service(args[args.index(flag) + 1])
    for arg in args:
        if not arg.startswith("-") and not arg.isdigit() and arg not in ("ping", "status"):
            return _service(arg)
    return None


def _service(text: str) -> tuple[str, str] | None:
    host = text.rpartition("://")[2].partition("/")[0].partition(":")[0]
    labels = host.split(".")
    if not labels[0] or not labels[0].isascii() or labels[0] == "localhost" or labels[0].isdigit():
        return None
    if labels[-1] in _FAR:
        return None
    namespace = labels[1] if len(labels) > 1 and labels[1].isascii() and labels[1] != "svc" else ""
    return labels[0], namespace
