"""The cluster roles that every cluster has are there, can be changed, and stay."""

from __future__ import annotations

from tests.support.http import Http

ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
AGGREGATE = "rbac.authorization.k8s.io/aggregate-to"


def names(http: Http, url: str) -> list[str]:
    return [item["metadata"]["name"] for item in http.json("GET", url)["items"]]


def test_what_every_cluster_has_is_listed_by_name() -> None:
    http = Http()
    assert names(http, ROLES)[:3] == ["admin", "cluster-admin", "edit"]
    assert "cluster-admin" in names(http, BINDINGS)
    assert names(http, f"{ROLES}?labelSelector={AGGREGATE}-edit=true") == ["view"]
    http.ask("POST", ROLES, {"metadata": {"name": "b"}, "rules": []})
    assert names(http, ROLES)[:3] == ["admin", "b", "cluster-admin"]


def test_one_is_read_as_an_object() -> None:
    http = Http()
    role = http.json("GET", f"{ROLES}/view")
    assert role["aggregationRule"]["clusterRoleSelectors"] == [{"matchLabels": {f"{AGGREGATE}-view": "true"}}]
    assert role["metadata"]["uid"] == http.json("GET", f"{ROLES}/view")["metadata"]["uid"]
    pods = next(rule for rule in role["rules"] if "pods" in rule["resources"])
    assert pods["verbs"] == ["get", "list", "watch"]
    binding = http.json("GET", f"{BINDINGS}/cluster-admin")
    assert binding["subjects"][0]["name"] == "system:masters"
    assert http.ask("GET", f"{ROLES}/nope").status == 404


def test_one_can_be_changed_and_is_stored_then() -> None:
    http = Http()
    patch = {"metadata": {"labels": {"mine": "yes"}}}
    media = "application/merge-patch+json"
    assert http.ask("PATCH", f"{ROLES}/view", patch, content_type=media).status == 200
    assert names(http, f"{ROLES}?labelSelector=mine=yes") == ["view"]
    assert names(http, ROLES).count("view") == 1
    body = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"labels": {"x": "y"}}}
    applied = http.ask("PATCH", f"{ROLES}/edit?fieldManager=m", body, content_type="application/apply-patch+yaml")
    assert applied.status == 200, applied.body


def test_none_can_be_made_or_deleted() -> None:
    http = Http()
    assert http.ask("POST", ROLES, {"metadata": {"name": "view"}, "rules": []}).status == 409
    assert http.ask("DELETE", f"{ROLES}/view").status == 403
    assert http.ask("DELETE", f"{BINDINGS}/cluster-admin").status == 403
