"""Resources without behaviour: stored, served, printed, checked by their schema only. `_plain.py` lists them. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, UNSET, age
from minikctl.kinds._kind import STANDARD_VERBS, Column, Kind, Served, deferred, nothing
from minikctl.kinds._plain import LINES

if TYPE_CHECKING:
    from collections.abc import Callable

    Cell = Callable[["Obj", int], Any]

Obj = dict[str, Any]


def _at(obj: Obj, path: str) -> Any:
    value: Any = obj
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _condition(obj: Obj, kind: str) -> Obj:
    for condition in _at(obj, "status.conditions") or _at(obj, "conditions") or ():
        if condition.get("type") == kind:
            return dict(condition)
    return {}


def _service(obj: Obj) -> str:
    ref = _at(obj, "spec.service")
    return f"{ref.get('namespace')}/{ref.get('name')}" if ref else "Local"


def _available(obj: Obj) -> str:
    found = _condition(obj, "Available")
    if not found:
        return "Unknown"
    return "True" if found["status"] == "True" else f"{found['status']} ({found.get('reason', '')})"


def _requested_duration(obj: Obj) -> str:
    from minikctl.core.duration import human

    seconds = _at(obj, "spec.expirationSeconds")
    return NONE if seconds is None else human(seconds * 1_000_000)


def _approval(obj: Obj) -> str:
    """What became of a signing request."""
    words = [word for word in ("Approved", "Denied", "Failed") if _condition(obj, word)]
    if words[:1] == ["Approved"] and _at(obj, "status.certificate"):
        words.append("Issued")
    return ",".join(words) or "Pending"


def _parent(obj: Obj) -> str:
    ref = _at(obj, "spec.parentRef")
    if not ref:
        return ""
    parts = (ref.get("group"), ref.get("resource"), ref.get("namespace"), ref.get("name"))
    return "/".join(part for part in parts if part)


def _token_requests(obj: Obj) -> str:
    return ",".join(one.get("audience", "") for one in _at(obj, "spec.tokenRequests") or ()) or UNSET


def _param_kind(obj: Obj) -> str:
    ref = _at(obj, "spec.paramKind")
    return f"{ref.get('apiVersion')}/{ref.get('kind')}" if ref else UNSET


def _param_ref(obj: Obj) -> str:
    ref = _at(obj, "spec.paramRef")
    if not ref:
        return UNSET
    if not ref.get("name"):
        return "*"
    return f"{ref['namespace']}/{ref['name']}" if ref.get("namespace") else f"*/{ref['name']}"


def _claim_state(obj: Obj) -> str:
    states = ["deleted"] if obj["metadata"].get("deletionTimestamp") else []
    if _at(obj, "status.allocation"):
        states.append("allocated")
        states += ["reserved"] if _at(obj, "status.reservedFor") else []
    else:
        states.append("pending")
    return ",".join(states)


def _dangling(obj: Obj) -> str:
    return str(_condition(obj, "Dangling").get("status", "?"))


def _shares(obj: Obj) -> str:
    limited, exempt = _at(obj, "spec.limited"), _at(obj, "spec.exempt")
    value = (limited or exempt or {}).get("nominalConcurrencyShares")
    return NONE if value is None else str(value)


_DEFAULTS = {
    "validatingadmissionpolicies": "policy",
    "validatingadmissionpolicybindings": "binding",
    "mutatingadmissionpolicies": "policy",
    "mutatingadmissionpolicybindings": "binding",
    "validatingwebhookconfigurations": "webhooks",
    "mutatingwebhookconfigurations": "webhooks",
    "csidrivers": "csi_driver",
}
_CHECKS = {"certificatesigningrequests": "signing_request", "runtimeclasses": "runtime_class"}
_HEALTHY = "Healthy"
_ASKED: dict[str, Callable[[Obj], Any]] = {
    "service": _service,
    "available": _available,
    "requested_duration": _requested_duration,
    "approval": _approval,
    "parent": _parent,
    "token_requests": _token_requests,
    "param_kind": _param_kind,
    "param_ref": _param_ref,
    "claim_state": _claim_state,
    "dangling": _dangling,
    "shares": _shares,
    "status": lambda obj: "Healthy" if _condition(obj, _HEALTHY).get("status") == "True" else "Unhealthy",
    "message": lambda obj: _condition(obj, _HEALTHY).get("message", ""),
    "error": lambda obj: _condition(obj, _HEALTHY).get("error", ""),
}


def _cell(where: str) -> Cell:
    mark, path = where[0], where[1:]
    if mark == "!":
        asked = _ASKED[path]
        return lambda obj, now: asked(obj)
    if mark == "#":
        return lambda obj, now: len(_at(obj, path) or ())
    if mark == ",":
        return lambda obj, now: ",".join(_at(obj, path) or ())
    if mark == "?":
        return lambda obj, now: NONE if _at(obj, path) is None else str(_at(obj, path))
    return lambda obj, now: "" if _at(obj, where) is None else _at(obj, where)


def _column(text: str) -> tuple[Column, Cell]:
    if text == "Age":
        return Column("Age"), age
    if text == "Created~At":
        return Column("Created At", "date"), lambda obj, now: obj["metadata"].get("creationTimestamp")
    head, _, where = text.partition("=")
    name, *rest = head.split("/")
    kind = rest[0] if rest else "string"
    return Column(name, kind, rest[1] if rest[1:] else ""), _cell(where)


def _row(cells: list[Cell]) -> Callable[[Obj, int], list[Any]]:
    return lambda obj, now: [obj["metadata"]["name"], *(cell(obj, now) for cell in cells)]


def _words(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split(","))


def _checks(plural: str) -> dict[str, Any]:
    name = _CHECKS.get(plural)
    if name is None:
        return {}
    where = f"plain_checks:{name}"
    return {"validate": deferred(where), "validate_update": deferred(f"{where}_update")}


def _kind(line: str) -> Kind:
    head, _, tail = line.partition(" :")
    api_version, plural, kind, flags, short_names, categories, subresources = head.split()
    group, _, version = api_version.rpartition("/")
    columns = [_column(text) for text in tail.split()] or [_column("Created~At")]
    sub = _words(subresources)
    return Kind(
        group=group,
        kind=kind,
        plural=plural,
        versions=(Served(version),),
        namespaced="n" in flags,
        short_names=_words(short_names),
        categories=_words(categories),
        verbs=("create",) if "c" in flags else ("get", "list") if "r" in flags else STANDARD_VERBS,
        subresources=sub,
        columns=(Column("Name", format="name"), *(column for column, _ in columns)),
        row=_row([cell for _, cell in columns]),
        spec_fields=("spec", "webhooks") if "g" in flags else (),
        has_status="status" in sub,
        default=deferred(f"plain_rules:{_DEFAULTS[plural]}") if plural in _DEFAULTS else nothing,
        **_checks(plural),
    )


KINDS = tuple(_kind(line) for line in LINES.strip().split("\n"))
