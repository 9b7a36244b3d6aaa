"""The formats of strings that a server checks; others say nothing. # source: kube-openapi strfmt"""

from __future__ import annotations

import re

_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_UUID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?%s[0-9a-f]{3}-?%s[0-9a-f]{3}-?[0-9a-f]{12}"
_LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_PATTERNS = {
    "date": _DATE,
    "date-time": rf"{_DATE}[tT\s]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([zZ]|[+-]\d\d:?\d\d)",
    "uuid": _UUID % ("[0-9a-f]", "[0-9a-f]"),
    "uuid3": _UUID % ("3", "[0-9a-f]"),
    "uuid4": _UUID % ("4", "[89ab]"),
    "uuid5": _UUID % ("5", "[89ab]"),
    "hostname": rf"{_LABEL}(\.{_LABEL})*\.?",
    "email": rf"[^@\s<>]+@{_LABEL}(\.{_LABEL})*",
    "mac": r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}",
    "duration": r"-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w)\s*)+|0",
    "byte": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "uri": r"[a-zA-Z][a-zA-Z0-9+.-]*:\S*|/\S*",
    "hexcolor": r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})",
}
_SPELLINGS = {"datetime": "date-time"}
_ADDRESSES = ("ipv4", "ipv6", "ip", "cidr")


def fits(text: str, name: str) -> bool:
    """Whether a string has a format; one that is not known fits always."""
    name = _SPELLINGS.get(name, name)
    if name in _ADDRESSES:
        return _is_address(text, name)
    pattern = _PATTERNS.get(name)
    return pattern is None or re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII) is not None


def _is_address(text: str, name: str) -> bool:
    import ipaddress

    try:
        if name == "cidr":
            return bool(ipaddress.ip_network(text, strict=False)) and "/" in text
        version = ipaddress.ip_address(text).version
    except ValueError:
        return False
    return name == "ip" or name == f"ipv{version}"
