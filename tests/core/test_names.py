"""What names may look like, in apimachinery's words (those of the recorded errors where there is one)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import names

LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character "
    "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
)
SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
    "and must start and end with an alphanumeric character (e.g. 'example.com', "
    r"regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)
NAME_PART = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
    "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
    "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)


def test_labels_and_subdomains() -> None:
    assert names.dns1123_label("my-name") == []
    assert names.dns1123_label("Nginx_1") == [LABEL]
    assert names.dns1123_label("a.b") == ["must not contain dots"]
    assert names.dns1123_label("") == [LABEL]
    assert names.dns1123_label("a" * 64) == ["must be no more than 63 bytes"]
    assert names.dns1123_subdomain("a.b-c.d") == []
    assert names.dns1123_subdomain("Web_App") == [SUBDOMAIN]
    assert names.dns1123_subdomain("a..b") == [SUBDOMAIN]
    assert names.dns1035_label("abc-123") == []
    assert names.dns1035_label("1abc")[0].startswith("a DNS-1035 label must consist of lower case")
    assert names.wildcard_subdomain("*.example.com") == []
    assert len(names.wildcard_subdomain("*example.com")) == 1


def test_label_keys_and_values() -> None:
    assert names.qualified_name("app.kubernetes.io/name") == []
    assert names.qualified_name("bad key") == [NAME_PART]
    assert names.qualified_name("") == ["name part must be non-empty", NAME_PART]
    assert names.qualified_name("/a") == ["prefix part must be non-empty"]
    assert names.qualified_name("A/b") == [f"prefix part {SUBDOMAIN}"]
    assert names.qualified_name("a/b/c") == [
        NAME_PART.replace("name part", "a valid label key")
        + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    ]
    assert names.label_value("") == names.label_value("My_value.1") == []
    assert names.label_value("bad value!") == [VALUE]
    assert names.label_value("é" * 32) == ["must be no more than 63 bytes", VALUE]


def test_what_else_has_a_name() -> None:
    assert names.env_var_name("MY_ENV.NAME") == []
    assert names.env_var_name("1bad")[0].startswith("a valid environment variable name must consist of alphabetic")
    assert names.relaxed_env_var_name("1 bad") == []
    assert names.relaxed_env_var_name("a=b") == [names.RELAXED_ENV_NAME_MESSAGE]
    assert names.config_map_key("..a") == ["must not start with '..'"]
    assert names.config_map_key("bad key") == [names.CONFIG_KEY_MESSAGE]
    assert names.config_map_key("a" * 254) == ["must be no more than 253 characters"]
    assert names.port_name("http") == []
    assert names.port_name("-A--1") == [
        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        "must contain at least one letter (a-z)",
        "must not contain consecutive hyphens",
        "must not begin or end with a hyphen",
    ]
    assert names.port_number(70000) == ["must be between 1 and 65535, inclusive"]
    assert names.path_segment("a/b%") == ["may not contain '/'", "may not contain '%'"]
    assert names.percent("25%") == names.http_header_name("X-A") == names.c_identifier("_a1") == []
    assert names.percent("%") and names.http_header_name("a b") and names.c_identifier("1a")
    assert names.ip_address("10.0.0.1") == names.ip_address("::1") == []
    assert names.ip_address("10.0.0") == ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]


PATTERNS = [
    (names.dns1123_label, "[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
    (names.dns1123_subdomain, r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"),
    (names.dns1035_label, "[a-z]([-a-z0-9]*[a-z0-9])?"),
    (names.label_value, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"),
    (names.c_identifier, "[A-Za-z_][A-Za-z0-9_]*"),
    (names.percent, "[0-9]+%"),
]


@pytest.mark.parametrize(("check", "pattern"), PATTERNS)
@given(text=st.text("aZ0-._%\n é", max_size=6))
def test_the_checks_agree_with_the_patterns_that_they_name(check: object, pattern: str, text: str) -> None:
    assert callable(check)
    assert (check(text) == []) == (re.fullmatch(pattern, text) is not None)


@given(st.binary(min_size=16, max_size=16))
def test_generated_names_are_safe_and_determined(source: bytes) -> None:
    suffix = names.safe_suffix(source)
    assert re.fullmatch("[bcdfghjklmnpqrstvwxz2456789]{5}", suffix)
    assert names.safe_suffix(source) == suffix
    assert re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", names.uuid4(source))
