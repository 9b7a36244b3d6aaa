"""What a failure looks like on stderr."""

from __future__ import annotations

import pytest

from minikctl.cli.failure import aggregate, final_text, with_source
from minikctl.core.errors import (
    AggregateError,
    ApiError,
    CliError,
    FieldError,
    UsageError,
    already_exists,
    bad_request,
    invalid,
    not_found,
)

PORT = FieldError("FieldValueInvalid", "spec.port", "Invalid value: 0: too small")
NAME = FieldError("FieldValueRequired", "metadata.name", "Required value: name or generateName is required")
MISSING = not_found("pods", "", "x")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MISSING, 'Error from server (NotFound): pods "x" not found'),
        (ApiError(500, "", "odd"), "Error from server: odd"),
        (ApiError(401, "Unauthorized", "Unauthorized"), "error: You must be logged in to the server (Unauthorized)"),
        (CliError("no"), "error: no"),
        (CliError("error: no"), "error: no"),
        (CliError("Error in configuration: no", bare=True), "Error in configuration: no"),
        (UsageError("no", "See x"), "error: no\nSee x"),
        (
            invalid("Deployment", "apps", "web", [PORT]),
            'The Deployment "web" is invalid: spec.port: Invalid value: 0: too small\n',
        ),
        (
            invalid("Service", "", "s", [PORT, NAME, PORT]),
            'The Service "s" is invalid: \n* spec.port: Invalid value: 0: too small\n'
            "* metadata.name: Required value: name or generateName is required\n",
        ),
        (ApiError(422, "Invalid", "bad"), "The request is invalid: bad"),
        (
            ApiError(422, "Invalid", "the server rejected our request", {"causes": [{"message": "why"}]}),
            "The request is invalid: why\n",
        ),
        (AggregateError([MISSING]), 'Error from server (NotFound): pods "x" not found'),
        (
            AggregateError([MISSING, CliError("plain"), invalid("Service", "", "s", [PORT])]),
            'Error from server (NotFound): pods "x" not found\nplain\n'
            'Error from server (Invalid): Service "s" is invalid: spec.port: Invalid value: 0: too small\n',
        ),
        (
            AggregateError([AggregateError([CliError("a"), CliError("b"), CliError("a")]), MISSING]),
            '[a, b]\nError from server (NotFound): pods "x" not found\n',
        ),
    ],
)
def test_texts(error: Exception, text: str) -> None:
    assert final_text(error) == text


def test_a_source_is_put_before_the_message_and_the_reason_kept() -> None:
    error = with_source("creating", "web.yaml", already_exists("configmaps", "", "good"))
    assert final_text(error) == (
        'Error from server (AlreadyExists): error when creating "web.yaml": configmaps "good" already exists'
    )
    assert final_text(with_source("creating", "STDIN", CliError("no"))) == 'error: error when creating "STDIN": no'
    assert with_source("creating", "", MISSING) is MISSING
    assert isinstance(with_source("applying", "f", bad_request("x")), ApiError)


def test_a_loop_raises_what_it_has_collected() -> None:
    aggregate([])
    with pytest.raises(ApiError):
        aggregate([MISSING])
    with pytest.raises(AggregateError):
        aggregate([MISSING, MISSING])
