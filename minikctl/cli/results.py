"""What a writing verb prints of each object: `deployment.apps/web created`, or the object in the format of -o."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Resource

Obj = dict[str, Any]

_TAILS = {"none": "", "client": " (dry run)", "server": " (server dry run)"}


def printer(
    opts: Opts, env: Env, operation: str, strategy: str = "none", typed: bool = False
) -> Callable[[Resource, Obj], None]:
    """A function that prints one object. Raises CliError for an unknown -o before anything is done.

    typed: the verb holds Go's own types in kubectl, whose JSON has the fields in order of declaration.
    """
    output = opts.output if opts.has("output") else ""
    if not output and opts.has("template") and opts.template:
        output = "go-template"
    if output in ("", "name"):
        tail = f" {operation}{_TAILS[strategy]}" if output == "" else ""

        def line(resource: Resource, obj: Obj) -> None:
            env.stdout.write(f"{resource.printed}/{obj['metadata'].get('name') or '<unknown>'}{tail}\n")

        return line
    from minikctl.printers import printer_for

    show = printer_for(
        output,
        template=opts.template if opts.has("template") else "",
        allow_missing_keys=not opts.has("allow-missing-template-keys") or opts.allow_missing_template_keys,
        show_managed_fields=opts.has("show-managed-fields") and opts.show_managed_fields,
        sort_keys=not typed,
        read=lambda path: _read(env, path),
    )

    by_json = output.startswith("jsonpath")  # which sends typed objects through encoding/json: every number is a float

    def whole(_resource: Resource, obj: Obj) -> None:
        if typed:
            from minikctl.core.field_order import of_object

            obj = of_object(obj)
            if by_json:
                obj = _as_floats(obj)
        env.stdout.write(_shown(show, obj, env))

    return whole


def _as_floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_floats(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_floats(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _shown(show: Callable[[Obj], str], obj: Obj, env: Env) -> str:
    """A template that fails half-way has printed its first half."""
    from minikctl.printers import PrintFailed

    try:
        return show(obj)
    except PrintFailed as e:
        env.stdout.write(e.printed)
        raise


def of_get(opts: Opts, env: Env) -> Callable[[Obj], None]:
    """The printer of `get -o`, which knows more formats than that of the writing verbs."""
    from minikctl.printers import GET_FORMATS, printer_for

    show = printer_for(
        opts.output,
        template=opts.template,
        allow_missing_keys=opts.allow_missing_template_keys,
        show_managed_fields=opts.show_managed_fields,
        no_headers=opts.no_headers,
        formats=GET_FORMATS,
        read=lambda path: _read(env, path),
    )
    return lambda obj: _write(env, _shown(show, obj, env))


def _write(env: Env, text: str) -> None:
    env.stdout.write(text)


def resource_of(resource: Resource, obj: Obj) -> Resource:
    """What `obj` is printed as: a subresource such as a Scale is an object of its own kind."""
    if obj.get("kind", resource.kind) == resource.kind:
        return resource
    group, _, version = obj["apiVersion"].rpartition("/")
    return resource._replace(group=group, version=version, kind=obj["kind"], singular=obj["kind"].lower())


def _read(env: Env, path: str) -> str:
    """A template file; what the file system has against it is worded by the printer."""
    with open(env.path(path), encoding="utf-8", errors="replace") as f:
        return f.read()
