"""Failures as text on stderr and an exit code, by the rules of kubectl's CheckErr. The one place of the command line
that words them."""

from __future__ import annotations

from minikctl.core.errors import AggregateError, ApiError, CliError, TransportError, UsageError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minikctl.cli.env import Env


def report(error: Exception, env: Env) -> int:
    """Print the failure; the exit code."""
    text = final_text(error)
    if text:
        env.stderr.write(text if text.endswith("\n") else text + "\n")
    return error.code if isinstance(error, CliError) else 1


def final_text(error: Exception) -> str:
    """The whole of what stderr shows for the failure that ends a command."""
    if isinstance(error, AggregateError):
        if error.listed:
            return line_of(error)
        if len(error.errors) == 1:
            return final_text(error.errors[0])
        return "".join(line_of(one) + "\n" for one in error.errors)
    if isinstance(error, ApiError) and error.reason == "Invalid":
        return _invalid(error)
    if isinstance(error, UsageError):
        return f"{_with_error(error.message)}\n{error.hint}"
    if isinstance(error, CliError) and not isinstance(error, TransportError):
        return error.message if error.bare else _with_error(error.message)
    return standard(error) or _with_error(str(error))


def standard(error: Exception) -> str:
    """The one-line text of an API failure, or of a server that cannot be reached; "" for any other."""
    if isinstance(error, TransportError):
        return _unreachable(error)
    if not isinstance(error, ApiError):
        return ""
    if error.reason == "Unauthorized":
        return f"error: You must be logged in to the server ({error.message})"
    if error.reason:
        return f"Error from server ({error.reason}): {error.message}"
    return f"Error from server: {error.message}"


def _unreachable(error: TransportError) -> str:
    if "connection refused" in error.cause:
        return f"The connection to the server {error.host} was refused - did you specify the right host or port?"
    return f"Unable to connect to the server: {error.cause}"


def line_of(error: Exception) -> str:
    """How one of several failures is shown: without `error: `; lists within a list in brackets."""
    return standard(error) or message_of(error)


def message_of(error: Exception) -> str:
    """The bare message: what another message may quote."""
    if isinstance(error, AggregateError):
        texts = list(dict.fromkeys(_flat(error.errors)))
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    return error.message if isinstance(error, (ApiError, CliError)) else str(error)


def bare(error: Exception) -> Exception:
    """A failure of one object among several, which some verbs show without `error: ` even where it is the only one."""
    if not isinstance(error, CliError) or isinstance(error, TransportError):
        return error
    return CliError(error.message, error.code, bare=True)


def prefixed(prefix: str, error: Exception) -> Exception:
    """The same failure, its message begun with `prefix`; an API failure stays one, with its reason and details."""
    if isinstance(error, ApiError):
        return ApiError(error.code, error.reason, prefix + error.message, error.details)
    return CliError(prefix + message_of(error))


def with_source(verb: str, source: str, error: Exception) -> Exception:
    """`error when creating "web.yaml": ...`, for what went wrong with an object of a file. source: kubectl
    AddSourceToErr"""
    return prefixed(f'error when {verb} "{source}": ', error) if source else error


def aggregate(errors: Sequence[Exception]) -> None:
    """Raise what a loop over objects has collected: nothing, the one failure, or all of them."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise AggregateError(list(errors))


def _invalid(error: ApiError) -> str:
    details = error.details
    head = "The request is invalid"
    causes = details.get("causes") or []
    if not details:
        return f"{head}: {error.message}"
    if details.get("kind") or details.get("name"):
        head = f'The {details.get("kind", "")} "{details.get("name", "")}" is invalid'
    elif error.message and not causes:
        return f"{head}: {error.message}"
    if not causes:
        return head
    texts = list(dict.fromkeys(_cause(cause) for cause in causes))
    if len(texts) == 1:
        return f"{head}: {texts[0]}\n"  # also where the text ends a line itself
    return f"{head}: \n" + "".join(f"* {text}\n" for text in texts)


def _cause(cause: dict[str, str]) -> str:
    field, message = cause.get("field", ""), cause.get("message", "")
    return f"{field}: {message}" if field else message


def _with_error(message: str) -> str:
    return message if message.startswith("error: ") else f"error: {message}"


def _flat(errors: Sequence[Exception]) -> list[str]:
    out: list[str] = []
    for error in errors:
        out += _flat(error.errors) if isinstance(error, AggregateError) else [message_of(error)]
    return out
