"""JSONPath templates as kubectl 1.37 evaluates them (recorded with `label --local -o jsonpath=...`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.errors import CliError
from minikctl.core.jsonpath import JSONPath, JSONPathError, printer
from minikctl.core.jsonpath_parse import relaxed

RECORDED = json.loads((Path(__file__).parent / "data/jsonpath.json").read_text())
CASES = [(recording["object"], case) for recording in RECORDED for case in recording["cases"]]


def run(template: str, obj: Any, output: str = "jsonpath") -> tuple[str, str]:
    try:
        show = printer(template, as_json=output == "jsonpath-as-json", allow_missing=output != "strict")
        return show(obj), ""
    except CliError as error:
        return "", error.message


@pytest.mark.parametrize(("obj", "case"), CASES, ids=[case["template"] for _, case in CASES])
def test_templates_print_or_fail_as_in_kubectl(obj: Any, case: dict[str, str]) -> None:
    out, err = run(case["template"], obj, case["format"])
    if "object given" not in case["err"]:
        err = err.partition("\tobject given")[0]
    assert (out, err.rstrip("\n")) == (case["out"], case["err"].rstrip("\n"))


def test_maps_are_walked_in_key_order() -> None:
    assert (
        run("{.m.*}{range .m.*}|{@}{end}{..x}", {"m": {"b": 1, "a": 2}, "n": [{"x": 3}, {"x": 4}]})[0] == "2 1|2|13 4"
    )


@pytest.mark.parametrize(
    ("given_path", "path"),
    [("x", "{.x}"), (".x", "{.x}"), ("{x}", "{.x}"), ("{.x.y}", "{.x.y}"), ("", ""), (".x[*].y", "{.x[*].y}")],
)
def test_relaxed_paths(given_path: str, path: str) -> None:
    assert relaxed(given_path) == path


@pytest.mark.parametrize("path", ["{.x", ".x}", "{}", "{.x}{.y}", "x{y"])
def test_paths_that_cannot_be_relaxed(path: str) -> None:
    with pytest.raises(JSONPathError, match="unexpected path string"):
        relaxed(path)


@given(st.text("{}[].@$*?():'\"\\ab01-,=!<> \nrangeend", max_size=24))
def test_any_template_prints_or_is_refused(template: str) -> None:
    try:
        JSONPath(template).execute({"a": {"b": [0, 1, {"a": None}]}, "b": "x"})
    except JSONPathError as error:
        assert str(error)
