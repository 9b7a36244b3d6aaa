"""Objects in, text out: the table of output formats. Each format is a module, imported when it is asked for.

Pure: templates in files are read by the caller's function. Knows no verb; tables (`""`, `wide`) are printers.table's
affair.
"""

from __future__ import annotations

from minikctl.core.errors import CliError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.core.errors import Obj

    Printer = Callable[[Obj], str]

FORMATS = (
    "go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file", "kyaml", "name",
    "template", "templatefile", "yaml",
)  # fmt: skip
GET_FORMATS = ("custom-columns", "custom-columns-file", *FORMATS[:-1], "wide", "yaml")
"""The formats of `get`; all other verbs take FORMATS."""

_WHOLE = ("json", "yaml", "kyaml", "name")


class PrintFailed(CliError):
    """A template failed on an object: `printed` goes to stdout before the error is told."""

    def __init__(self, printed: str, message: str) -> None:
        super().__init__(message)
        self.printed = printed


def printer_for(
    output: str,
    *,
    template: str = "",
    allow_missing_keys: bool = True,
    show_managed_fields: bool = False,
    no_headers: bool = False,
    sort_keys: bool = True,
    formats: tuple[str, ...] = FORMATS,
    read: Callable[[str], str] | None = None,
) -> Printer:
    """The printer for `-o output`: called once for each object (or List), it returns its text with all line ends.

    `template` is --template's value; `read` gives the text of a template file and raises OSError or CliError. CliError
    for an unknown format and for a bad template, in kubectl's words.
    """
    name, equals, argument = output.partition("=")
    kind = name.lower()
    if equals and kind in formats and kind not in (*_WHOLE, "wide") and template:
        raise unknown_format(output, formats)
    if kind in formats and not (equals and kind in (*_WHOLE, "wide")):
        if kind in _WHOLE:
            return _whole(kind, show_managed_fields, sort_keys)
        if kind.startswith("custom-columns"):
            return _custom_columns(kind, argument or template, no_headers, read)
        if kind != "wide":
            return _template(kind, argument or template, allow_missing_keys, read)
    raise unknown_format(output, formats)


def unknown_format(output: str, formats: tuple[str, ...]) -> CliError:
    allowed = ",".join(formats)
    return CliError(
        f'unable to match a printer suitable for the output format "{output}", allowed formats are: {allowed}'
    )


def _whole(kind: str, show_managed_fields: bool, sort_keys: bool) -> Printer:
    show: Printer
    if kind == "name":
        from minikctl.printers.name import print_name

        return print_name
    if kind == "yaml":
        from minikctl.printers import yaml

        show = yaml.printer()
    elif kind == "kyaml":
        from minikctl.printers.kyaml import print_kyaml

        def show(obj: Obj) -> str:
            return print_kyaml(obj, sort_keys=sort_keys)
    else:
        from minikctl.printers.json import print_json

        def show(obj: Obj) -> str:
            return print_json(obj, sort_keys=sort_keys)

    return show if show_managed_fields else lambda obj: show(_without_managed_fields(obj))


def _without_managed_fields(obj: Obj) -> Obj:
    """The same object without metadata.managedFields, in the items of a list too; what has none is not copied."""
    meta = obj.get("metadata")
    if isinstance(meta, dict) and "managedFields" in meta:
        obj = {**obj, "metadata": {key: value for key, value in meta.items() if key != "managedFields"}}
    items = obj.get("items")
    if isinstance(items, list) and items and isinstance(items[0], dict):
        obj = {**obj, "items": [_without_managed_fields(item) for item in items]}
    return obj


def _custom_columns(kind: str, argument: str, no_headers: bool, read: Callable[[str], str] | None) -> Printer:
    from minikctl.printers import custom_columns

    if kind == "custom-columns":
        return custom_columns.printer(custom_columns.columns_of(argument), no_headers)
    if not argument:
        raise CliError("custom-columns format specified but no custom columns given")
    text = _read(read, argument, "template")
    return custom_columns.printer(custom_columns.columns_of_template(text), no_headers)


def _template(kind: str, template: str, allow_missing: bool, read: Callable[[str], str] | None) -> Printer:
    if not template:
        raise CliError("template format specified but no template given")
    if kind.endswith("file"):
        template = _read(read, template, "--template")
    if kind.startswith("jsonpath"):
        from minikctl.core import jsonpath

        return jsonpath.printer(template, as_json=kind == "jsonpath-as-json", allow_missing=allow_missing)
    from minikctl.printers import gotemplate

    return gotemplate.printer(template, allow_missing=allow_missing)


def _read(read: Callable[[str], str] | None, path: str, what: str) -> str:
    try:
        return read(path) if read else ""
    except OSError as error:
        raise CliError(f"error reading {what} {path}, open {path}: {(error.strerror or str(error)).lower()}") from None
