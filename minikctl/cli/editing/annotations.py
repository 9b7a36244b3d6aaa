"""`apply edit-last-applied`, and the patch that sets the last-applied annotation alone (apply set-last-applied)."""

from __future__ import annotations

from minikctl.cli import failure, results, targets
from minikctl.cli.applying import last_applied
from minikctl.cli.editing.session import Session
from minikctl.cli.write_options import validation
from minikctl.client import manifests
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.editing.report import Report
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

_NONE = (
    "no last-applied-configuration annotation found on resources, to create the annotation, use command "
    "`kubectl apply set-last-applied --create-annotation`"
)


def patch(config: Obj) -> Obj:
    """The merge patch that makes `config` the last applied configuration."""
    text = last_applied.encoded(config)
    return {"metadata": {"annotations": {last_applied.ANNOTATION: text}}}


def edit(opts: Opts, client: Client, env: Env) -> int:
    errors: list[Exception] = []
    infos = targets.infos(opts, client, env, Wanted(bare_type=True), errors)
    failure.aggregate(errors)
    configs: list[Info] = []
    for info in infos:
        text = last_applied.original(info.obj or {})
        if text is not None:
            found = manifests.from_text(client, text, "edited-file")
            failure.aggregate(found.errors)
            configs += found.infos[:1]
    if not configs:
        raise CliError(_NONE)
    options = WriteOptions(field_manager=opts.field_manager, field_validation=validation(opts))
    before = configs[0].obj

    def send(edited: list[Info], report: Report) -> None:
        for info in edited:
            config = info.obj or {}
            done = "skipped" if config == before else "edited"
            if done == "edited":
                client.patch(info.resource, info.namespace, info.name, patch(config), MERGE_PATCH, options)
            results.printer(opts, env, done)(info.resource, config)

    return Session(opts, client, env, send, annotations=True).run(configs)
