"""Whose a name is, and the conditions that tell of it."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom import naming

Obj = dict[str, Any]

NAMES: Obj = {"plural": "crontabs", "singular": "crontab", "kind": "CronTab", "listKind": "CronTabList"}


def crd(names: Obj, accepted: Obj | None = None, group: str = "stable.example.com", **annotations: str) -> Obj:
    meta = {"name": f"{names['plural']}.{group}", "annotations": annotations}
    out: Obj = {"metadata": meta, "spec": {"group": group, "names": names}}
    if accepted is not None:
        out["status"] = {"acceptedNames": accepted}
    return out


def test_free_names_are_accepted() -> None:
    names, condition = naming.accepted(crd({**NAMES, "shortNames": ["ct"], "categories": ["all"]}), [])
    assert names == {**NAMES, "shortNames": ["ct"], "categories": ["all"]}
    assert (condition["status"], condition["reason"], condition["message"]) == (
        "True",
        "NoConflicts",
        "no conflicts found",
    )


@pytest.mark.parametrize(
    ("other", "reason", "message"),
    [
        ({"plural": "crontabs"}, "PluralConflict", '"crontabs" is already in use'),
        ({"plural": "others", "singular": "crontab"}, "SingularConflict", '"crontab" is already in use'),
        ({"plural": "others", "shortNames": ["ct"]}, "ShortNamesConflict", '"ct" is already in use'),
        ({"plural": "others", "kind": "CronTab"}, "KindConflict", '"CronTab" is already in use'),
        ({"plural": "others", "listKind": "CronTabList"}, "ListKindConflict", '"CronTabList" is already in use'),
    ],
)
def test_a_name_that_another_has_is_not(other: Obj, reason: str, message: str) -> None:
    one = crd({**NAMES, "shortNames": ["ct"]})
    names, condition = naming.accepted(one, [crd(other, accepted=other)])
    assert (condition["status"], condition["reason"], condition["message"]) == ("False", reason, message)
    assert naming.established(one, condition)["reason"] == "NotAccepted"
    assert len(names) >= 2


def test_one_that_is_established_stays_so() -> None:
    one = crd(NAMES)
    one["status"] = {"conditions": [{"type": "Established", "status": "True", "reason": "InitialNamesAccepted"}]}
    refused = naming.condition("NamesAccepted", False, "KindConflict", "")
    assert naming.established(one, refused)["status"] == "True"


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        ("https://github.com/x/y/pull/1", "ApprovedAnnotation"),
        ("unapproved, experimental", "UnapprovedAnnotation"),
        ("", "MissingAnnotation"),
        ("yes", "InvalidAnnotation"),
    ],
)
def test_groups_of_the_community_need_an_approval(annotation: str, reason: str) -> None:
    found = naming.approved(crd(NAMES, group="x.k8s.io", **{naming.APPROVAL: annotation}))
    assert found is not None
    assert found["reason"] == reason
    assert naming.approved(crd(NAMES)) is None


def test_versions_are_ranked_as_kubernetes_does() -> None:
    ranked = ["v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"]
    assert [crds.rank(version) for version in ranked] == sorted(map(crds.rank, ranked))
    assert len(set(map(crds.rank, ranked))) == len(ranked)
