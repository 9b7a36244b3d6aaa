"""--from-file, --from-literal and --from-env-file: where the entries of config maps and secrets come from.

source: kubectl's generators; messages observed on v1.37. Knows neither kind: entries go to `add(key, data)`.
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts

    Add = Callable[[str, bytes], None]

_BOM = b"\xef\xbb\xbf"


def check(opts: Opts) -> None:
    if opts.from_env_file and (opts.from_file or opts.from_literal):
        raise CliError("from-env-file cannot be combined with from-file or from-literal")


def entries(opts: Opts, env: Env, add: Add) -> None:
    """All entries of the three flags, in kubectl's order."""
    for source in opts.from_file:
        from_file(source, env, add)
    for literal in opts.from_literal:
        key, equals, value = literal.partition("=")
        if not key or not equals:
            raise CliError(f"invalid literal source {literal}, expected key=value")
        add(key, _bytes(value))
    for path in opts.from_env_file:
        _env_file(path, env, add)


def from_file(source: str, env: Env, add: Add) -> None:
    """`path`, `key=path`, or a directory: then every regular file in it."""
    import os

    key, path = _split(source)
    real = env.path(path)
    _stat(path, real)
    if not os.path.isdir(real):
        add(key, _content(path, real))
        return
    if "=" in source:
        raise CliError("cannot give a key name for a directory path")
    try:
        with os.scandir(real) as found:
            items = sorted(found, key=lambda item: item.name)
    except OSError as e:
        raise CliError(f"error listing files in {path}: open {path}: {_reason(e)}") from None
    for item in items:
        if item.is_file(follow_symlinks=False):
            add(item.name, _content(f"{path}/{item.name}", item.path))


def _split(source: str) -> tuple[str, str]:
    count = source.count("=")
    if count == 0:
        return source.rstrip("/").rpartition("/")[2] or source, source
    if count > 1:
        raise CliError("key names or file paths cannot contain '='")
    key, _, path = source.partition("=")
    if not key:
        raise CliError(f"key name for file path {path} missing")
    if not path:
        raise CliError(f"file path for key name {key} missing")
    return key, path


def _stat(path: str, real: str) -> None:
    import os

    try:
        os.stat(real)
    except OSError as e:
        raise CliError(f"error reading {path}: {_reason(e)}") from None


def _content(path: str, real: str) -> bytes:
    try:
        with open(real, "rb") as f:
            return f.read()
    except OSError as e:
        raise CliError(f"open {path}: {_reason(e)}") from None


def _env_file(path: str, env: Env, add: Add) -> None:
    """Lines of key=value; a key alone takes its value from this process' environment."""
    import os

    real = env.path(path)
    _stat(path, real)
    if os.path.isdir(real):
        raise CliError("env config file cannot be a directory")
    lines = _content(path, real).split(b"\n")
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, 1):
        try:
            text = line.removesuffix(b"\r").decode()
        except UnicodeDecodeError:
            shown = " ".join(map(str, line))
            raise CliError(f"env file {path} contains invalid utf8 bytes at line {number}: [{shown}]") from None
        if number == 1 and line.startswith(_BOM):
            text = text[1:]
        text = text.lstrip()
        if text and text[0] != "#":
            _env_line(text, env, add)


def _env_line(text: str, env: Env, add: Add) -> None:
    from minikctl.core.names import env_var_name

    key, equals, value = text.partition("=")
    wrong = env_var_name(key)
    if wrong:
        from minikctl.core.go_text import quote_go

        raise CliError(f"{quote_go(key)} is not a valid key name: {';'.join(wrong)}")
    add(key, _bytes(value if equals else env.environ.get(key, "")))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
