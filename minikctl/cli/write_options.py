"""What the flags of writing commands mean: --dry-run, --validate, --field-manager."""

from __future__ import annotations

from minikctl.cli._values import FALSE, TRUE
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import WriteOptions

_DIRECTIVES = {"strict": "Strict", "warn": "Warn", "ignore": "Ignore"}


def dry_run(opts: Opts, env: Env) -> str:
    """`none`, `client` or `server`; old spellings still count, with kubectl's line in the log. source: observed on
    v1.37"""
    value = opts.dry_run
    if value == "unchanged":
        env.klog("--dry-run is deprecated and can be replaced with --dry-run=client.", "helpers.go:714")
        return "client"
    if value in TRUE:
        env.klog(
            f"--dry-run={value} is deprecated (boolean value) and can be replaced with --dry-run=client.",
            "helpers.go:728",
        )
        return "client"
    if value in FALSE:
        env.klog(
            f"--dry-run={value} is deprecated (boolean value) and can be replaced with --dry-run=none.",
            "helpers.go:731",
        )
        return "none"
    if value not in ("none", "client", "server"):
        raise CliError(f'Invalid dry-run value ({value}). Must be "none", "server", or "client".')
    return str(value)


def validation(opts: Opts) -> str:
    """`Strict`, `Warn` or `Ignore`, as the server's fieldValidation parameter wants it."""
    value = opts.validate
    if value in TRUE:
        return "Strict"
    if value in FALSE:
        return "Ignore"
    if value not in _DIRECTIVES:
        raise CliError(
            f'invalid - validate option "{value}"; must be one of: strict (or true), warn, ignore (or false)'
        )
    return _DIRECTIVES[value]


def write_options(opts: Opts, strategy: str = "none") -> WriteOptions:
    """The query options of a write by this command; `strategy` is what dry_run() gave."""
    from minikctl.client._base import WriteOptions

    return WriteOptions(
        dry_run=strategy == "server",
        field_manager=opts.field_manager if opts.has("field-manager") else "kubectl",
        field_validation=validation(opts) if opts.has("validate") else "",
    )
