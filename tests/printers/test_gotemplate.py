"""go-templates as kubectl 1.37 executes them (recorded with `label --local -o go-template=...`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.errors import CliError
from minikctl.core.go_fmt import Int, sprint_all, sprintf
from minikctl.core.go_text import quote_go
from minikctl.printers import PrintFailed
from minikctl.printers.gotemplate import printer

RECORDED = json.loads((Path(__file__).parent / "data/gotemplate.json").read_text())


def run(template: str, obj: Any, allow_missing: bool = True) -> tuple[str, str]:
    try:
        return printer(template, allow_missing=allow_missing)(obj), ""
    except PrintFailed as error:
        return error.printed, error.message
    except CliError as error:
        return "", error.message


@pytest.mark.parametrize("case", RECORDED["cases"], ids=[case[1] for case in RECORDED["cases"]])
def test_templates_print_or_fail_as_in_kubectl(case: list[str]) -> None:
    mode, template, out, err = case
    printed, message = run(template, RECORDED["object"], mode != "strict")
    if "\traw data was" not in out:
        printed = printed.partition("\traw data was")[0]
    if err == "*":  # an error of execution: it is in the output, too
        fault = out.partition("Error executing template: ")[2].rpartition(". Printing more")[0]
        err = f"error executing template {quote_go(template)}: {fault}"
    assert (printed, message) == (out, err)


def test_whole_floats_are_integers() -> None:
    assert run("{{.a}} {{.b}} {{printf `%d` .a}}", {"a": 1e6, "b": [2.0, 2.5]}) == ("1000000 [2 2.5] 1000000", "")


def test_bytes_that_are_no_text_survive() -> None:
    assert run("{{base64decode .x}}", {"x": "/w=="})[0].encode("utf-8", "surrogateescape") == b"\xff"


def test_constants_are_int_and_json_is_int64() -> None:
    assert sprintf("%s %s", [Int(5), 5]) == "%!s(int=5) %!s(int64=5)"
    assert sprint_all([1, 2, "a", 3]) == "1 2a3"


@given(st.text("{}.$|()\"'`:=, -/*\nax1rangeifend", max_size=30))
def test_any_template_prints_or_is_refused(template: str) -> None:
    run(template, {"a": [1, {"x": None}], "x": "y"})
    run("{{" + template + "}}", {"a": [1, {"x": None}], "x": "y"})


@given(
    st.text("%+-# 0123*.[]vdsqxtTceg", max_size=12),
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)),
)
def test_any_format_formats(text: str, args: list[Any]) -> None:
    assert isinstance(sprintf(text, args), str)
