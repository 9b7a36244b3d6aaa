"""The declarations read through Typer: what `compile` writes down, and the Typer application that docs are made from.

Off the hot path: the only module besides `flags` that imports Typer.
"""

from __future__ import annotations

import importlib
import inspect
import typing

import typer
from typer.models import ArgumentInfo, OptionInfo

from minikctl.cli import commands, flags
from minikctl.cli.commands import _root
from minikctl.cli.flags import Pflag
from minikctl.cli.pflag import Flag
from minikctl.core.typed import Any, NamedTuple


class Declared(NamedTuple):
    """One command as its module declares it. `help` of a flag by its name; hidden flags have none."""

    path: tuple[str, ...]
    module: str
    aliases: tuple[str, ...]
    hidden: bool
    children: tuple[Declared, ...]
    usage: str
    text: str
    flags: tuple[Flag, ...]
    help: dict[str, str]

    @property
    def short(self) -> str:
        return self.text.split("\n", 1)[0].rstrip(".")


def tree() -> Declared:
    """The program with all its commands."""
    root = _read(_root, (), "_root")
    order = [name for group in commands.GROUPS.values() for name in group] + list(commands.OTHERS)
    return root._replace(children=tuple(_module(name, ()) for name in order))


def _module(word: str, parents: tuple[str, ...]) -> Declared:
    path = (*parents, word)
    name = ".".join(path).replace("-", "_")
    module = importlib.import_module(f"minikctl.cli.commands.{name}")
    children = tuple(_module(child, path) for child in getattr(module, "SUBCOMMANDS", ()))
    return _read(module, path, name)._replace(children=children)


def _read(module: Any, path: tuple[str, ...], name: str) -> Declared:
    callback = signature(module)
    found = [_flag(p) for p in inspect.signature(callback).parameters.values() if not _is_argument(p)]
    found.sort(key=lambda pair: pair[0].name)
    return Declared(
        path,
        name,
        getattr(module, "ALIASES", ()),
        getattr(module, "HIDDEN", False),
        (),
        getattr(module, "USAGE", ""),
        inspect.cleandoc(module.command.__doc__ or ""),
        tuple(flag for flag, _ in found),
        {flag.name: text for flag, text in found if text},
    )


def signature(module: Any, arguments: bool = True) -> Any:
    """The module's `command`, annotations resolved and the parameters of its BUNDLES added: what Typer is given.

    Without `arguments` for groups: their words name subcommands.
    """
    parameters: dict[str, inspect.Parameter] = {}
    for function in [*(getattr(flags, bundle) for bundle in getattr(module, "BUNDLES", ())), module.command]:
        space = {**vars(typing), **vars(typer), **vars(flags), **vars(module)}
        hints = typing.get_type_hints(function, globalns=space, include_extras=True)
        for parameter in inspect.signature(function).parameters.values():
            kind = inspect.Parameter.KEYWORD_ONLY
            parameter = parameter.replace(annotation=hints[parameter.name], kind=kind)
            if arguments or not _is_argument(parameter):
                parameters[parameter.name] = parameter

    def callback(**values: Any) -> None: ...

    callback.__name__ = module.command.__name__
    callback.__doc__ = module.command.__doc__
    callback.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]
    return callback


def app(declared: Declared | None = None) -> typer.Typer:
    """The Typer application of a command and all below it."""
    declared = declared or tree()
    out = typer.Typer(rich_markup_mode=None, add_completion=False, help=declared.text, hidden=declared.hidden)
    for child in declared.children:
        module = importlib.import_module(f"minikctl.cli.commands.{child.module}")
        if child.children:
            group = app(child)
            group.callback(invoke_without_command=True, help=child.text)(signature(module, arguments=False))
            out.add_typer(group, name=child.path[-1])
        else:
            out.command(child.path[-1], help=child.text, hidden=child.hidden)(signature(module))
    return out


def _is_argument(parameter: inspect.Parameter) -> bool:
    return any(isinstance(extra, ArgumentInfo) for extra in parameter.annotation.__metadata__)


def _flag(parameter: inspect.Parameter) -> tuple[Flag, str]:
    """A parameter as the parser's Flag, and its help text ("" when hidden)."""
    option = next(extra for extra in parameter.annotation.__metadata__ if isinstance(extra, OptionInfo))
    extra = next((extra for extra in parameter.annotation.__metadata__ if isinstance(extra, Pflag)), Pflag())
    names = [str(option.default), *(option.param_decls or ())]  # in Annotated, Typer takes `default` for the first name
    name = next(n[2:] for n in names if n.startswith("--"))
    short = next((n[1:] for n in names if not n.startswith("--")), "")
    kind = extra.kind or _kind(parameter.annotation.__origin__)
    required = parameter.default is inspect.Parameter.empty
    value = extra.default or ("" if required else _text(parameter.default))
    bare = extra.bare or ("true" if kind == "bool" else "")
    flag = Flag(name, short, kind, value, bare, extra.deprecated, required)
    return flag, "" if option.hidden or extra.deprecated else option.help or ""


def _kind(hint: Any) -> str:
    if hint in (bool, int, str):
        return {bool: "bool", int: "int", str: "string"}[hint]
    return "stringSlice"


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
