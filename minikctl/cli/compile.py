"""`python -m minikctl.cli.compile`: write down what the declarations say, so that no command has to read them through
Typer.

`_compiled.py` holds what the parser needs, `_pages.py` what help and completion show.
"""

from __future__ import annotations

import sys
from pathlib import Path

from minikctl.cli.declare import tree
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.cli.declare import Declared

_HEAD = '"""{} Written by `python -m minikctl.cli.compile`; never edited."""\n\n# ruff: noqa\n# fmt: off\n{} = {{\n'


def main() -> None:
    here = Path(__file__).parent
    for name, text in generated().items():
        (here / name).write_text(text, encoding="utf-8")
    sys.stdout.write("compiled\n")


def generated() -> dict[str, str]:
    """The generated modules, by file name."""
    root = tree()
    parser = _HEAD.format("What the parser knows of every command; see table.py.", "COMMANDS")
    pages = _HEAD.format("The texts of every command; see help.py.", "PAGES")
    for declared in _all(root):
        key = " ".join(declared.path)
        parser += f"    {key!r}: {_lines(_parser_lines(declared))},\n"
        pages += f"    {key!r}: {_lines(_page_lines(declared))},\n"
    return {"_compiled.py": parser + "}\n", "_pages.py": pages + "}\n"}


def _all(declared: Declared) -> Iterator[Declared]:
    yield declared
    for child in declared.children:
        yield from _all(child)


def _parser_lines(declared: Declared) -> list[str]:
    names = [child.path[-1] for child in declared.children]
    aliases = [f"{alias}={child.path[-1]}" for child in declared.children for alias in child.aliases]
    lines = [declared.module, " ".join(names + aliases)]
    lines += ["\t".join((*flag[:6], "1" if flag.required else "")) for flag in declared.flags]
    return [*lines, ""]


def _page_lines(declared: Declared) -> list[str]:
    """usage, aliases, hidden, number of flag lines, one `name<TAB>help` for each visible flag, then the text."""
    visible = [f"{flag.name}\t{declared.help[flag.name]}" for flag in declared.flags if flag.name in declared.help]
    head = [declared.usage, " ".join(declared.aliases), "hidden" if declared.hidden else "", str(len(visible))]
    return [*head, *visible, *declared.text.split("\n")]


def _lines(lines: list[str]) -> str:
    """A string constant with one source line for each of its lines, so that a diff can be read."""
    parts = [repr(line + "\n") for line in lines[:-1]] + ([repr(lines[-1])] if lines[-1] else [])
    return "(\n        " + "\n        ".join(parts) + "\n    )"


if __name__ == "__main__":
    main()
