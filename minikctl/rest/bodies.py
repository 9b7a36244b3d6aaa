"""Request bodies: JSON, YAML, protobuf -> a JSON value. ApiError 400, 413, 415."""

from __future__ import annotations

from minikctl.core.errors import ApiError, bad_request, unsupported_media_type
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.rest.request import Request

LIMIT = 3 * 1024 * 1024  # bytes; the real server's limit too
PROTOBUF = "application/vnd.kubernetes.protobuf"


def read(request: Request) -> Any:
    """The value of the body, None for none."""
    if not request.body:
        return None
    media = request.headers.get("content-type", "").partition(";")[0].strip() or "application/json"
    if media == PROTOBUF:
        from minikctl.rest.protobuf import decode

        return decode(request.body)
    if media in ("application/json", "text/json"):
        from minikctl.core.go_json import GoJsonError, loads

        try:
            return loads(request.body)
        except GoJsonError as e:
            raise bad_request(f"couldn't get version/kind; json parse error: {e}") from None
    if media in ("application/yaml", "text/yaml", "application/x-yaml"):
        return _yaml(request.body)
    raise unsupported_media_type(
        "the body of the request was in an unknown format - accepted media types include: "
        f"application/json, application/yaml, {PROTOBUF}"
    )


def _yaml(body: bytes) -> Any:
    from minikctl.core.errors import CliError
    from minikctl.core.yaml_codec import load_all

    try:
        found = load_all(body, "body")
    except CliError as e:
        raise bad_request(e.message) from None
    return found[0] if found else None


def too_large() -> ApiError:
    return ApiError(413, "RequestEntityTooLarge", f"Request entity too large: limit is {LIMIT}")
