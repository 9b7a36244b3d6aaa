"""Errors as values: every failure the API can answer is an ApiError that carries a Status; every failure of the
command line is a CliError.

Text and exit codes are made in two places only: the CLI's error printer (cli/failure.py) and the HTTP adapter (rest/).
Wording lives next to the rule that raises.
"""

from __future__ import annotations

from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class FieldError(NamedTuple):
    """One validation failure. `type` is the API's cause reason, e.g. FieldValueInvalid; `message` is complete but
    for the field path.

    source: apimachinery field errors, observed on v1.36
    """

    type: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class ApiError(Exception):
    """A failed request, as the server's Status tells it.

    `code` is the HTTP status, `reason` the machine-readable word (NotFound, Invalid, ...), `details` the Status
    details object.
    """

    def __init__(self, code: int, reason: str, message: str, details: Obj | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.details: Obj = details or {}
        self.metadata: Obj = {}  # of the Status: a list that is too old tells there how to go on

    def status(self) -> Obj:
        """The Status object of this failure (kind Status, apiVersion v1)."""
        out: Obj = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": self.metadata,
            "status": "Failure",
            "message": self.message,
            "reason": self.reason,
        }
        if self.details:
            out["details"] = self.details
        out["code"] = self.code
        return out


def qualified(resource: str, group: str) -> str:
    """`deployments.apps`, or `pods` for the core group."""
    return f"{resource}.{group}" if group else resource


def _details(resource: str, group: str, name: str) -> Obj:
    out: Obj = {"name": name}
    if group:
        out["group"] = group
    out["kind"] = resource
    return out


def not_found(resource: str, group: str, name: str) -> ApiError:
    return ApiError(
        404, "NotFound", f'{qualified(resource, group)} "{name}" not found', _details(resource, group, name)
    )


def no_such_resource() -> ApiError:
    """What a server answers for a path that it does not serve."""
    return ApiError(404, "NotFound", "the server could not find the requested resource")


def already_exists(resource: str, group: str, name: str) -> ApiError:
    message = f'{qualified(resource, group)} "{name}" already exists'
    return ApiError(409, "AlreadyExists", message, _details(resource, group, name))


def conflict(resource: str, group: str, name: str, why: str) -> ApiError:
    message = f'Operation cannot be fulfilled on {qualified(resource, group)} "{name}": {why}'
    return ApiError(409, "Conflict", message, _details(resource, group, name))


MODIFIED = "the object has been modified; please apply your changes to the latest version and try again"


def forbidden(resource: str, group: str, name: str, why: str) -> ApiError:
    what = (
        f'{qualified(resource, group)} "{name}" is forbidden: {why}'
        if name
        else f"{qualified(resource, group)} is forbidden: {why}"
    )
    return ApiError(403, "Forbidden", what, _details(resource, group, name))


def invalid(kind: str, group: str, name: str, errors: list[FieldError]) -> ApiError:
    """422 with one cause a field error; several are shown as `[a, b]`, as the server writes them."""
    texts = list(dict.fromkeys(str(e) for e in errors))
    message = texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]"
    details = _details(kind, group, name)
    details["causes"] = [{"reason": e.type, "message": e.message, "field": e.field} for e in errors]
    return ApiError(422, "Invalid", f'{qualified(kind, group)} "{name}" is invalid: {message}', details)


def bad_request(message: str) -> ApiError:
    return ApiError(400, "BadRequest", message)


def gone(message: str) -> ApiError:
    return ApiError(410, "Expired", message)


def is_namespace_terminating(error: ApiError) -> bool:
    """Whether something was refused since nothing new may come into its namespace."""
    return any(cause.get("reason") == "NamespaceTerminating" for cause in error.details.get("causes") or ())


def method_not_allowed() -> ApiError:
    return ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")


def unsupported_media_type(message: str) -> ApiError:
    return ApiError(415, "UnsupportedMediaType", message)


def not_acceptable(message: str) -> ApiError:
    return ApiError(406, "NotAcceptable", message)


def too_many_requests(message: str, retry_after: int = 0) -> ApiError:
    return ApiError(429, "TooManyRequests", message, {"retryAfterSeconds": retry_after} if retry_after else None)


def internal(message: str) -> ApiError:
    return ApiError(500, "InternalError", f"Internal error occurred: {message}")


class CliError(Exception):
    """A failure found by the client itself: printed as `error: <message>` with exit code 1 unless told otherwise.

    `bare` prints the message as it is, without `error: ` (kubectl does so for some).
    """

    def __init__(self, message: str, code: int = 1, bare: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.bare = bare


class UsageError(CliError):
    """Wrong flags or arguments: the command's usage hint follows the message.

    `hint` is the whole last line, e.g. "See 'kubectl get --help' for usage."
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class StateError(Exception):
    """The state directory cannot be used or is broken: names the file, the reason and what to do. Not a CliError: who
    collects the failures of objects, to go on with the others, is not to go on after this one.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TransportError(CliError):
    """A request that got no answer: `Get "https://1.2.3.4/api": dial tcp ...`, as Go's client words it.

    host: the server as its URL names it; cause: what went wrong; server: the URL below which its API is.
    """

    def __init__(self, method: str, url: str, host: str, cause: str, server: str = "") -> None:
        super().__init__(f'{method.capitalize()} "{url}": {cause}')
        self.server = server
        self.host = host
        self.cause = cause


class AggregateError(Exception):
    """Several failures of one command. Printed one a line; as a member of another aggregate, as one bracketed list."""

    def __init__(self, errors: list[Exception], listed: int = 0) -> None:
        super().__init__(", ".join(str(e) for e in errors))
        self.errors = errors
        self.listed = listed  # the failures of one List in a file are always shown as one


def required(field: str, detail: str = "") -> FieldError:
    return FieldError("FieldValueRequired", field, f"Required value: {detail}" if detail else "Required value")


def invalid_value(field: str, value: object, detail: str) -> FieldError:
    return FieldError("FieldValueInvalid", field, f"Invalid value: {quote(value)}: {detail}")


def not_supported(field: str, value: object, allowed: list[str]) -> FieldError:
    choices = ", ".join(f'"{a}"' for a in allowed)
    return FieldError(
        "FieldValueNotSupported", field, f"Unsupported value: {quote(value)}: supported values: {choices}"
    )


def duplicate(field: str, value: object) -> FieldError:
    return FieldError("FieldValueDuplicate", field, f"Duplicate value: {quote(value)}")


def field_not_found(field: str, value: object) -> FieldError:
    return FieldError("FieldValueNotFound", field, f"Not found: {quote(value)}")


def field_forbidden(field: str, detail: str) -> FieldError:
    return FieldError("FieldValueForbidden", field, f"Forbidden: {detail}")


def too_long(field: str, limit: int) -> FieldError:
    return FieldError("FieldValueTooLong", field, f"Too long: may not be more than {limit} bytes")


def quote(value: object) -> str:
    """A value as field errors show it: strings quoted, numbers bare, structures as compact JSON. # source: observed
    on v1.36
    """
    import json

    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
