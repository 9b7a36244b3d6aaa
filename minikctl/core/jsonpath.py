"""`-o jsonpath=...`: templates of client-go's JSONPath over JSON-shaped values, with its quirks and error texts.

Also the paths of custom columns, --sort-by and `wait --for=jsonpath`: `compile(...)`, `find`.
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.go_text import MAX_INT64, MIN_INT64, quote_go, sharp, sprint
from minikctl.core.jsonpath_parse import (
    Action,
    Alternatives,
    Chain,
    Constant,
    Field,
    Filter,
    Identifier,
    JSONPathError,
    Node,
    Recursive,
    Slice,
    Text,
    Wildcard,
    parse,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["JSONPath", "JSONPathError", "printer"]


class JSONPath:
    """A parsed template. `allow_missing`: an absent key gives no result instead of an error."""

    def __init__(self, template: str, allow_missing: bool = True) -> None:
        self.template = template
        self._nodes = parse(template)
        self._allow_missing = allow_missing

    def find(self, data: Any) -> list[list[Any]]:
        """One list of results for each text and action, those in ranges once a round. JSONPathError."""
        return _Run(self._allow_missing).find(self._nodes, 0, data)[0]

    def execute(self, data: Any) -> str:
        return "".join(" ".join(map(_text, results)) for results in self.find(data))

    def shown(self, value: Any) -> str:
        """One result as text."""
        return _text(value)

    def execute_json(self, data: Any) -> str:
        """jsonpath-as-json: each result list as an indented JSON array."""
        from minikctl.core.go_marshal import dumps

        return "".join(dumps(results) + "\n" for results in self.find(data))


def printer(template: str, *, as_json: bool = False, allow_missing: bool = True) -> Callable[[Any], str]:
    """Object -> text. CliError with kubectl's texts, now for a bad template and later for a failing one."""
    try:
        path = JSONPath(template, allow_missing)
    except JSONPathError as error:
        raise CliError(f"error parsing jsonpath {template}, {error}") from None

    def print_object(obj: Any) -> str:
        try:
            return path.execute_json(obj) if as_json else path.execute(obj)
        except JSONPathError as error:
            raise CliError(
                f"error executing jsonpath {quote_go(template)}: Error executing template: {error}. "
                "Printing more information for debugging the template:\n"
                f"\ttemplate was:\n\t\t{template}\n"
                f"\tobject given to jsonpath engine was:\n\t\t{sharp(obj)}\n\n\n"
            ) from None

    return print_object


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        from minikctl.core.go_marshal import compact

        return compact(value)
    return sprint(value)


class _Run:
    """One execution: how deep in ranges it is, and whether the last action opened or closed one."""

    def __init__(self, allow_missing: bool) -> None:
        self.allow_missing = allow_missing
        self.depth = 0
        self.opened = False
        self.closed = False

    def find(self, nodes: Chain, start: int, data: Any) -> tuple[list[list[Any]], int]:
        """Results from nodes[start] on, up to the `{end}` of the range we are in; and where that was."""
        out: list[list[Any]] = []
        i = start
        while i < len(nodes):
            results = self.walk([data], nodes[i])
            if self.closed:
                self.closed = False
                return out, i
            if self.opened:
                self.opened = False
                i = self.rounds(nodes, i, results, out)
            else:
                out.append(results)
            i += 1
        return out, len(nodes)

    def rounds(self, nodes: Chain, i: int, results: list[Any], out: list[list[Any]]) -> int:
        """The body once for each result. Without any it is walked all the same, to find its end."""
        self.depth += 1
        end = i
        for value in results:
            found, end = self.find(nodes, i + 1, value)
            out.extend(found)
        if not results:
            _, end = self.find(nodes, i + 1, None)
        self.depth -= 1
        # a range that is never closed: client-go then goes on behind its opening, outside of it
        return end if end < len(nodes) else i

    def walk(self, values: list[Any], node: Node) -> list[Any]:
        if isinstance(node, Action):
            return self.chain(values, node.chain)
        if isinstance(node, Field):
            return self.field(values, node.name)
        if isinstance(node, Text):
            return [node.text]
        if isinstance(node, Slice):
            return _sliced(values, node)
        if isinstance(node, Filter):
            return self.filter(values, node)
        if isinstance(node, Constant):
            return [node.value] * len(values)
        if isinstance(node, Wildcard):
            return [inner for value in values for inner in _children(value)]
        if isinstance(node, Recursive):
            return _descend(values)
        if isinstance(node, Alternatives):
            return [result for chain in node.chains for result in self.chain(values, chain)]
        return self.identifier(values, node)

    def chain(self, values: list[Any], chain: Chain) -> list[Any]:
        for node in chain:
            values = self.walk(values, node)
        return values

    def identifier(self, values: list[Any], node: Identifier) -> list[Any]:
        if node.name == "range":
            self.opened = True
            return values
        if node.name == "end":
            if not self.depth:
                raise JSONPathError("not in range, nothing to end")
            self.closed = True
            return []
        raise JSONPathError(f"unrecognized identifier {node.name}")

    def field(self, values: list[Any], name: str) -> list[Any]:
        if not values:
            return []
        out = [value[name] for value in values if isinstance(value, dict) and name in value]
        if not out and not self.allow_missing:
            raise JSONPathError(f"{name} is not found")
        return out

    def filter(self, values: list[Any], node: Filter) -> list[Any]:
        out = []
        for value in values:
            if not isinstance(value, list):
                raise JSONPathError(f"{sprint(value)} is not array or slice and cannot be filtered")
            out += [item for item in value if self.passes(item, node)]
        return out

    def passes(self, item: Any, node: Filter) -> bool:
        if node.operator == "exists":
            try:
                return bool(self.chain([item], node.left))
            except JSONPathError:
                return True  # client-go looks at the values that the failing step was given
        left = self.chain([item], node.left)
        if not left:
            return False
        if len(left) > 1:
            raise JSONPathError("can only compare one element at a time")
        right = self.chain([item], node.right)
        if not right:
            return False
        if len(right) > 1:
            raise JSONPathError("can only compare one element at a time")
        return _compare(left[0], right[0], node.operator)


def type_name(value: Any) -> str:
    """The Go type of a decoded JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if MIN_INT64 <= value <= MAX_INT64 else "float64"
    names = {float: "float64", str: "string", dict: "map[string]interface {}", list: "[]interface {}"}
    return names.get(type(value), "interface {}")


def _sliced(values: list[Any], node: Slice) -> list[Any]:
    out: list[Any] = []
    for value in values:
        if value is None:
            continue
        if not isinstance(value, list):
            raise JSONPathError(f"{type_name(value)} is not array or slice")
        size = len(value)
        start = node.start or 0
        if start < 0:
            start += size
        end = size if node.end is None else node.end
        if end < 0 or (end == 0 and node.derived):
            end += size
        if start == end:
            return out  # client-go leaves the remaining values out
        if not 0 <= start < size:
            raise JSONPathError(f"array index out of bounds: index {start}, length {size}")
        if not 0 <= end <= size:
            raise JSONPathError(f"array index out of bounds: index {end - 1}, length {size}")
        if start > end:
            raise JSONPathError(f"starting index {start} is greater than ending index {end}")
        if node.step is not None and node.step <= 0:
            raise JSONPathError("step must be > 0")
        out += value[start : end : node.step or 1]
    return out


def _children(value: Any) -> list[Any]:
    """Go's maps have no order; ours are sorted."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    return value if isinstance(value, list) else []


def _descend(values: list[Any]) -> list[Any]:
    out = []
    for value in values:
        children = _children(value)
        if children:
            out.append(value)
            out += _descend(children)
    return out


def _kind(value: Any) -> str:
    for types, kind in ((bool, "bool"), (int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, types):
            return kind
    raise JSONPathError("invalid type for comparison")


def _compare(left: Any, right: Any, operator: str) -> bool:
    if operator not in ("<", ">", "==", "!=", "<=", ">="):
        raise JSONPathError(f"unrecognized filter operator {operator}")
    kind = _kind(left)
    if kind != _kind(right):
        raise JSONPathError("incompatible types for comparison")
    if operator in ("==", "!="):
        return bool((left == right) == (operator == "=="))
    if kind == "bool":
        raise JSONPathError("invalid type for comparison")
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right if operator == ">" else left >= right)
