"""/healthz, /livez, /readyz: whether the state can be read. source: apiserver's healthz, v1.36"""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError, no_such_resource
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest.answers import Answer

if TYPE_CHECKING:
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session

TEXT = "text/plain; charset=utf-8"
CHECKS = ("ping", "log", "etcd")  # etcd: where the objects are
_HEADERS = (("X-Content-Type-Options", "nosniff"),)


def answer(session: Session, request: Request, path: str) -> Answer:
    """Of all checks, or of one: /livez/etcd. ApiError 404 for a check that there is not."""
    _, name, *one = path.split("/")
    if name not in ("healthz", "livez", "readyz") or len(one) > 1 or (one and one[0] not in CHECKS):
        raise no_such_resource()
    if one:
        well = _check(session, one[0])
        return Answer(200, b"ok", TEXT) if well else Answer(500, b"internal server error: failed\n", TEXT, _HEADERS)
    return _all(session, request, name)


def _all(session: Session, request: Request, name: str) -> Answer:
    excluded = [check for check in request.query.get("exclude", "").split(",") if check]
    lines, failed = [], False
    for check in CHECKS:
        if check in excluded:
            lines.append(f"[+]{check} excluded: ok")
        elif _check(session, check):
            lines.append(f"[+]{check} ok")
        else:
            failed = True
            lines.append(f"[-]{check} failed: reason withheld")
    unknown = sorted({check for check in excluded if check not in CHECKS})
    if unknown:
        told = ",".join(f'"{check}"' for check in unknown)
        lines.append(f"warn: some health checks cannot be excluded: no matches for {told}")
    if failed:
        return Answer(500, "\n".join([*lines, f"{name} check failed\n"]).encode(), TEXT, _HEADERS)
    if "verbose" not in request.query:
        return Answer(200, b"ok", TEXT, _HEADERS)
    return Answer(200, "\n".join([*lines, f"{name} check passed\n"]).encode(), TEXT, _HEADERS)


def _check(session: Session, check: str) -> bool:
    if check != "etcd":
        return True
    try:
        session.read()
    except (ApiError, CliError):
        return False
    return True
