"""allOf, anyOf, oneOf, not: schemas of schemas. Their own errors are of no field: the server writes `<nil>`."""

from __future__ import annotations

from minikctl.core.errors import FieldError, invalid_value
from minikctl.core.structural import Obj
from minikctl.core.structural.validation import validate
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def errors(value: Any, schema: Obj, path: str) -> Iterator[FieldError]:
    """In the order in which the validator tells of them."""
    for word, join in (("anyOf", _any_of), ("oneOf", _one_of), ("allOf", _all_of)):
        found = schema.get(word)
        if isinstance(found, list) and found:
            yield from join([validate(value, each, path) for each in found if isinstance(each, dict)], path)
    unwanted = schema.get("not")
    if isinstance(unwanted, dict) and not validate(value, unwanted, path):
        yield _told(path, "must not validate the schema (not)")


def _told(path: str, rule: str) -> FieldError:
    return invalid_value("<nil>", "", f'"{path}" {rule}')


def _any_of(results: list[list[FieldError]], path: str) -> Iterator[FieldError]:
    if results and all(results):
        yield _told(path, "must validate at least one schema (anyOf)")
        yield from results[0]


def _one_of(results: list[list[FieldError]], path: str) -> Iterator[FieldError]:
    valid = sum(not result for result in results)
    if valid == 0 and results:
        yield _told(path, "must validate one and only one schema (oneOf). Found none valid")
        yield from results[0]
    elif valid > 1:
        yield _told(path, f"must validate one and only one schema (oneOf). Found {valid} valid alternatives")


def _all_of(results: list[list[FieldError]], path: str) -> Iterator[FieldError]:
    valid = sum(not result for result in results)
    for result in results:
        yield from result
    if valid < len(results):
        yield _told(path, "must validate all the schemas (allOf)" + ("" if valid else ". None validated"))
