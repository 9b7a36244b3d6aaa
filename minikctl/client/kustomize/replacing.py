"""`replacements`: a field of one resource is copied into fields of others. source: kustomize docs, kubectl v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.go_text import quote_go
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.client.kustomize.files import Root
    from minikctl.client.kustomize.resource import Id, Resource

Obj = dict[str, Any]
Slot = tuple[Any, Any]  # a map or a list, and the key or the index in it

_NAME = "metadata.name"
_NO_SOURCE = "replacements must specify a source and at least one target"


def replace(spec: Obj, root: Root, resources: list[Resource]) -> None:
    """Every replacement in turn, those of files among them."""
    for one in _all(spec, root):
        if not one.get("source") or not one.get("targets"):
            raise CliError(_NO_SOURCE)
        value = _value(one["source"], resources)
        for target in one["targets"]:
            if not target.get("select"):
                raise CliError("target must specify resources to select")
            for resource in resources:
                if resource.obj and _is_target(target, resource):
                    _put(resource.obj, target, value)


def _all(spec: Obj, root: Root) -> Iterator[Obj]:
    for entry in spec.get("replacements") or ():
        if not entry.get("path"):
            yield entry
            continue
        for document in root.documents(entry["path"]):
            yield from document if isinstance(document, list) else [document]


# --- where a value comes from


def _value(source: Obj, resources: list[Resource]) -> Any:
    """A copy of the source's field, or the part of it that its options want."""
    found = [r for r in resources if r.obj and any(_is(source, one) for one in r.ids())]
    if len(found) != 1:
        raise CliError(f"{'multiple matches for selector' if found else 'nothing selected by'} {_selector(source)}")
    path = source.get("fieldPath") or _NAME
    places = list(slots(found[0].obj, split(path), False))
    if not places:
        raise CliError(f"fieldPath `{path}` is missing for replacement source {_selector({**source, 'fieldPath': ''})}")
    holder, key = places[0]
    value, options = holder[key], source.get("options") or {}
    if not options.get("delimiter"):
        return value
    if isinstance(value, (dict, list)):
        raise CliError("delimiter option can only be used with scalar nodes")
    parts, index = text(value).split(options["delimiter"]), int(options.get("index") or 0)
    if not 0 <= index < len(parts):
        raise CliError(f"options.index {index} is out of bounds for value {text(value)}")
    return parts[index]


def _is(wanted: Obj, one: Id) -> bool:
    """Whether all that is asked for fits; what is not is of no account."""
    namespace = wanted.get("namespace")
    return all(
        wanted.get(field, "") in ("", getattr(one, field)) for field in ("group", "version", "kind", "name")
    ) and (not namespace or namespace == (one.namespace or "default"))


def _selector(wanted: Obj) -> str:
    from minikctl.client.kustomize.resource import Id

    fields = (str(wanted.get(field) or "") for field in ("group", "version", "kind", "namespace", "name"))
    shown = [str(Id(*fields)).replace("./", ".[noKind]/")]
    if not wanted.get("kind"):
        shown = [f"[noKind]{shown[0]}"]
    if wanted.get("fieldPath"):
        shown.append(str(wanted["fieldPath"]))
    return ":".join(shown)


# --- where it goes


def _is_target(target: Obj, resource: Resource) -> bool:
    ids = list(resource.ids())
    if any(_fits(rejected, one, resource) for rejected in target.get("reject") or () for one in ids):
        return False
    return any(_fits(target["select"], one, resource) for one in ids)


def _fits(wanted: Obj, one: Id, resource: Resource) -> bool:
    """A selector's fields are regular expressions for the whole; labels and annotations have selectors."""
    import re

    for field in ("group", "version", "kind", "name", "namespace"):
        pattern = wanted.get(field)
        if pattern and not re.fullmatch(pattern, getattr(one, field)):
            return False
    from minikctl.core import selectors

    for field, name in (("labels", "labelSelector"), ("annotations", "annotationSelector")):
        selector = wanted.get(name)
        if selector and not selectors.parse(selector).matches(resource.meta.get(field) or {}):
            return False
    return True


def _put(obj: Obj, target: Obj, value: Any) -> None:
    options = target.get("options") or {}
    create = bool(options.get("create"))
    for path in target.get("fieldPaths") or [_NAME]:
        places = list(slots(obj, split(path), create))
        if not places:
            what = "find or create" if create else "find"
            raise CliError(f"unable to {what} field {quote_go(path)} in replacement target")
        for holder, key in places:
            holder[key] = _new(holder[key], value, options, path)


def _new(old: Any, value: Any, options: Obj, path: str) -> Any:
    """Text stays text and a number a number where only the value is copied."""
    if options.get("delimiter"):
        if isinstance(old, (dict, list)) or isinstance(value, (dict, list)):
            raise CliError("delimiter option can only be used with scalar nodes")
        parts, index = text(old).split(options["delimiter"]), int(options.get("index") or 0)
        if index < 0:
            parts.insert(0, text(value))
        elif index >= len(parts):
            parts.append(text(value))
        else:
            parts[index] = text(value)
        return options["delimiter"].join(parts)
    if isinstance(value, (dict, list)):
        import copy

        return copy.deepcopy(value)
    if isinstance(old, str) or path.startswith(("metadata.annotations.", "metadata.labels.")):
        return text(value)
    if isinstance(old, int) and isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    return value


# --- paths


def split(path: str) -> list[str]:
    r"""`spec.containers.[name=a.b].x\.y` as its steps: dots in brackets and behind a backslash are no borders."""
    steps, step, inside, at = [], "", False, 0
    while at < len(path):
        char = path[at]
        if char == "\\" and path[at + 1 : at + 2] == ".":
            step += "."
            at += 2
            continue
        inside = (inside or char == "[") and char != "]"
        if char == "." and not inside:
            steps.append(step)
            step = ""
        else:
            step += char
        at += 1
    return [*steps, step]


def slots(obj: Any, steps: list[str], create: bool) -> Iterator[Slot]:
    """The places that a path means."""
    step, rest = steps[0], steps[1:]
    for key in list(_keys(obj, step, create, rest)):
        if not rest:
            yield obj, key
        else:
            yield from slots(obj[key], rest, create)


def _keys(obj: Any, step: str, create: bool, rest: list[str]) -> Iterator[Any]:
    if isinstance(obj, list):
        yield from _indexes(obj, step)
    elif isinstance(obj, dict):
        key = step[1:-1] if step[:1] == "[" and step[-1:] == "]" and "=" not in step else step
        if key == "*":
            yield from obj
        elif key in obj:
            yield key
        elif create and "=" not in step:
            obj[key] = {} if rest else None
            yield key


def _indexes(items: list[Any], step: str) -> Iterator[int]:
    """A number, `*`, `[name=value]` (a regular expression for a part of it), `[=value]` for lists of plain values."""
    if step.isdecimal():
        if int(step) < len(items):
            yield int(step)
        return
    if step == "*":
        yield from range(len(items))
        return
    if not (step[:1] == "[" and step[-1:] == "]"):
        return
    import re

    name, _, pattern = step[1:-1].partition("=")
    for index, item in enumerate(items):
        value = item.get(name) if name and isinstance(item, dict) else item if not name else None
        if value is not None and not isinstance(value, (dict, list)) and re.search(pattern, text(value)):
            yield index


def text(value: Any) -> str:
    """A value as YAML has it without quotes."""
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
