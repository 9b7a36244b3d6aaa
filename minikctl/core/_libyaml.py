"""PyYAML's binding of libyaml without what it brings along: `import yaml` costs as much as three bare interpreters,
this half of one.

The binding is a C module that wants the classes of tokens, events, nodes and errors from the package. The errors lie
in modules that import re, datetime and more; so stand-ins for those are shown to it while it is imported, where yaml
itself has not been imported yet. Whoever imports yaml later gets the real one.
"""

from __future__ import annotations

import sys

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_TAKEN = ("error", "tokens", "events", "nodes")
_MARKED = ("scanner", "parser", "composer", "constructor")  # whose errors tell a place
_OTHERS = ("reader", "emitter", "serializer", "representer")


def _import() -> tuple[Any, Any, Any]:
    """What makes a parser of a text, where events and errors are by name, yaml.error."""
    if "yaml" not in sys.modules:
        try:
            binding, error = _bare()
            return binding.CParser, binding, error
        except (ImportError, AttributeError):  # another PyYAML than we know, or one without libyaml
            pass
    import yaml

    try:
        import yaml._yaml

        return yaml._yaml.CParser, yaml._yaml, yaml.error
    except ImportError:  # without libyaml
        from yaml import events, scanner

        return yaml.BaseLoader, type("Both", (), {**vars(events), **vars(scanner)}), yaml.error


def _bare() -> tuple[Any, Any]:
    from _frozen_importlib_external import PathFinder

    spec = PathFinder.find_spec("yaml")
    if spec is None:
        raise ImportError("PyYAML")
    package: Any = type(sys)("yaml")
    package.__spec__, package.__path__ = spec, spec.submodule_search_locations
    sys.modules["yaml"] = package
    stand_ins = ["yaml"]
    try:
        for name in _TAKEN:
            __import__(f"yaml.{name}")
        for names, base in ((_MARKED, package.error.MarkedYAMLError), (_OTHERS, package.error.YAMLError)):
            for name in names:
                stand_ins.append(f"yaml.{name}")
                sys.modules[f"yaml.{name}"] = package.__dict__[name] = _with_error(name, base)
        return __import__("yaml._yaml", fromlist=["CParser"]), package.error
    except BaseException:
        stand_ins = [name for name in sys.modules if name.partition(".")[0] == "yaml"]
        raise
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


def _with_error(name: str, base: type) -> Any:
    module: Any = type(sys)(f"yaml.{name}")
    error = f"{name.capitalize()}Error"
    setattr(module, error, type(error, (base,), {"__module__": f"yaml.{name}"}))
    return module


parser, binding, errors = _import()
