"""ServiceAccounts. Pure."""

from __future__ import annotations

from minikctl.kinds._cells import name_and_age
from minikctl.kinds._kind import Kind, Served

KIND = Kind(
    group="",
    kind="ServiceAccount",
    plural="serviceaccounts",
    versions=(Served("v1"),),
    short_names=("sa",),
    subresources=("token",),
    row=name_and_age,
    spec_fields=(),
    has_status=False,
)
