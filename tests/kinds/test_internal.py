"""Objects as the server's messages show them."""

from __future__ import annotations

from minikctl.kinds._internal import difference, shown


def test_a_struct_is_shown_with_go_s_names_and_all_its_fields() -> None:
    assert shown({"type": "Foo"}, "SeccompProfile") == {"Type": "Foo", "LocalhostProfile": None}


def test_the_server_keeps_namespaces_of_the_host_in_the_security_context() -> None:
    spec = shown({"hostNetwork": True, "securityContext": {}}, "PodSpec")
    assert "HostNetwork" not in spec
    assert list(spec["SecurityContext"])[:3] == ["HostNetwork", "HostPID", "HostIPC"]
    assert spec["SecurityContext"]["HostNetwork"] is True


def test_selectors_keep_their_json() -> None:
    selector = {"matchLabels": {"a": "b"}}
    assert shown({"labelSelector": selector}, "TopologySpreadConstraint")["LabelSelector"] == selector


def test_a_difference_has_three_lines_around_it_and_no_names() -> None:
    old, new = {"name": "a", "value": "1"}, {"name": "a", "value": "<2>"}
    assert difference(old, new, "EnvVar").split("\n") == [
        "@@ -1,5 +1,5 @@",
        " {",
        '  "Name": "a",',
        '- "Value": "1",',
        '+ "Value": "\\u003c2\\u003e",',
        '  "ValueFrom": null',
        " }",
        "",
    ]
