"""Kustomizations as files: cases that the real kubectl and minikctl must answer alike."""

from __future__ import annotations

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: nginx, image: nginx:1.25, env: [{name: A, value: "1"}], ports: [{containerPort: 80}]}
      - {name: two, image: "reg.io:5000/x/app:1@sha256:aa"}
"""
CONFIG_MAP = """apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {a: "1"}
"""

CASES: dict[str, dict[str, str]] = {
    "replacements": {
        "kustomization.yaml": """namePrefix: dev-
resources: [dep.yaml, cm.yaml, svc.yaml]
configMapGenerator: [{name: gen, literals: ["host=a.b:80"]}]
replacements:
- source: {kind: Service, name: svc, fieldPath: metadata.name}
  targets:
  - select: {kind: Deployment, name: web}
    fieldPaths: [spec.template.spec.containers.0.env.0.value, 'spec.template.spec.containers.[name=two].image']
- source: {kind: Service, fieldPath: 'spec.ports.[name=http].port'}
  targets:
  - select: {kind: Deployment}
    fieldPaths: [metadata.annotations.port, spec.replicas]
    options: {create: true}
  - select: {kind: ConfigMap, name: c}
    fieldPaths: [data.a]
- source: {kind: ConfigMap, name: gen, fieldPath: data.host, options: {delimiter: ':', index: 0}}
  targets:
  - select: {kind: Deployment}
    fieldPaths: ['spec.template.spec.containers.*.image']
    options: {delimiter: /, index: 0}
- path: more.yaml
""",
        "svc.yaml": """apiVersion: v1
kind: Service
metadata: {name: svc}
spec: {ports: [{name: http, port: 81}], selector: {app: web}}
""",
        "more.yaml": """source: {kind: ConfigMap, name: c, fieldPath: data}
targets:
- select: {kind: Service}
  reject: [{name: nothing}]
  fieldPaths: [spec.selector]
""",
    },
    "replacements of names": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
replacements:
- source: {kind: Deployment, name: web}
  targets: [{select: {kind: ConfigMap}}]
""",
    },
    "replacements without a source": {
        "kustomization.yaml": """resources: [dep.yaml]
replacements:
- source: {kind: Service, name: nope, fieldPath: metadata.name}
  targets: [{select: {kind: Deployment}}]
""",
    },
    "replacements of two sources": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
replacements:
- source: {name: .*}
  targets: [{select: {kind: Deployment}}]
- source: {fieldPath: metadata.name}
  targets: [{select: {kind: Deployment}}]
""",
    },
    "replacements of a missing field": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
replacements:
- source: {kind: ConfigMap, name: c, fieldPath: data.b}
  targets: [{select: {kind: Deployment}}]
""",
    },
    "replacements into a missing field": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
replacements:
- source: {kind: ConfigMap, name: c, fieldPath: data.a}
  targets: [{select: {kind: Deployment}, fieldPaths: ['spec.template.spec.containers.[name=zz].image']}]
""",
    },
    "replacements out of bounds": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
replacements:
- source: {kind: ConfigMap, name: c, fieldPath: data.a, options: {delimiter: '.', index: 3}}
  targets: [{select: {kind: Deployment}, fieldPaths: [metadata.labels.app]}]
""",
    },
    "replacements without targets": {
        "kustomization.yaml": "resources: [dep.yaml]\nreplacements: [{source: {kind: Deployment}}]\n",
    },
    "vars": {
        "kustomization.yaml": """namePrefix: dev-
resources: [cm.yaml]
commonLabels: {a: b}
bases: [sub]
vars:
- {name: NAME, objref: {kind: ConfigMap, name: c, apiVersion: v1}}
- {name: A, objref: {kind: ConfigMap, name: c, apiVersion: v1}, fieldref: {fieldpath: data.a}}
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {containers: [{name: nginx, command: ["run", "$(NAME)", "x-$(A)-$(NAME)", "$(OTHER)"]}]}}}
""",
        "sub/dep.yaml": DEPLOYMENT.replace('value: "1"', "value: $(NAME)"),
        "sub/kustomization.yaml": "resources: [dep.yaml]\n",
    },
    "vars of nothing": {
        "kustomization.yaml": """resources: [dep.yaml]
vars:
- {name: NAME, objref: {kind: Service, name: c, apiVersion: v1}}
""",
    },
    "smp": {
        "kustomization.yaml": """resources: [dep.yaml]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          containers:
          - {name: new, image: x}
          - name: nginx
            env: [{name: B, value: "2"}]
          - name: two
            $patch: delete
""",
    },
    "del": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
patches:
- patch: |-
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: c}
    $patch: delete
""",
    },
    "nomatch": {
        "kustomization.yaml": """resources: [dep.yaml]
patches:
- patch: |-
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: zz}
    data: {a: b}
""",
    },
    "tgt": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
namePrefix: x-
patches:
- target: {name: "w.*"}
  patch: |-
    - {op: add, path: /metadata/annotations, value: {q: "1"}}
    - {op: replace, path: /metadata/name, value: renamed}
- target: {labelSelector: "app=web"}
  patch: '[{"op":"add","path":"/spec/paused","value":true}]'
""",
    },
    "tgtsmp": {
        "kustomization.yaml": """resources: [dep.yaml]
patches:
- target: {kind: Deployment}
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: whatever}
    spec: {replicas: 5, strategy: {type: Recreate}}
""",
    },
    "json-fail": {
        "kustomization.yaml": """resources: [dep.yaml]
patches:
- target: {kind: Deployment}
  patch: |-
    - {op: remove, path: /spec/nope}
""",
    },
    "img": {
        "kustomization.yaml": """resources: [dep.yaml]
images:
- {name: "reg.io:5000/x/app", newTag: "2"}
- {name: nginx, newName: my/nginx, digest: "sha256:ff"}
""",
    },
    "img2": {
        "kustomization.yaml": """resources: [dep.yaml]
images:
- {name: "reg.io:5000/x/app", newName: b}
- {name: nginx, newTag: "3", digest: "sha256:ff"}
""",
    },
    "rep": {
        "kustomization.yaml": """resources: [dep.yaml]
replicas: [{name: nope, count: 2}]
""",
    },
    "dup": {
        "kustomization.yaml": "resources: [dep.yaml, dep.yaml]\n",
    },
    "missing": {
        "kustomization.yaml": "resources: [nope.yaml]\n",
    },
    "outside": {
        "kustomization.yaml": "resources: [../outside.yaml]\n",
    },
    "badyaml": {
        "kustomization.yaml": "resources: [a\n",
    },
    "kind": {
        "kustomization.yaml": """kind: Foo
resources: [dep.yaml]
""",
    },
    "both": {
        "kustomization.yaml": "resources: [dep.yaml]\n",
        "kustomization.yml": "resources: [dep.yaml]\n",
    },
    "nometa": {
        "kustomization.yaml": "resources: [x.yaml]\n",
        "x.yaml": "a: 1\n",
    },
    "noname": {
        "kustomization.yaml": "resources: [x.yaml]\n",
        "x.yaml": """apiVersion: v1
kind: Pod
metadata: {}
""",
    },
    "emptyk": {
        "kustomization.yaml": "namePrefix: x-\n",
    },
    "cmgen-dup": {
        "kustomization.yaml": "configMapGenerator: [{name: a, literals: [a=1, a=2]}]\n",
    },
    "cmgen-bad": {
        "kustomization.yaml": "configMapGenerator: [{name: a, literals: [a]}]\n",
    },
    "cmgen-file": {
        "kustomization.yaml": "configMapGenerator: [{name: a, files: [nope]}]\n",
    },
    "cmgen-env": {
        "kustomization.yaml": "configMapGenerator: [{name: a, envs: [nope]}]\n",
    },
    "cmgen-noname": {
        "kustomization.yaml": "configMapGenerator: [{literals: [a=1]}]\n",
    },
    "cmgen-empty": {
        "kustomization.yaml": "configMapGenerator: [{name: e}]\n",
    },
    "cmgen-merge": {
        "kustomization.yaml": """resources: [b]
configMapGenerator: [{name: a, behavior: merge, literals: [b=2, c="x y"]}]
namePrefix: p-
""",
        "b/kustomization.yaml": """configMapGenerator: [{name: a, literals: [a=1,b=1]}]
nameSuffix: -s
""",
    },
    "cmgen-replace": {
        "kustomization.yaml": """resources: [b]
configMapGenerator: [{name: a, behavior: replace, literals: [b=2]}]
""",
        "b/kustomization.yaml": "configMapGenerator: [{name: a, literals: [a=1,b=1]}]\n",
    },
    "comp": {
        "kustomization.yaml": """resources: [dep.yaml]
components: [c]
""",
        "c/kustomization.yaml": """apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
replicas: [{name: web, count: 9}]
labels: [{pairs: {c: "1"}}]
""",
    },
    "cycle": {
        "kustomization.yaml": "resources: [c]\n",
        "c/kustomization.yaml": "resources: [..]\n",
    },
    "fifo": {
        "kustomization.yaml": """resources: [dep.yaml, cm.yaml]
sortOptions: {order: fifo}
""",
    },
    "old": {
        "kustomization.yaml": """bases: [b]
patchesStrategicMerge: [p.yaml]
patchesJson6902:
- target: {group: apps, version: v1, kind: Deployment, name: web}
  path: j.yaml
""",
        "b/kustomization.yaml": "resources: [../dep.yaml]\n",
        "p.yaml": """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 4}
""",
        "j.yaml": "- {op: add, path: /metadata/labels/z, value: zz}\n",
    },
    "ns": {
        "kustomization.yaml": """namespace: other
resources: [x.yaml, cm.yaml]
""",
        "x.yaml": """apiVersion: v1
kind: Namespace
metadata: {name: old}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv}
---
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: a}
spec: {containers: [{name: a, image: x}]}
""",
    },
    "list": {
        "kustomization.yaml": """resources: [x.yaml]
namePrefix: a-
""",
        "x.yaml": """apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: q}
""",
    },
    "typ": {
        "kustomization.yaml": "resources: dep.yaml\n",
    },
    "patchboth": {
        "kustomization.yaml": """resources: [dep.yaml]
patches: [{path: a, patch: b}]
""",
    },
    "patchnone": {
        "kustomization.yaml": """resources: [dep.yaml]
patches: [{target: {kind: Pod}}]
""",
    },
    "patchmiss": {
        "kustomization.yaml": """resources: [dep.yaml]
patches: [{path: nope.yaml}]
""",
    },
    "everything": {
        "kustomization.yaml": """resources: [all.yaml]
namespace: dev
namePrefix: p-
labels:
- pairs: {x: "yy"}
  includeSelectors: true
- pairs: {only: meta}
- pairs: {tmpl: yes-t}
  includeTemplates: true
commonAnnotations: {note: "1"}
images:
- name: busybox
  newName: reg.io/bb
- name: nginx
  digest: sha256:abc
- name: app
  newTag: v2
  newName: other
configMapGenerator:
- name: files
  files: [a.txt, key2=a.txt, bin.dat]
- name: envs
  envs: [e.env]
  options:
    disableNameSuffixHash: true
    labels: {g: "1"}
    immutable: true
secretGenerator:
- name: tls
  type: kubernetes.io/tls
  files: [a.txt, long.txt]
generatorOptions:
  annotations: {gen: "true"}
""",
        "all.yaml": """apiVersion: v1
kind: Namespace
metadata: {name: dev}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: sa}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cr}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: rb}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cr}
subjects:
- {kind: ServiceAccount, name: sa, namespace: default}
- {kind: ServiceAccount, name: default, namespace: default}
- {kind: User, name: joe}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cj}
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: sa
          restartPolicy: Never
          containers: [{name: a, image: busybox, envFrom: [{configMapRef: {name: envs}}, {secretRef: {name: tls}}]}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: a, image: "nginx:1.25"},{name: b, image: "app:v1@sha256:00"}]
      initContainers: [{name: i, image: "busybox:1"}]
      volumes: [{name: v, persistentVolumeClaim: {claimName: pvc}}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: pvc}
spec: {}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}, maxReplicas: 3}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ing}
spec:
  tls: [{secretName: tls}]
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 80}}}}]}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: pdb}
spec: {selector: {matchLabels: {app: db}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {containers: [{name: a, image: busybox}]}}}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {a: 1}
""",
        "a.txt": """hello
world
""",
        "long.txt": "x" * 100 + "\n",
        "e.env": """# c
A=1
B="q"

C= sp 
""",
        "bin.dat": "\x00",
    },
}
