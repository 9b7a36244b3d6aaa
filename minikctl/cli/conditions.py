"""--for of `wait`: condition=NAME[=VALUE], jsonpath={EXPRESSION}[=VALUE], create, delete. source: observed on v1.37"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

_FORMAT = (
    "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or "
    "--for=jsonpath='{.status.readyReplicas}'"
)


class Wanted(NamedTuple):
    """What has to hold, one after the other: None stands for --for=delete, --for=create holds of what is there."""

    checks: tuple[Callable[[Obj], bool] | None, ...]
    create: bool = False
    delete: bool = False


def read(texts: list[str]) -> Wanted:
    if not texts:
        raise CliError("unrecognized condition: []")
    checks: list[Callable[[Obj], bool] | None] = []
    words: set[str] = set()
    for text in texts:
        if text.lower() in ("create", "delete"):
            words.add(text.lower())
            checks.append(None if text.lower() == "delete" else _there)
        elif text.startswith("condition="):
            checks.append(_condition(text.removeprefix("condition=")))
        elif text.startswith("jsonpath="):
            checks.append(_jsonpath(text.removeprefix("jsonpath=")))
        else:
            raise CliError(f'unrecognized condition: "{text}"')
    return Wanted(tuple(checks), "create" in words, "delete" in words)


def _there(_obj: Obj) -> bool:
    return True


def _condition(text: str) -> Callable[[Obj], bool]:
    """`Ready` or `Ready=false`; a condition of an older generation does not count."""
    name, _, value = text.partition("=")
    name, value = name.lower(), (value or "true").lower()

    def holds(obj: Obj) -> bool:
        status = obj.get("status") or {}
        for condition in status.get("conditions") or ():
            if str(condition.get("type", "")).lower() == name and "status" in condition:
                observed = condition.get("observedGeneration", status.get("observedGeneration"))
                generation = obj["metadata"].get("generation")
                if generation is not None and observed is not None and observed < generation:
                    return False
                return str(condition["status"]).lower() == value
        return False

    return holds


def _jsonpath(text: str) -> Callable[[Obj], bool]:
    from minikctl.core.jsonpath import JSONPath, JSONPathError
    from minikctl.core.jsonpath_parse import relaxed

    if not text:
        raise CliError("jsonpath expression cannot be empty")
    parts = [part.replace("\0", "==") for part in text.replace("==", "\0").split("=")]
    if len(parts) > 2:
        raise CliError(_FORMAT)
    wanted = parts[1].strip("'\"") if len(parts) == 2 else None
    try:
        expression = relaxed(parts[0])
        if wanted == "":
            raise CliError(
                "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"
            )
        path = JSONPath(expression)
    except JSONPathError as e:
        raise CliError(str(e)) from None

    def holds(obj: Obj) -> bool:
        try:
            return _matches(path.find(obj), wanted)
        except JSONPathError as e:
            raise CliError(str(e)) from None

    return holds


def _matches(results: list[list[Any]], wanted: str | None) -> bool:
    """Whether the one value that was found is the wanted one (None: whether there is any)."""
    if not results or not results[0]:
        return False
    if len(results) > 1:
        raise CliError("given jsonpath expression matches more than one list")
    if len(results[0]) > 1:
        raise CliError("given jsonpath expression matches more than one value")
    if wanted is None:
        return True
    value = results[0][0]
    if isinstance(value, (dict, list)):
        raise CliError("jsonpath leads to a nested object or list which is not supported")
    from minikctl.core.go_text import sprint

    return sprint(value).strip() == wanted.strip()
