"""What the server refuses of resources that are only stored. Pure.

source: Kubernetes' pkg/apis/{certificates,node}/validation, v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, duplicate, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks

Obj = dict[str, Any]

_USAGES = (
    *("any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment"),
    *("decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel"),
    *("ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime"),
    *("server auth", "signing", "timestamping"),
)
_LEGACY = "kubernetes.io/legacy-unknown"
_SHORTEST = 600  # seconds
_IMMUTABLE = "field is immutable"


def runtime_class(obj: Obj) -> list[FieldError]:
    from minikctl.kinds.pod.scheduling import tolerations

    out = _checks.dns_label("handler", obj.get("handler") or "")
    scheduling = obj.get("scheduling") or {}
    return (
        out
        + _checks.labels("scheduling.nodeSelector", scheduling.get("nodeSelector"))
        + tolerations(scheduling, "scheduling")
    )


def runtime_class_update(new: Obj, old: Obj) -> list[FieldError]:
    same = new.get("handler") == old.get("handler")
    return [] if same else [invalid_value("handler", new.get("handler"), _IMMUTABLE)]


def signing_request(obj: Obj) -> list[FieldError]:
    spec = obj.get("spec") or {}
    out: list[FieldError] = []
    if not _is_request(spec.get("request") or ""):
        out.append(
            invalid_value("spec.request", spec.get("request") or "", "PEM block type must be CERTIFICATE REQUEST")
        )
    usages = spec.get("usages") or []
    if not usages:
        out.append(required("spec.usages"))
    for i, usage in enumerate(usages):
        if usage not in _USAGES:
            out.append(not_supported(f"spec.usages[{i}]", usage, sorted(_USAGES)))
        elif usage in usages[:i]:
            out.append(duplicate(f"spec.usages[{i}]", usage))
    signer = spec.get("signerName") or ""
    if signer == _LEGACY:
        out.append(
            invalid_value("spec.signerName", signer, "the legacy signerName is not allowed via this API version")
        )
    else:
        out += _signer(signer)
    seconds = spec.get("expirationSeconds")
    if seconds is not None and seconds < _SHORTEST:
        why = "may not specify a duration less than 600 seconds (10 minutes)"
        out.append(invalid_value("spec.expirationSeconds", seconds, why))
    return out


def signing_request_update(new: Obj, old: Obj) -> list[FieldError]:
    """What was asked for stays; a decision is not taken back."""
    out: list[FieldError] = []
    before, after = _conditions(old), _conditions(new)
    for kind in sorted(before.keys() - after.keys()):
        if kind in ("Approved", "Denied", "Failed"):
            why = f"updates may not remove a condition of type {kind!r}".replace("'", '"')
            out.append(FieldError("FieldValueForbidden", "status.conditions", f"Forbidden: {why}"))
    if "Approved" in after and "Denied" in after:
        i = list(after).index("Denied")
        out.append(
            invalid_value(
                f"status.conditions[{i}].type", "Denied", "Approved and Denied conditions are mutually exclusive"
            )
        )
    return out


def _conditions(obj: Obj) -> Obj:
    return {each.get("type"): each for each in (obj.get("status") or {}).get("conditions") or ()}


def _is_request(text: str) -> bool:
    """Whether there is a PEM block of a request in what was sent, which is base64."""
    from base64 import b64decode

    try:
        block = b64decode(text).decode("ascii", "replace")
        body = block.partition("-----BEGIN CERTIFICATE REQUEST-----")[2].partition("-----END CERTIFICATE REQUEST")[0]
        return bool(b64decode("".join(body.split()), validate=True))
    except ValueError:
        return False


def _signer(name: str) -> list[FieldError]:
    path = "spec.signerName"
    if not name:
        return [required(path)]
    domain, slash, rest = name.partition("/")
    if not slash or "/" in rest:
        why = "must be a fully qualified domain and path of the form 'example.com/signer-name'"
        return [invalid_value(path, name, why)]
    out = [invalid_value(path, domain, why) for why in names.dns1123_subdomain(domain)]
    if not out and "." not in domain:
        out.append(invalid_value(path, domain, "should be a domain with at least two segments separated by dots"))
    return out + [invalid_value(path, rest, why) for why in names.dns1123_subdomain(rest)]
