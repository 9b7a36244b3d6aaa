"""The pod template as `rollout history --revision` shows it."""

from __future__ import annotations

from minikctl.describe.pod_template import template_text


def test_tabs_are_kept() -> None:
    template = {
        "metadata": {
            "labels": {"pod-template-hash": "66b9cb6d4d", "app": "nginx"},
            "annotations": {"kubernetes.io/change-cause": "image updated to 1.16.1"},
        },
        "spec": {
            "containers": [
                {
                    "name": "nginx",
                    "image": "nginx:1.16.1",
                    "ports": [{"containerPort": 80, "protocol": "TCP"}],
                    "resources": {},
                }
            ]
        },
    }
    assert template_text(template) == (
        "Pod Template:\n"
        "  Labels:\tapp=nginx\n"
        "\tpod-template-hash=66b9cb6d4d\n"
        "  Annotations:\tkubernetes.io/change-cause: image updated to 1.16.1\n"
        "  Containers:\n"
        "   nginx:\n"
        "    Image:\tnginx:1.16.1\n"
        "    Port:\t80/TCP\n"
        "    Host Port:\t0/TCP\n"
        "    Environment:\t<none>\n"
        "    Mounts:\t<none>\n"
        "  Volumes:\t<none>\n"
        "  Node-Selectors:\t<none>\n"
        "  Tolerations:\t<none>\n"
    )
