"""The loop of an edit: write the file, run the editor, look at what came back, send it; and again where it was not
valid. Three ways to use it: edit, create --edit, apply edit-last-applied. source: kubectl EditOptions.Run"""

from __future__ import annotations

import contextlib
import os

from minikctl.cli import failure, results, writing
from minikctl.cli.editing import editor
from minikctl.cli.editing.report import Reason, Report
from minikctl.client import manifests
from minikctl.core.errors import AggregateError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.printers import unknown_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, WriteOptions
    from minikctl.client.builder import Info

    Send = Callable[[list[Info], Report], None]

Obj = dict[str, Any]

_FORMATS = ("json", "kyaml", "yaml")
_CANCELLED = "Edit cancelled, no valid changes were saved."


class Session:
    """One file in the editor. `send` is given the edited objects and notes in the report what was refused."""

    def __init__(self, opts: Opts, client: Client, env: Env, send: Send, annotations: bool = False) -> None:
        self.opts, self.client, self.env, self.send, self.annotations = opts, client, env, send, annotations
        self.json = opts.output == "json"
        if opts.output not in ("", *_FORMATS):
            raise unknown_format(opts.output, _FORMATS)
        self.extension = ".json" if self.json else ".yaml"

    def run(self, infos: list[Info]) -> int:
        original = self._shown([_without_managed_fields(info.obj or {}) for info in infos])
        report, before, retrying = Report(), "", False
        while True:
            header = "" if self.json else report.header(self.annotations)
            text = header + (uncommented(before) if retrying else original)
            self.client.commit()  # nobody has to wait for the user
            try:
                edited = editor.edit(self._line_ends(text), self.extension, self.env)
            except CliError as e:
                raise self._preserved(e, report.path) from None
            if retrying and _same(before, edited.text):
                raise self._preserved(CliError(_CANCELLED), edited.path)
            if report.path:
                _remove(report.path)
            before, retrying, report = edited.text, True, Report(edited.path)
            why = problem(edited.text)
            if why:
                self.env.stderr.write(report.unreadable(infos[0], why) + "\n")
                continue
            if self._cancelled(original, edited):
                return 0
            if not self._readable(edited, report):
                continue
            code = self._outcome(report)
            if code is not None:
                return code

    def _shown(self, objects: list[Obj]) -> str:
        listed: Obj = {"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {}}
        obj = objects[0] if len(objects) == 1 else listed
        if self.json:
            from minikctl.printers.json import print_json

            return print_json(obj)
        if self.opts.output == "kyaml":
            from minikctl.printers.kyaml import print_kyaml

            return print_kyaml(obj)
        from minikctl.core.yaml_codec import dump

        return dump(obj)

    def _line_ends(self, text: str) -> str:
        return (
            text.replace("\n", "\r\n")
            if self.opts.has("windows-line-endings") and self.opts.windows_line_endings
            else text
        )

    def _cancelled(self, original: str, edited: editor.Edited) -> bool:
        """Nothing changed, or nothing left: told, and the file removed."""
        if _same(original, edited.text):
            told = "Edit cancelled, no changes made."
        elif not uncommented(edited.text).strip():
            told = "Edit cancelled, saved file was empty."
        else:
            return False
        _remove(edited.path)
        self.env.stderr.write(told + "\n")
        return True

    def _readable(self, edited: editor.Edited, report: Report) -> bool:
        """Send what the file holds; False when it holds no objects that can be read."""
        try:
            found = manifests.from_text(self.client, edited.text, "edited-file")
            if found.errors:
                error = found.errors[0] if len(found.errors) == 1 else AggregateError(found.errors)
                report.reasons.append(Reason(f"The edited file had a syntax error: {failure.message_of(error)}"))
                return False
            for info in found.infos:
                self._check_namespace(info)
            self.send(found.infos, report)
        except Exception as e:
            raise self._preserved(e, edited.path) from None
        return True

    def _check_namespace(self, info: Info) -> None:
        if info.resource.namespaced and info.namespace != self.client.namespace:
            raise CliError(
                f'the namespace from the provided object "{info.namespace}" does not match the namespace '
                f"\"{self.client.namespace}\". You must pass '--namespace={info.namespace}' to perform this operation."
            )

    def _outcome(self, report: Report) -> int | None:
        """The exit code; None to open the editor again."""
        if report.retryable:
            self.env.stderr.write(f"You can run `{self.env.name} replace -f {report.path}` to try this update again.\n")
            return 1
        if report.not_found:
            self.env.stderr.write(f'The edits you made on deleted resources have been saved to "{report.path}"\n')
            return 1
        if report.reasons:
            return None
        _remove(report.path)
        return 0

    def _preserved(self, error: Exception, path: str) -> Exception:
        """The failure, after saying where the user's text is."""
        if path and os.path.exists(path):
            self.env.stderr.write(f'A copy of your changes has been stored to "{path}"\n')
        return error


def before_create(opts: Opts, client: Client, env: Env, options: WriteOptions) -> int:
    """create --edit: each object goes through the editor on its own."""

    def send(infos: list[Info], report: Report) -> None:
        for info in infos:
            obj = writing.prepared(info.obj or {}, opts, env, keep=False)
            made = client.create(info.resource, info.namespace, writing.new(obj), options)
            results.printer(opts, env, "created")(info.resource, made)

    found = writing.from_files(opts, client, env)
    session = Session(opts, client, env, send)
    for info in found.infos:
        session.run([info])
    failure.aggregate(found.errors)
    return 0


def problem(text: str) -> str:
    """Why a text is no object, "" if it is one."""
    from minikctl.core.yaml_load import YamlError, load

    try:
        value = load(uncommented(text))
    except YamlError as e:
        return str(e)
    if not isinstance(value, dict):
        return "invalid object to validate"
    missing = [f"{field} not set" for field in ("apiVersion", "kind") if not value.get(field)]
    return missing[0] if len(missing) == 1 else f"[{', '.join(missing)}]" if missing else ""


def uncommented(text: str) -> str:
    """The text without its lines of comments."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not line.strip().startswith("#") or line.strip().startswith("#!"))


def _same(a: str, b: str) -> bool:
    """Whether two texts say the same, comments and layout apart; what is no YAML is compared as text."""
    from minikctl.core.patches.json_merge import same
    from minikctl.core.yaml_load import YamlError, load

    try:
        left, right = load(a), load(b)
    except YamlError:
        return uncommented(a) == uncommented(b)
    return same(left, right)


def _without_managed_fields(obj: Obj) -> Obj:
    meta = obj.get("metadata") or {}
    if "managedFields" not in meta:
        return obj
    return {**obj, "metadata": {key: value for key, value in meta.items() if key != "managedFields"}}


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.remove(path)
