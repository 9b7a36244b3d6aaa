"""The compiled table, and the declarations that it comes from."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.testing import CliRunner

import minikctl.cli
from minikctl.cli import declare, table
from minikctl.cli.commands import GROUPS, OTHERS
from minikctl.cli.compile import generated

HERE = Path(minikctl.cli.__file__).parent


def test_what_is_compiled_is_what_is_declared() -> None:
    """When this fails: python -m minikctl.cli.compile"""
    for name, text in generated().items():
        assert (HERE / name).read_text(encoding="utf-8") == text, f"{name} is out of date"


def test_every_module_of_commands_is_in_the_table() -> None:
    """`_root` is the program itself; other names with an underscore are private to their verbs."""
    files = [p.relative_to(HERE / "commands").with_suffix("") for p in (HERE / "commands").rglob("*/*.py")]
    files += [p.relative_to(HERE / "commands").with_suffix("") for p in (HERE / "commands").glob("*.py")]
    names = {".".join(file.parts).removesuffix(".__init__") for file in files}
    modules = {name for name in names if not name.rpartition(".")[2].startswith("_")} | {"_root"}
    assert {table.command(path).module for path in table.paths()} == modules


def test_every_command_declares_and_runs() -> None:
    for path in table.paths():
        module = __import__(f"minikctl.cli.commands.{table.command(path).module}".rstrip("."), fromlist=["run"])
        assert callable(module.run)
        assert module.command.__doc__


def test_commands_are_found_by_name_alias_and_between_flags() -> None:
    def path(line: str) -> tuple[tuple[str, ...], list[str]]:
        command, rest = table.find(line.split())
        return command.path, rest

    assert path("-n x create -o yaml deploy web") == (("create", "deployment"), ["-n", "x", "-o", "yaml", "web"])
    assert path("top no") == (("top", "node"), [])
    assert path("create -f x deployment") == (("create", "deployment"), ["-f", "x"])
    assert path("get pods get") == (("get",), ["pods", "get"])
    assert path("config use x") == (("config", "use-context"), ["x"])


def test_a_command_s_own_flag_hides_the_global_one() -> None:
    assert table.flags(("config", "set-context"))["namespace"].short == "n"
    assert table.flags(("logs",))["-p"].name == "previous"
    assert table.flags(("create", "deployment"))["-r"].name == "replicas"


def test_typer_accepts_the_declarations() -> None:
    """A Typer application can be made of them: the parser and Typer read the same functions."""
    app = declare.app()
    result = CliRunner().invoke(app, ["create", "deployment", "--help"])
    assert result.exit_code == 0
    assert "--replicas" in result.output
    assert isinstance(app, typer.Typer)


def test_every_verb_stands_in_one_group() -> None:
    names = [name for group in GROUPS.values() for name in group] + list(OTHERS)
    assert len(names) == len(set(names))
    assert table.command(()).names == names
