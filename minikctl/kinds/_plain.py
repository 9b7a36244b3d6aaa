# ruff: noqa: E501
"""The resources that are only stored and served, as text: see plain.py, which reads it. The order is that of discovery.

A line: GROUP/VERSION PLURAL KIND FLAGS [SHORT NAMES] [CATEGORIES] [SUBRESOURCES] : COLUMNS. Flags: n namespaced,
g has a generation, c can only be created, r can only be read. A column: NAME[/TYPE]=WHERE, where WHERE is a path; `#`
counts, `,` joins, `?` shows <none> for nothing, `!` asks a function of plain.py. Name comes first, always; Age and
Created At say enough by themselves.
source: discovery and tables of v1.36
"""

from __future__ import annotations

LINES = """
v1 bindings Binding nc - - - :
v1 componentstatuses ComponentStatus r cs - - : Status=!status Message=!message Error=!error
apiregistration.k8s.io/v1 apiservices APIService - - api-extensions status : Service=!service Available=!available Age
authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview c - - - :
authentication.k8s.io/v1 tokenreviews TokenReview c - - - :
authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview nc - - - :
authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview c - - - :
authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview c - - - :
authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview c - - - :
certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest - csr - approval,status : Age SignerName=spec.signerName \
Requestor=spec.username RequestedDuration=!requested_duration Condition=!approval
networking.k8s.io/v1 ipaddresses IPAddress - ip - - : ParentRef=!parent
networking.k8s.io/v1 servicecidrs ServiceCIDR - - - status : CIDRs=,spec.cidrs Age
storage.k8s.io/v1 csidrivers CSIDriver - - - - : AttachRequired/boolean=spec.attachRequired PodInfoOnMount/boolean=spec.podInfoOnMount \
StorageCapacity/boolean=spec.storageCapacity TokenRequests=!token_requests RequiresRepublish/boolean=spec.requiresRepublish \
Modes=,spec.volumeLifecycleModes Age
storage.k8s.io/v1 csinodes CSINode - - - - : Drivers/integer=#spec.drivers Age
storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity n - - - : Created~At
storage.k8s.io/v1 volumeattachments VolumeAttachment - - - status : Attacher/string/name=spec.attacher \
PV=spec.source.persistentVolumeName Node=spec.nodeName Attached/boolean=status.attached Age
storage.k8s.io/v1 volumeattributesclasses VolumeAttributesClass - vac - - : DriverName=driverName Age
admissionregistration.k8s.io/v1 mutatingadmissionpolicies MutatingAdmissionPolicy g - api-extensions - : \
Mutations/integer=#spec.mutations ParamKind=!param_kind Age
admissionregistration.k8s.io/v1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding g - api-extensions - : \
PolicyName=spec.policyName ParamRef=!param_ref Age
admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration g - api-extensions - : \
Webhooks/integer=#webhooks Age
admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy g - api-extensions status : \
Validations/integer=#spec.validations ParamKind=!param_kind Age
admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding g - api-extensions - : \
PolicyName=spec.policyName ParamRef=!param_ref Age
admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration g - api-extensions - : \
Webhooks/integer=#webhooks Age
node.k8s.io/v1 runtimeclasses RuntimeClass - - - - : Handler=handler Age
resource.k8s.io/v1 deviceclasses DeviceClass g - - - : Age
resource.k8s.io/v1 resourceclaims ResourceClaim n - - status : State=!claim_state Age
resource.k8s.io/v1 resourceclaimtemplates ResourceClaimTemplate n - - - : Age
resource.k8s.io/v1 resourceslices ResourceSlice g - - - : Node=?spec.nodeName Driver=spec.driver Pool=spec.pool.name Age
flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema g - - status : PriorityLevel=spec.priorityLevelConfiguration.name \
MatchingPrecedence=spec.matchingPrecedence DistinguisherMethod=?spec.distinguisherMethod.type Age MissingPL=!dangling
flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration g - - status : Type=spec.type \
NominalConcurrencyShares=!shares Queues=?spec.limited.limitResponse.queuing.queues \
HandSize=?spec.limited.limitResponse.queuing.handSize QueueLengthLimit=?spec.limited.limitResponse.queuing.queueLengthLimit Age
"""
