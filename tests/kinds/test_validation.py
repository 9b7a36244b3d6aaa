# ruff: noqa: E501
"""What the server says about invalid objects, word for word as recorded from a real one (v1.36)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kinds.objects import Obj, created, deployment, errors, kind_of, template, update_errors, written

LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
    "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
)
VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)
PERCENT = (
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
    "validation is '[0-9]+%')"
)


def with_container(**fields: Any) -> Obj:
    return deployment(template=template(containers=[{"name": "nginx", "image": "nginx:1.25", **fields}]))


def rolling(**fields: Any) -> Obj:
    return deployment(strategy={"type": "RollingUpdate", "rollingUpdate": fields})


def stored(kind: str, version: str, **fields: Any) -> Obj:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, **fields}


def in_namespace(kind: str, version: str, **fields: Any) -> Obj:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x", "namespace": "default"}, **fields}


def slice_of(kind: str, *addresses: str) -> Obj:
    endpoints = [{"addresses": list(addresses)}]
    return in_namespace("EndpointSlice", "discovery.k8s.io/v1", addressType=kind, endpoints=endpoints)


def lease(**spec: Any) -> Obj:
    return in_namespace("Lease", "coordination.k8s.io/v1", spec=spec)


PEM = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KQUFBQQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K"


def request(**spec: Any) -> Obj:
    good = {"request": PEM, "signerName": "kubernetes.io/kube-apiserver-client", "usages": ["client auth"]}
    return stored("CertificateSigningRequest", "certificates.k8s.io/v1", spec={**good, **spec})


CASES: list[tuple[Obj, list[str]]] = [
    (slice_of("IPv4", "10.0.0.1", "203.0.113.9"), []),
    (slice_of("IPv6", "fd00::1"), []),
    (slice_of("IPv4", "nope"), ['endpoints[0].addresses[0]: Invalid value: "nope": must be a valid IPv4 address']),
    (
        slice_of("IPv6", "10.0.0.1"),
        ['endpoints[0].addresses[0]: Invalid value: "10.0.0.1": must be a valid IPv6 address'],
    ),
    (
        slice_of("IPv4", "10.0.0.1", "127.0.0.1"),
        [
            'endpoints[0].addresses[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'
        ],
    ),
    (
        slice_of("FQDN", "x"),
        [
            'endpoints[0].addresses[0]: Invalid value: "x": should be a domain with at least two segments separated by dots'
        ],
    ),
    (lease(leaseDurationSeconds=40, leaseTransitions=0), []),
    (lease(leaseDurationSeconds=0), ["spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"]),
    (lease(leaseTransitions=-1), ["spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0"]),
    (stored("RuntimeClass", "node.k8s.io/v1", handler="gvisor"), []),
    (stored("RuntimeClass", "node.k8s.io/v1", handler="A"), [f'handler: Invalid value: "A": {LABEL}']),
    (
        in_namespace(
            "NetworkPolicy",
            "networking.k8s.io/v1",
            spec={"podSelector": {}, "policyTypes": ["Ingress", "Egress", "Ingress"]},
        ),
        ['spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes'],
    ),
    (request(), []),
    (request(usages=[]), ["spec.usages: Required value"]),
    (request(request="YWJj"), ['spec.request: Invalid value: "YWJj": PEM block type must be CERTIFICATE REQUEST']),
    (
        request(signerName="x"),
        [
            "spec.signerName: Invalid value: \"x\": must be a fully qualified domain and path of the form 'example.com/signer-name'"
        ],
    ),
    (
        request(expirationSeconds=60),
        ["spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)"],
    ),
    (deployment(), []),
    (deployment(replicas=-5), ["spec.replicas: Invalid value: -5: must be greater than or equal to 0"]),
    (
        deployment(selector={"matchLabels": {"app": "other"}}),
        ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ),
    (
        deployment(selector=None),
        [
            "spec.selector: Required value",
            'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
        ],
    ),
    (deployment(selector={}), ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"]),
    (deployment(template=template(containers=None)), ["spec.template.spec.containers: Required value"]),
    (with_container(image=""), ["spec.template.spec.containers[0].image: Required value"]),
    (
        with_container(name="Nginx_1"),
        [f'spec.template.spec.containers[0].name: Invalid value: "Nginx_1": {LABEL}'],
    ),
    (
        with_container(ports=[{"containerPort": 70000}]),
        [
            "spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 70000: "
            "must be between 1 and 65535, inclusive"
        ],
    ),
    (
        with_container(resources={"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}),
        [
            'spec.template.spec.containers[0].resources.requests: Invalid value: "2": '
            "must be less than or equal to cpu limit of 1"
        ],
    ),
    (
        with_container(imagePullPolicy="Sometimes"),
        [
            'spec.template.spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: '
            '"Always", "IfNotPresent", "Never"'
        ],
    ),
    (
        deployment(template=template(restartPolicy="Never")),
        ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ),
    (
        with_container(volumeMounts=[{"name": "gone", "mountPath": "/x"}]),
        ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "gone"'],
    ),
    (
        deployment(template=template(containers=[{"name": "a", "image": "a:1"}, {"name": "a", "image": "a"}])),
        ['spec.template.spec.containers[1].name: Duplicate value: "a"'],
    ),
    (with_container(env=[{"name": "1 bad", "value": "x"}]), []),
    (
        deployment(template={**template(), "metadata": {"labels": {"app": "bad value!"}}}),
        [
            'spec.template.metadata.labels: Invalid value: {"app":"bad value!"}: '
            "`selector` does not match template `labels`",
            f'spec.template.labels: Invalid value: "bad value!": {VALUE}',
        ],
    ),
    (
        deployment(strategy={"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}),
        ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ),
    (
        deployment(strategy={"type": "Sideways", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}),
        [
            'spec.strategy: Unsupported value: {"Type":"Sideways","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":1}}: '
            'supported values: "Recreate", "RollingUpdate"'
        ],
    ),
    (
        rolling(maxSurge=0, maxUnavailable=0),
        ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"],
    ),
    (
        rolling(maxSurge="150", maxUnavailable="50%"),
        [f'spec.strategy.rollingUpdate.maxSurge: Invalid value: "150": {PERCENT}'],
    ),
    (
        rolling(maxUnavailable="150%"),
        ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%'],
    ),
    (
        deployment(minReadySeconds=700),
        ["spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"],
    ),
    (
        deployment(revisionHistoryLimit=-1),
        ["spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0"],
    ),
    (
        written("v1", "Service", spec={"ports": [{"port": 99999}]}),
        [
            "spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive",
            "spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive",
        ],
    ),
    (written("v1", "Service", spec={}), ["spec.ports: Required value"]),
    (
        written("v1", "Service", spec={"ports": [{"port": 1}, {"port": 2}]}),
        ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"],
    ),
    (
        written(
            "batch/v1",
            "CronJob",
            spec={"schedule": "every day", "jobTemplate": {"spec": {"template": template(restartPolicy="Never")}}},
        ),
        ['spec.schedule: Invalid value: "every day": expected exactly 5 fields, found 2: [every day]'],
    ),
    (
        written("batch/v1", "Job", spec={"template": template()}),
        ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ),
    (
        written("v1", "Secret", type="kubernetes.io/tls"),
        ["data[tls.crt]: Required value", "data[tls.key]: Required value"],
    ),
    (
        written("v1", "ConfigMap", data={"a/b": "c"}),
        [
            'data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '
            "'-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
            "'[-._a-zA-Z0-9]+')"
        ],
    ),
    (
        written(
            "autoscaling/v1",
            "HorizontalPodAutoscaler",
            spec={"minReplicas": 5, "maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}},
        ),
        ["spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"],
    ),
    (
        written(
            "networking.k8s.io/v1",
            "Ingress",
            spec={
                "rules": [
                    {
                        "host": "a.b",
                        "http": {
                            "paths": [{"path": "/", "backend": {"service": {"name": "s", "port": {"number": 80}}}}]
                        },
                    }
                ]
            },
        ),
        ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"],
    ),
    (
        written("v1", "ResourceQuota", spec={"hard": {"foo": "1"}}),
        [
            'spec.hard[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
            'spec.hard[foo]: Invalid value: "foo": must be a standard resource for quota',
        ],
    ),
    (
        written("v1", "ResourceQuota", spec={"hard": {"cpu": "1"}, "scopes": ["BestEffort"]}),
        ['spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource'],
    ),
    (
        written("v1", "Service", spec={"ports": [{"port": 80}], "loadBalancerSourceRanges": ["1.2.3.4"]}),
        [
            'spec.loadBalancerSourceRanges[0]: Invalid value: "1.2.3.4": must be a valid CIDR value, '
            "(e.g. 10.9.8.0/24 or 2001:db8::/64)"
        ],
    ),
    (
        written(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            spec={"podSelector": {}, "ingress": [{"from": [{"ipBlock": {"cidr": "1.2.3.4"}}]}]},
        ),
        [
            'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "1.2.3.4": must be a valid CIDR value, '
            "(e.g. 10.9.8.0/24 or 2001:db8::/64)"
        ],
    ),
]


@pytest.mark.parametrize(("obj", "expected"), CASES)
def test_what_is_wrong_with_a_new_object(obj: Obj, expected: list[str]) -> None:
    assert errors(obj) == expected


def immutable_map(**data: str) -> Obj:
    return written("v1", "ConfigMap", data=data, immutable=True)


def job(**spec: Any) -> Obj:
    return written("batch/v1", "Job", spec={"template": template(restartPolicy="Never"), **spec})


def stateful(**spec: Any) -> Obj:
    selector = {"matchLabels": {"app": "web"}}
    return written(
        "apps/v1", "StatefulSet", spec={"selector": selector, "template": template(), "serviceName": "a", **spec}
    )


UPDATES: list[tuple[Obj, Obj, list[str]]] = [
    (deployment(), deployment(replicas=3), []),
    (
        deployment(),
        deployment(selector={"matchLabels": {"app": "other"}}),
        [
            'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
            'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
        ],
    ),
    (
        immutable_map(a="1"),
        immutable_map(a="2"),
        ["data: Forbidden: field is immutable when `immutable` is set"],
    ),
    (
        stateful(),
        stateful(serviceName="other"),
        [
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
            "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' "
            "are forbidden"
        ],
    ),
    (stateful(), stateful(replicas=5), []),
    (
        written("v1", "Service", spec={"ports": [{"port": 80}], "clusterIP": "10.96.0.1", "clusterIPs": ["10.96.0.1"]}),
        written("v1", "Service", spec={"ports": [{"port": 80}], "clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7"]}),
        ['spec.clusterIPs[0]: Invalid value: ["10.96.0.7"]: may not change once set'],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), UPDATES)
def test_what_may_not_change(old: Obj, new: Obj, expected: list[str]) -> None:
    assert update_errors(old, new) == expected


def test_the_handler_of_a_runtime_class_may_not_change() -> None:
    old = stored("RuntimeClass", "node.k8s.io/v1", handler="a")
    assert update_errors(old, {**old, "handler": "b"}) == ['handler: Invalid value: "b": field is immutable']


def test_the_completions_of_a_job_may_not_change() -> None:
    old = created(job())
    new = {**old, "spec": {**old["spec"], "completions": 3}}
    kind = kind_of(old)
    assert list(map(str, kind.validate_update(new, old))) == ["spec.completions: Invalid value: 3: field is immutable"]


def test_a_pod_s_image_may_change_but_not_its_command() -> None:
    old = created(written("v1", "Pod", spec={"containers": [{"name": "a", "image": "b:1"}]}))
    (container,) = old["spec"]["containers"]
    kind = kind_of(old)

    def changed(**fields: Any) -> Obj:
        return {**old, "spec": {**old["spec"], "containers": [{**container, **fields}]}}

    assert kind.validate_update(changed(image="b:2"), old) == []
    (error,) = kind.validate_update(changed(command=["x"]), old)
    assert str(error).startswith(
        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`"
    )


def test_warnings_name_what_is_hidden() -> None:
    env = [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]
    obj = created(with_container(env=env))
    assert kind_of(obj).warnings(obj, None) == [
        'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'
    ]


def test_completions_of_an_indexed_job_change_with_its_parallelism() -> None:
    old = created(job(completionMode="Indexed", completions=2, parallelism=2))
    grown = {**old, "spec": {**old["spec"], "completions": 5}}
    kind = kind_of(old)
    assert list(map(str, kind.validate_update(grown, old))) == [
        "spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism"
    ]
    grown["spec"]["parallelism"] = 5
    assert kind.validate_update(grown, old) == []
