"""What is in a cluster before its first user: namespaces, the API's own Service, the default storage class, priority
classes.
"""

from __future__ import annotations

from minikctl.controllers import kubernetesservice
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.sim import clock as clocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minikctl.apiserver.server import ApiServer
    from minikctl.sim.engine import Engine

Obj = dict[str, Any]


def head(environ: Mapping[str, str], kept: Obj) -> Obj:
    """The head of a new state: seed, clock, the instant it begins, settings. CliError for values of the environment
    that mean nothing.

    kept: `settings` and `mode` of a state that this one takes the place of.
    """
    mode = environ.get("MINIKCTL_CLOCK", "") or kept.get("mode", "real")
    if mode not in ("real", "manual"):
        raise CliError(f'MINIKCTL_CLOCK is "real" or "manual", not "{mode}"')
    now = clocks.wall()
    given = environ.get("MINIKCTL_NOW", "")
    if given and mode == "manual":
        from minikctl.core.times import TimeError, parse_rfc3339

        try:
            now = parse_rfc3339(given)
        except TimeError as e:
            raise CliError(f"MINIKCTL_NOW: {e}") from None
    clock: Obj = {"mode": mode}
    if mode == "manual":
        clock["now"] = now
    seed = environ.get("MINIKCTL_SEED", "") or clocks.new_seed()
    return {"seed": seed, "clock": clock, "settings": kept.get("settings", {}), "played": now}


def populate(api: ApiServer, engine: Engine) -> None:
    """Create the objects of a new cluster; nodes, accounts and the like are made by their controllers."""
    from minikctl.apiserver.request import Asked
    from minikctl.kinds.table import kind_for
    from minikctl.sim.apply import resource_of, target_of
    from minikctl.storage._base import Entry

    asked = Asked(user="system:apiserver", manager="kube-apiserver")
    warn, api.world = api.world.warn, api.world._replace(warn=lambda _text: None)
    api.tx.queue_put(Entry(engine.now, "nodes", ""))
    for obj in _objects():
        if kind_for(obj["apiVersion"], obj["kind"]) is None:
            continue
        resource = resource_of(obj["apiVersion"], obj["kind"])
        api.create(target_of(resource), obj["metadata"].get("namespace", ""), obj, asked)
    api.world = api.world._replace(warn=warn)


def _objects() -> list[Obj]:
    out: list[Obj] = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        for name in ("default", "kube-node-lease", "kube-public", "kube-system")
    ]
    out.append(
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {
                "name": "standard",
                "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
            },
            "provisioner": "k8s.io/minikube-hostpath",
        }
    )
    for name, value, text in (
        ("system-cluster-critical", 2000000000, "For pods that the cluster needs and that may move."),
        ("system-node-critical", 2000001000, "For pods that a node cannot do without."),
    ):
        out.append(
            {
                "apiVersion": "scheduling.k8s.io/v1",
                "kind": "PriorityClass",
                "metadata": {"name": name},
                "value": value,
                "description": text,
            }
        )
    return out + kubernetesservice.objects()
