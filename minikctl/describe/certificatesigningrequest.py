"""Certificate signing requests, with what the request itself asks for."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.times import parse_rfc3339, rfc1123z
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _signing_request, events
from minikctl.describe._page import Page, joined

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_SUBJECT = (
    (10, "Organization"),
    (11, "Organizational Unit"),
    (6, "Country"),
    (7, "Locality"),
    (8, "Province"),
    (9, "StreetAddress"),
    (17, "PostalCode"),
)
_COMMON_NAME, _SERIAL_NUMBER = 3, 5


def describe(obj: Obj, related: Related) -> str:
    """CliError for a request that cannot be read."""
    from base64 import b64decode

    meta, spec = obj["metadata"], obj["spec"]
    try:
        asked = _signing_request.parse(b64decode(spec["request"]))
    except ValueError as e:
        raise CliError(f"Error parsing CSR: {e}") from None
    page = Page()
    page.field("Name", meta["name"])
    page.field("Labels", joined(meta.get("labels")))
    page.field("Annotations", joined(meta.get("annotations")))
    page.field("CreationTimestamp", rfc1123z(parse_rfc3339(meta["creationTimestamp"])))
    page.field("Requesting User", spec.get("username", ""))
    page.field("Signer", spec.get("signerName", ""))
    if spec.get("expirationSeconds") is not None:
        from minikctl.core.duration import human

        page.field("Requested Duration", human(spec["expirationSeconds"] * 1_000_000))
    page.field("Status", _status(obj))
    page.line("Subject:")
    for number, title in ((_COMMON_NAME, "Common Name"), (_SERIAL_NUMBER, "Serial Number")):
        page.line(f"\t{title}:\t{(asked.subject.get(number) or [''])[-1]}")
    for number, title in _SUBJECT:
        _values(page, title, asked.subject.get(number))
    names = (asked.dns, asked.emails, asked.uris, asked.addresses)
    if any(names):
        page.line("Subject Alternative Names:")
        for title, values in zip(("DNS Names", "Email Addresses", "URIs", "IP Addresses"), names):
            _values(page, title, values)
    events.write(page, obj, related)
    return page.text()


def _values(page: Page, title: str, values: list[str] | None) -> None:
    if values:
        page.line(f"\t{title}:\t" + "\n\t\t".join(values))


def _status(obj: Obj) -> str:
    status = obj.get("status") or {}
    types = {condition["type"] for condition in status.get("conditions") or ()}
    said = "Denied" if "Denied" in types else "Approved" if "Approved" in types else "Pending"
    return said + (",Failed" if "Failed" in types else "") + (",Issued" if status.get("certificate") else "")
