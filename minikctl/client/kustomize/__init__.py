"""Kustomizations: `-k DIR` and `kustomize DIR`. A subset of kustomize's own rules, byte for byte; what it lacks is
refused by name. source: kustomize docs, observed on kubectl v1.37
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]


def build(env: Env, directory: str, anywhere: bool = False) -> list[Obj]:
    """The objects that a kustomization comes to, in the order they are applied. CliError for what is wrong with it.

    anywhere: files may lie outside the directories of their kustomizations.
    """
    from minikctl.client.kustomize.generating import add_hashes
    from minikctl.client.kustomize.ordering import ordered
    from minikctl.client.kustomize.references import fix
    from minikctl.client.kustomize.target import Target

    target = Target.top(env, directory, anywhere)
    resources = target.accumulate([])
    add_hashes(resources)
    fix(resources)
    if target.variables:
        from minikctl.client.kustomize.variables import resolve

        resolve(target.variables, resources)
    return [resource.obj for resource in ordered(resources, target.spec.get("sortOptions"))]
