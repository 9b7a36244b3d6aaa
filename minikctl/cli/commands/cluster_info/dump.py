"""`cluster-info dump`: dump what helps to find out what is wrong."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        AllowMissingTemplateKeys,
        Args,
        Output,
        PodRunningTimeout,
        ShowManagedFields,
        Strings,
        Template,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

LISTS = (
    ("events", "events"),
    ("replication-controllers", "replicationcontrollers"),
    ("services", "services"),
    ("daemonsets", "daemonsets"),
    ("deployments", "deployments"),
    ("replicasets", "replicasets"),
    ("pods", "pods"),
)  # the names of the files, and the resources
SAID = ("kind", "apiVersion")
USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    namespaces: Annotated[Strings, Option("--namespaces", help="The namespaces to dump.")] = None,
    output: Output = "json",
    output_directory: Annotated[
        str, Option("--output-directory", help="The directory for the files; - or nothing prints them.")
    ] = "",
    pod_running_timeout: PodRunningTimeout = "20s",
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """Dump what helps to find out what is wrong.

    Nodes, events, workloads, pods and logs of kube-system and the current namespace, or of --namespaces, to the
    standard output or a directory.

    Examples:
      # Into a directory
      kubectl cluster-info dump --output-directory=/tmp/dump
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.printers import printer_for

    show = printer_for(opts.output, template=opts.template, sort_keys=False)
    into = Target(env, "" if opts.output_directory == "-" else opts.output_directory, opts.output)
    into.write("nodes", show(_listed(client, "nodes", "")))
    for namespace in _namespaces(opts, client):
        for name, word in LISTS:
            into.write(f"{namespace}/{name}", show(_listed(client, word, namespace)))
        for pod in client.list(client.resolve("pods"), namespace)["items"]:
            _logs(client, pod, into)
    if into.directory:
        env.stdout.write(f"Cluster info dumped to {into.directory}\n")
    return 0


class Target(NamedTuple):
    """Where the parts go: files of a directory, or the standard output."""

    env: Env
    directory: str
    output: str

    def write(self, name: str, text: str, extension: str = "") -> None:
        if not self.directory:
            self.env.stdout.write(text)
            return
        import os

        ending = extension or {"json": ".json", "yaml": ".yaml"}.get(self.output, ".txt")
        path = self.env.path(f"{self.directory}/{name}{ending}")
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
                f.write(text)
        except OSError as e:
            raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None


def _namespaces(opts: Opts, client: Client) -> list[str]:
    if opts.all_namespaces:
        found = client.list(client.resolve("namespaces"), "")["items"]
        return [namespace["metadata"]["name"] for namespace in found]
    return list(opts.namespaces or ("kube-system", client.namespace))


def _listed(client: Client, word: str, namespace: str) -> dict[str, Any]:
    """A list as kubectl's typed clients hold it: its items do not say what they are."""
    from minikctl.core.field_order import of_object

    found = of_object(client.list(client.resolve(word), namespace))
    found["items"] = [{k: v for k, v in of_object(item).items() if k not in SAID} for item in found["items"]]
    return found


def _logs(client: Client, pod: dict[str, Any], into: Target) -> None:
    """What every container of a pod has printed; or why it cannot be had."""
    from minikctl.apiserver.logs import LogOptions

    meta = pod["metadata"]
    out = ""
    for container in [*(pod["spec"].get("initContainers") or ()), *pod["spec"]["containers"]]:
        what = f"logs for container {container['name']} of pod {meta['namespace']}/{meta['name']}"
        try:
            chunks = client.logs(meta["namespace"], meta["name"], LogOptions(container["name"]))
            text = b"".join(chunks).decode("utf-8", "surrogateescape")
        except ApiError as e:
            text = f"Request log error: {e.message}\n"
        out += f"==== START {what} ====\n{text}==== END {what} ====\n"
    into.write(f"{meta['namespace']}/{meta['name']}/logs", out, ".txt")
