"""The fixed order of controllers at one instant, and nothing else: every command reads it.

First what makes room (namespaces, garbage), then what a pod needs, then those who make pods from the outside in, then
those who place and run them, last those who only watch. Two worlds with the same history are the same because of it.
"""

from __future__ import annotations

NAMES = (
    "nodes",
    "namespace",
    "customresourcedefinition",
    "garbage",
    "serviceaccount",
    "kubernetesservice",
    "quota",
    "pvbinder",
    "cronjob",
    "hpa",
    "deployment",
    "replicaset",
    "replicationcontroller",
    "statefulset",
    "daemonset",
    "job",
    "ttlafterfinished",
    "scheduler",
    "kubelet",
    "disruption",
    "endpoints",
    "endpointslice",
    "expiry",
)
ORDER = {name: number for number, name in enumerate(NAMES)}
