"""What names, labels, ports and the like may look like, in apimachinery's words; and names made from given bytes.

A check answers a list of what is wrong, empty for nothing. `re` is left out: its import costs more than all checks.
Lengths count UTF-8 bytes, as Go's do.
"""

from __future__ import annotations

_LOWER = "abcdefghijklmnopqrstuvwxyz"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_LOWER_ALNUM = _LOWER + _DIGITS
_ALNUM = _LOWER + _UPPER + _DIGITS

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

LABEL_LENGTH = 63
SUBDOMAIN_LENGTH = 253

_SAFE = "bcdfghjklmnpqrstvwxz2456789"


def pattern_message(message: str, pattern: str, *examples: str) -> str:
    """`MESSAGE (e.g. 'A',  or 'B', regex used for validation is 'PATTERN')`, both spaces included."""
    shown = " or ".join(f"'{example}', " for example in examples)
    return f"{message} (e.g. {shown}regex used for validation is '{pattern}')"


SUBDOMAIN_MESSAGE = pattern_message(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
    "and must start and end with an alphanumeric character",
    _SUBDOMAIN,
    "example.com",
)
LABEL_MESSAGE = pattern_message(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character",
    _LABEL,
    "my-name",
    "123-abc",
)
LABEL_1035_MESSAGE = pattern_message(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
    "start with an alphabetic character, and end with an alphanumeric character",
    "[a-z]([-a-z0-9]*[a-z0-9])?",
    "my-name",
    "abc-123",
)
QUALIFIED_MESSAGE = pattern_message(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    _QUALIFIED,
    "MyName",
    "my.name",
    "123-abc",
)
LABEL_VALUE_MESSAGE = pattern_message(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character",
    f"({_QUALIFIED})?",
    "MyValue",
    "my_value",
    "12345",
)
WILDCARD_MESSAGE = pattern_message(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
    "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    rf"\*\.{_SUBDOMAIN}",
    "*.example.com",
)
ENV_NAME_MESSAGE = pattern_message(
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', "
    "and must not start with a digit",
    "[-._a-zA-Z][-._a-zA-Z0-9]*",
    "my.env-name",
    "MY_ENV.NAME",
    "MyEnvName1",
)
RELAXED_ENV_NAME_MESSAGE = (
    "a valid environment variable name must consist only of printable ASCII characters other than '='"
)
CONFIG_KEY_MESSAGE = pattern_message(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    "[-._a-zA-Z0-9]+",
    "key.name",
    "KEY_NAME",
    "key-name",
)
HTTP_HEADER_MESSAGE = pattern_message(
    "a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name"
)
C_IDENTIFIER_MESSAGE = pattern_message(
    "a valid C identifier must start with alphabetic character or '_', "
    "followed by a string of alphanumeric characters or '_'",
    "[A-Za-z_][A-Za-z0-9_]*",
    "my_name",
    "MY_NAME",
    "MyName",
)
PERCENT_MESSAGE = pattern_message(
    "a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%"
)
PORT_MESSAGE = "must be between 1 and 65535, inclusive"


def _only(text: str, allowed: str) -> bool:
    return not text.strip(allowed)


def _between(text: str, inner: str, ends: str) -> bool:
    """Whether text is of `inner` and begins and ends with one of `ends`."""
    return text != "" and text[0] in ends and text[-1] in ends and not text.strip(inner)


def _is_label(text: str) -> bool:
    return _between(text, _LOWER_ALNUM + "-", _LOWER_ALNUM)


def _is_subdomain(text: str) -> bool:
    return all(map(_is_label, text.split(".")))


def _too_long(text: str, limit: int, unit: str = "bytes") -> list[str]:
    long = len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > limit
    return [f"must be no more than {limit} {unit}"] if long else []


def dns1123_label(text: str) -> list[str]:
    out = _too_long(text, LABEL_LENGTH)
    if not _is_label(text):
        out.append("must not contain dots" if _is_subdomain(text) else LABEL_MESSAGE)
    return out


def dns1123_subdomain(text: str) -> list[str]:
    out = _too_long(text, SUBDOMAIN_LENGTH)
    if not _is_subdomain(text):
        out.append(SUBDOMAIN_MESSAGE)
    return out


def dns1035_label(text: str) -> list[str]:
    out = _too_long(text, LABEL_LENGTH, "characters")
    if not _is_label(text) or text[0] not in _LOWER:
        out.append(LABEL_1035_MESSAGE)
    return out


def wildcard_subdomain(text: str) -> list[str]:
    """`*.example.com`"""
    out = _too_long(text, SUBDOMAIN_LENGTH, "characters")
    if text[:2] != "*." or not _is_subdomain(text[2:]):
        out.append(WILDCARD_MESSAGE)
    return out


def qualified_name(text: str) -> list[str]:
    """A label key: a name, with a DNS subdomain and a slash before it or without."""
    prefix, slash, name = text.rpartition("/")
    if "/" in prefix:
        suffix = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        return [f"a valid label key {QUALIFIED_MESSAGE}{suffix}"]
    out = []
    if slash:
        problems = dns1123_subdomain(prefix) if prefix else ["must be non-empty"]
        out += [f"prefix part {problem}" for problem in problems]
    problems = _too_long(name, LABEL_LENGTH) if name else ["must be non-empty"]
    if not _between(name, _ALNUM + "-_.", _ALNUM):
        problems.append(QUALIFIED_MESSAGE)
    return out + [f"name part {problem}" for problem in problems]


def label_value(text: str) -> list[str]:
    out = _too_long(text, LABEL_LENGTH)
    if text and not _between(text, _ALNUM + "-_.", _ALNUM):
        out.append(LABEL_VALUE_MESSAGE)
    return out


def path_segment(text: str) -> list[str]:
    """A name that only has to fit into a URL path."""
    if text in (".", ".."):
        return [f"may not be '{text}'"]
    return [f"may not contain '{char}'" for char in "/%" if char in text]


def env_var_name(text: str) -> list[str]:
    """The strict form, which the client still asks for."""
    out = []
    if not text or text[0] in _DIGITS or not _only(text, _ALNUM + "-._"):
        out.append(ENV_NAME_MESSAGE)
    return out + _path_like(text)


def relaxed_env_var_name(text: str) -> list[str]:
    """What the server accepts."""
    if not text:
        return ["environment variable name must be non-empty"]
    bad = sum(not " " <= char < "\x7f" or char == "=" for char in text)
    return [RELAXED_ENV_NAME_MESSAGE] * bad


def config_map_key(text: str) -> list[str]:
    out = _too_long(text, SUBDOMAIN_LENGTH, "characters")
    if not text or not _only(text, _ALNUM + "-._"):
        out.append(CONFIG_KEY_MESSAGE)
    return out + _path_like(text)


def _path_like(text: str) -> list[str]:
    """Keys become file names: they must not lead out of their directory."""
    if text in (".", ".."):
        return [f"must not be '{text}'"]
    return ["must not start with '..'"] if text.startswith("..") else []


def port_name(text: str) -> list[str]:
    """An IANA service name."""
    out = _too_long(text, 15, "characters")
    if not text or not _only(text, _LOWER_ALNUM + "-"):
        out.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not set(_LOWER) & set(text):
        out.append("must contain at least one letter (a-z)")
    if "--" in text:
        out.append("must not contain consecutive hyphens")
    if text and "-" in (text[0], text[-1]):
        out.append("must not begin or end with a hyphen")
    return out


def port_number(port: int) -> list[str]:
    return [] if 1 <= port <= 65535 else [PORT_MESSAGE]


def http_header_name(text: str) -> list[str]:
    return [] if text and _only(text, _ALNUM + "-") else [HTTP_HEADER_MESSAGE]


def c_identifier(text: str) -> list[str]:
    fits = text != "" and text[0] not in _DIGITS and _only(text, _ALNUM + "_")
    return [] if fits else [C_IDENTIFIER_MESSAGE]


def percent(text: str) -> list[str]:
    fits = len(text) > 1 and text[-1] == "%" and _only(text[:-1], _DIGITS)
    return [] if fits else [PERCENT_MESSAGE]


def cidr(text: str) -> list[str]:
    """A network as address/bits. source: Kubernetes' checks of legacy fields, which take 010.0.0.0/8 too"""
    from ipaddress import ip_network

    try:
        if "/" in text:
            ip_network(text, strict=False)
            return []
    except ValueError:
        pass
    return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]


def ip_address(text: str) -> list[str]:
    from ipaddress import ip_address as parse

    try:
        if "%" not in text:  # zones are no part of an address here
            parse(text)
            return []
    except ValueError:
        pass
    return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]


def safe_suffix(source: bytes, length: int = 5) -> str:
    """The random tail of a generated name, from given bytes: at least 8 for 5 characters, without bias that matters."""
    number = int.from_bytes(source, "big")
    out = []
    for _ in range(length):
        number, place = divmod(number, len(_SAFE))
        out.append(_SAFE[place])
    return "".join(out)


def uuid4(source: bytes) -> str:
    """16 bytes in the form of a random UUID."""
    raw = bytearray(source[:16])
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
