"""Choosing a format, and the whole-object formats: json, yaml, kyaml, name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minikctl.core.errors import CliError
from minikctl.printers import FORMATS, GET_FORMATS, PrintFailed, printer_for
from minikctl.printers.kyaml import print_kyaml
from minikctl.printers.name import operation

KYAML = json.loads((Path(__file__).parent / "data/kyaml.json").read_text())
POD: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
DEPLOYMENT: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}}
LIST: dict[str, Any] = {
    "apiVersion": "v1",
    "items": [POD, DEPLOYMENT],
    "kind": "List",
    "metadata": {"resourceVersion": ""},
}

ALL = "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile"


def test_get_knows_more_formats_than_other_verbs() -> None:
    assert ",".join(FORMATS) == ALL + ",yaml"
    assert ",".join(GET_FORMATS) == "custom-columns,custom-columns-file," + ALL + ",wide,yaml"


@pytest.mark.parametrize("output", ["bogus", "json=x", "name=", "custom-columns=A:.x", "wide"])
def test_an_unknown_format_is_told_with_those_allowed(output: str) -> None:
    with pytest.raises(CliError) as failure:
        printer_for(output)
    assert failure.value.message == (
        f'unable to match a printer suitable for the output format "{output}", allowed formats are: {ALL},yaml'
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("go-template", "template format specified but no template given"),
        ("jsonpath=", "template format specified but no template given"),
        ("jsonpath={.x", "error parsing jsonpath {.x, unclosed action"),
        ("custom-columns", "custom-columns format specified but no custom columns given"),
        ("custom-columns-file=/nope", "error reading template /nope, open /nope: no such file or directory"),
        ("jsonpath-file=/nope", "error reading --template /nope, open /nope: no such file or directory"),
    ],
)
def test_bad_templates(output: str, message: str) -> None:
    with pytest.raises(CliError) as failure:
        printer_for(output, formats=GET_FORMATS, read=lambda path: Path(path).read_text())
    assert failure.value.message == message


def test_the_template_may_come_from_its_own_flag() -> None:
    assert printer_for("jsonpath", template="{.kind}")(POD) == "Pod"
    with pytest.raises(CliError, match="unable to match a printer"):
        printer_for("jsonpath={.kind}", template="{.kind}")


def test_json_has_four_spaces_sorted_keys_and_html_safe_strings() -> None:
    out = printer_for("JSON")({"b": [], "a": {"x": "<&>"}, "c": [1, 1.0, {}]})
    assert out == (
        '{\n    "a": {\n        "x": "\\u003c\\u0026\\u003e"\n    },\n    "b": [],\n'
        '    "c": [\n        1,\n        1,\n        {}\n    ]\n}\n'
    )


def test_json_of_typed_objects_keeps_the_order_of_fields() -> None:
    typed = {"kind": "x", "apiVersion": "y"}
    assert printer_for("json", sort_keys=False)(typed).index("kind") < 10
    assert printer_for("kyaml", sort_keys=False)(typed) == '---\n{\n  kind: "x",\n  apiVersion: "y",\n}\n'


def test_yaml_documents_are_apart() -> None:
    show = printer_for("yaml")
    assert show(POD) + show({"a": 1}) == "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n---\na: 1\n"


def test_names_of_objects_and_of_lists() -> None:
    assert printer_for("name")(LIST) == "pod/a\ndeployment.apps/web\n"
    assert printer_for("name")({"kind": "Table", "apiVersion": "meta.k8s.io/v1"}) == "table.meta.k8s.io/<unknown>\n"
    assert operation("pod/a", "created", "client") == "pod/a created (dry run)\n"


def test_managed_fields_are_left_out_unless_asked_for() -> None:
    obj = {"metadata": {"name": "a", "managedFields": [{}]}}
    nested = {"items": [obj], "kind": "List"}
    assert "managed" not in printer_for("json")(nested)
    assert "managed" in printer_for("yaml", show_managed_fields=True)(nested)
    assert obj["metadata"] == {"name": "a", "managedFields": [{}]}


@pytest.mark.parametrize("case", KYAML, ids=["strings", "keys", "lists"])
def test_kyaml_is_what_kubectl_writes(case: dict[str, Any]) -> None:
    assert print_kyaml(case["object"]).split("\n") == case["kyaml"].split("\n")


PODS = {
    "kind": "List",
    "items": [
        {
            "metadata": {"name": "p1"},
            "spec": {"l": ["a", "b"], "m": {"b": 1, "a": None}, "f": 1.5, "n": None, "x": "a\nb"},
        },
        {"metadata": {"name": "longer-name"}, "spec": {"l": [], "m": {}, "f": 10, "x": "\x1b[1m"}},
        {"metadata": {"name": "p3"}},
    ],
}


def columns(spec: str, **options: Any) -> str:
    return printer_for(f"custom-columns={spec}", formats=GET_FORMATS, **options)(PODS)


def test_columns_of_values() -> None:
    assert columns("N:.metadata.name,L:.spec.l,LA:.spec.l[*],M:spec.m,F:{.spec.f},NULL:.spec.n") == (
        "N             L        LA       M                  F        NULL\n"
        "p1            [a b]    a,b      map[a:<nil> b:1]   1.5      <nil>\n"
        "longer-name   []       <none>   map[]              10       <none>\n"
        "p3            <none>   <none>   <none>             <none>   <none>\n"
    )


def test_columns_keep_line_ends_but_no_escape_characters() -> None:
    assert columns("N:.metadata.name,X:.spec.x") == ("N     X\np1    a\nb\nlonger-name   ^[[1m\np3            <none>\n")


def test_columns_without_headers() -> None:
    assert columns("N:.metadata.name,F:.spec.f", no_headers=True).startswith("p1            1.5\n")


def test_an_empty_list_prints_the_headers() -> None:
    assert (
        printer_for("custom-columns=A:.x,LONGER:.y", formats=GET_FORMATS)({"kind": "List", "items": []})
        == "A     LONGER\n"
    )


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("A", "unexpected custom-columns spec: A, expected <header>:<json-path-expr>"),
        ("A:.x,B", "unexpected custom-columns spec: B, expected <header>:<json-path-expr>"),
        (
            "A:.x}",
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
        ),
    ],
)
def test_bad_columns(spec: str, message: str) -> None:
    with pytest.raises(CliError) as failure:
        columns(spec)
    assert failure.value.message == message


def test_what_was_printed_before_a_failure_is_not_lost() -> None:
    with pytest.raises(PrintFailed) as failure:
        columns("A:.spec.l[0]")
    assert (failure.value.printed, failure.value.message) == ("A\na\n", "array index out of bounds: index 0, length 0")


@pytest.mark.parametrize(
    ("text", "out"),
    [
        (
            "A   B\n.metadata.name   .spec.f\n",
            "A             B\np1            1.5\nlonger-name   10\np3            <none>\n",
        ),
        ("A\n.spec.f", "A\n1.5\n10\n<none>\n"),
        ("A B C\na b\n", "number of headers (3) and field specifications (2) don't match"),
        ("A\n", "invalid template, missing spec line."),
        ("", "invalid template, missing header line."),
    ],
)
def test_columns_of_a_file(text: str, out: str) -> None:
    try:
        found = printer_for("custom-columns-file=f", formats=GET_FORMATS, read=lambda _: text)(PODS)
    except CliError as error:
        found = error.message
    assert found.startswith(out)


def test_a_table_needs_no_more_than_its_own_modules() -> None:
    script = "import sys, minikctl.printers.table; print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert "jsonpath" not in found and "yaml" not in found and "'json'" not in found
