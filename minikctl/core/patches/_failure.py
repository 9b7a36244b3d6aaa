"""How a patch that cannot be computed or applied is refused, with the status that a server gives each case.

A client that computes patches itself (apply, edit) shows `message` alone.
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, bad_request


class PatchError(ApiError):
    """A patch that does not fit: without a reason and with code 500, as servers answer what they did not foresee."""

    def __init__(self, message: str) -> None:
        super().__init__(500, "", message)


class PreconditionFailed(PatchError):
    """The patch would change what must stay: apiVersion, kind or the name."""

    def __init__(self, patch: object) -> None:
        super().__init__(f"precondition failed for: {go_text(patch)}")


class PatchConflict(PatchError):
    """Overwriting is off and the live object was changed otherwise."""

    def __init__(self, patch: object, changes: object) -> None:
        super().__init__(
            f"patch:\n{_yaml(patch)}\nconflicts with changes made from original to current:\n{_yaml(changes)}\n"
        )


def no_merge_key(item: object, key: str) -> PatchError:
    return PatchError(f"map: {go_text(item)} does not contain declared merge key: {key}")


def bad_directive(directive: object, item: object) -> PatchError:
    text = directive if isinstance(directive, str) else go_text(directive)
    return PatchError(f"unknown patch type: {text} in map: {go_text(item)}")


def bad_argument(expected: str, value: object) -> PatchError:
    return PatchError(f"expected a {expected}, but received a {go_type(value)}")


def bad_format(what: str) -> ApiError:
    return bad_request(f"invalid patch format of {what}")


def unprocessable() -> ApiError:
    """What a server says of a patch it understands but cannot carry out; the cause stays in its log."""
    return ApiError(422, "Invalid", "the server rejected our request due to an error in our request")


def undecodable(patch: object, why: str) -> ApiError:
    """The patched object does not fit its type. `patch` is shown as it is when it is text, else as Go prints maps."""
    shown = patch if isinstance(patch, str) else go_text(patch)
    detail = f'Invalid value: "{_escape(shown)}": {why}'
    cause = {"reason": "FieldValueInvalid", "message": detail, "field": "patch"}
    return ApiError(422, "Invalid", f' "" is invalid: patch: {detail}', {"causes": [cause]})


def not_an_object(patch: object, prefix: str = "") -> ApiError:
    """A merge patch that is no JSON object. `prefix` is what JSON merge patches have before it."""
    return bad_request(
        f"{prefix}json: cannot unmarshal {json_kind(patch)} into Go value of type map[string]interface {{}}"
    )


def json_kind(value: object) -> str:
    """The JSON kind as Go's decoder calls it."""
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        return "array"
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else "string"


def go_type(value: object) -> str:
    """The Go type that a JSON value is decoded into."""
    if value is None:
        return "%!s(<nil>)"
    if isinstance(value, dict):
        return "map[string]interface {}"
    if isinstance(value, list):
        return "[]interface {}"
    if isinstance(value, bool):
        return "bool"
    return "string" if isinstance(value, str) else "int64" if isinstance(value, int) else "float64"


def go_text(value: object) -> str:
    from minikctl.core.go_text import sprint

    return sprint(value)


def _escape(text: str) -> str:
    from minikctl.core.go_text import quote

    return quote(text)[1:-1]


def _yaml(value: object) -> str:
    from minikctl.core.yaml_codec import dump

    return dump(value)
