"""The steps of the Deployment tutorial, in its order, and what each has to show. Pure data."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One command as a person types it. `shows`: regular expressions that its output (stdout and stderr) has to
    match; `lacks`: must not.
    """

    command: str
    shows: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    code: int = 0


class Chapter(NamedTuple):
    """A heading of the tutorial and its steps."""

    title: str
    steps: tuple[Step, ...]


OLD, NEW, TYPO = "2035384211", "1564180365", "3066724191"  # the names that the tutorial prints
AVAILABLE = "Waiting for deployment .* to finish|successfully rolled out"

CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "Create a Deployment",
        (
            Step("minikctl sim settings set legacyHashes=on"),
            Step(
                "kubectl create -f nginx-deployment.yaml --record",
                ("deployment.*/nginx-deployment created", "Warning: extensions/v1beta1 Deployment is deprecated"),
            ),
            Step("kubectl get deployments", (r"nginx-deployment +0/3 +3 +0",)),
            Step("minikctl sim clock advance 18s"),
            Step("kubectl get deployments", (r"nginx-deployment +3/3 +3 +3 +18s",)),
            Step("kubectl get rs", (rf"nginx-deployment-{OLD} +3 +3 +3 +18s",)),
            Step(
                "kubectl get pods --show-labels",
                (rf"(?s)(nginx-deployment-{OLD}-[a-z0-9]{{5}} .*app=nginx,pod-template-hash={OLD}.*){{3}}",),
            ),
        ),
    ),
    Chapter(
        "Create from standard input, a directory, a URL",
        (
            Step("kubectl delete -f nginx-deployment.yaml", ('deployment.* "nginx-deployment" deleted',)),
            Step("cat nginx-deployment.yaml | kubectl create -f -", ("nginx-deployment created",)),
            Step("kubectl delete deployment nginx-deployment"),
            Step("kubectl create -f one/", ("nginx-deployment created",)),
            Step("kubectl delete deployment nginx-deployment"),
            Step("kubectl create -f $URL/nginx-deployment.yaml --record", ("nginx-deployment created",)),
            Step("kubectl rollout status deployment/nginx-deployment", (AVAILABLE, "successfully rolled out")),
        ),
    ),
    Chapter(
        "Update the Deployment",
        (
            Step(
                "kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1 --record",
                ("nginx-deployment image updated",),
            ),
            Step(
                "kubectl rollout status deployment/nginx-deployment",
                ("out of 3 new replicas have been updated", "successfully rolled out"),
            ),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",), ("Waiting",)),
            Step("kubectl get deployments", (r"nginx-deployment +3/3 +3 +3",)),
            Step(
                "kubectl get rs",
                (rf"nginx-deployment-{NEW} +3 +3 +3", rf"nginx-deployment-{OLD} +0 +0 +0"),
            ),
            Step("kubectl get pods", (rf"nginx-deployment-{NEW}-",), (rf"{OLD}-",)),
            Step(
                "kubectl describe deployments",
                (
                    r"StrategyType: +RollingUpdate",
                    rf"Scaled up replica set nginx-deployment-{NEW} from 0 to 1",
                    rf"Scaled down replica set nginx-deployment-{OLD} from \d to 0",
                ),
            ),
            Step(
                "KUBE_EDITOR=\"sed -i 's/nginx:1.9.1/nginx:1.13.3/'\" kubectl edit deployment/nginx-deployment",
                ("nginx-deployment edited",),
            ),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
            Step("kubectl rollout undo deployment/nginx-deployment", ("nginx-deployment rolled back",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
        ),
    ),
    Chapter(
        "Rollover: a second update before the first is through",
        (
            Step("kubectl set image deployment/nginx-deployment nginx=nginx:1.13.3", ("image updated",)),
            Step("kubectl get rs", (r"nginx-deployment-\d+ +[1-3] +[1-3]",)),
            Step("kubectl set image deployment/nginx-deployment nginx=nginx:1.9.1 --record", ("image updated",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
            Step("kubectl get rs", (rf"nginx-deployment-{NEW} +3 +3 +3",)),
        ),
    ),
    Chapter(
        "A typo in the image sticks",
        (
            Step("kubectl set image deployment/nginx-deployment nginx=nginx:1.91 --record", ("image updated",)),
            Step("minikctl sim clock advance 2s"),
            Step("kubectl get pods", (rf"nginx-deployment-{TYPO}-.* (ErrImagePull|ImagePullBackOff) ",)),
            Step("kubectl rollout status deployment/nginx-deployment --timeout=5s", ("timed out waiting",), code=1),
            Step(
                "kubectl get pods",
                (rf"nginx-deployment-{TYPO}-.* ImagePullBackOff ", rf"nginx-deployment-{NEW}-.*Running"),
            ),
            Step("kubectl get rs", (rf"nginx-deployment-{TYPO} +2 +2 +0", rf"nginx-deployment-{NEW} +2 +2 +2")),
            Step("kubectl describe deployment", (rf"NewReplicaSet: +nginx-deployment-{TYPO}",)),
            Step(
                "kubectl rollout history deployment/nginx-deployment",
                ("REVISION +CHANGE-CAUSE", r"kubectl set image .*nginx=nginx:1\.91 --record=true"),
            ),
            Step("kubectl rollout history deployment/nginx-deployment --revision=1", (r"nginx:1\.7\.9",)),
            Step("kubectl rollout undo deployment/nginx-deployment", ("rolled back",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
            Step("kubectl rollout undo deployment/nginx-deployment --to-revision=1", ("rolled back",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
            Step("kubectl get deployment", (r"nginx-deployment +3/3 +3 +3",)),
            Step("kubectl get rs", (rf"nginx-deployment-{OLD} +3 +3 +3",)),
            Step("kubectl rollout history deployment/nginx-deployment", ("kubectl create",), (r"(?m)^1 ",)),
            Step("kubectl describe deployment", (rf"Scaled up replica set nginx-deployment-{OLD} from \d to \d",)),
        ),
    ),
    Chapter(
        "Clean up old revisions",
        (
            Step("kubectl delete rs nginx-deployment-" + NEW, ("deleted",)),
            Step("kubectl rollout history deployment/nginx-deployment", (r"(?m)^9 ",), (r"(?m)^8 ",)),
            Step(
                'kubectl patch deployment/nginx-deployment -p \'{"spec":{"revisionHistoryLimit":0}}\'',
                ("nginx-deployment patched",),
            ),
            Step("kubectl get rs -o name", (rf"replicaset.apps/nginx-deployment-{OLD}",), (TYPO,)),
            Step("kubectl rollout undo deployment/nginx-deployment", ("no rollout history found",), code=1),
        ),
    ),
    Chapter(
        "Scale",
        (
            Step("kubectl scale deployment nginx-deployment --replicas 10", ("nginx-deployment scaled",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("successfully rolled out",)),
            Step("kubectl get deploy", (r"nginx-deployment +10/10 +10 +10",)),
            Step(
                "kubectl autoscale deployment nginx-deployment --min=10 --max=15 --cpu-percent=80",
                ("autoscaled", "--cpu-percent has been deprecated"),
            ),
            Step("kubectl get hpa", (r"nginx-deployment +Deployment/nginx-deployment +cpu: <unknown>/80% +10 +15",)),
            Step("kubectl delete hpa nginx-deployment", ("deleted",)),
        ),
    ),
    Chapter(
        "Proportional scaling",
        (
            Step("kubectl create -f proportional.yaml", ("created",)),
            Step("kubectl rollout status deployment/proportional", ("successfully rolled out",)),
            Step("kubectl set image deploy/proportional nginx=nginx:sometag-does-not-exist", ("image updated",)),
            Step("minikctl sim clock advance 5s"),
            Step("kubectl get rs -l app=proportional", (r" 8 +8 +8 ", r" 5 +5 +0 ")),
            Step("kubectl scale deploy/proportional --replicas=15", ("scaled",)),
            Step("minikctl sim clock advance 5s"),
            Step("kubectl get rs -l app=proportional", (r" 11 +11 +11 ", r" 7 +7 +0 ")),
            Step("kubectl delete deploy proportional", ("deleted",)),
        ),
    ),
    Chapter(
        "Pause and resume",
        (
            Step("kubectl rollout pause deployment/nginx-deployment", ("nginx-deployment paused",)),
            Step("kubectl set image deploy/nginx-deployment nginx=nginx:1.9.1", ("image updated",)),
            Step(
                "kubectl set resources deployment nginx-deployment -c=nginx --limits=cpu=200m,memory=512Mi",
                ("resource requirements updated",),
            ),
            Step("kubectl get rs -o name", (OLD,), (r"(?s)replicaset.*replicaset",)),
            Step("kubectl rollout resume deploy nginx-deployment", ("nginx-deployment resumed",)),
            Step("kubectl get rs -w", (r"(?s)NAME.*nginx-deployment-",)),
            Step("kubectl rollout status deploy nginx-deployment", ("successfully rolled out",)),
            Step("kubectl get rs", (r"nginx-deployment-\d+ +10 +10 +10",)),
        ),
    ),
    Chapter(
        "A rollout that fails",
        (
            Step(
                'kubectl patch deployment/nginx-deployment -p \'{"spec":{"progressDeadlineSeconds":600}}\'',
                ("nginx-deployment patched",),
            ),
            Step("kubectl set image deployment/nginx-deployment nginx=nginx:1.91", ("image updated",)),
            Step("kubectl rollout status deployment/nginx-deployment", ("exceeded its progress deadline",), code=1),
            Step("kubectl describe deployment nginx-deployment", (r"Progressing +False +ProgressDeadlineExceeded",)),
            Step(
                "kubectl get deployment nginx-deployment -o yaml",
                ("reason: ProgressDeadlineExceeded", "type: Progressing", "reason: MinimumReplicasAvailable"),
            ),
            Step("kubectl delete deployment nginx-deployment", ("deleted",)),
            Step("kubectl create -f quota.yaml", ("resourcequota/few-pods created",)),
            Step("kubectl create -f proportional.yaml", ("created",)),
            Step("minikctl sim clock advance 5s"),
            Step("kubectl describe deployment proportional", (r"ReplicaFailure +True +FailedCreate",)),
            Step("kubectl scale deployment proportional --replicas=4", ("scaled",)),
            Step("kubectl rollout status deployment/proportional", ("successfully rolled out",)),
            Step(
                "kubectl describe deployment proportional",
                (r"Progressing +True +NewReplicaSetAvailable",),
                ("ReplicaFailure",),
            ),
            Step('kubectl patch quota few-pods -p \'{"spec":{"hard":{"pods":"40"}}}\'', ("patched",)),
            Step("kubectl scale deployment proportional --replicas=10", ("scaled",)),
            Step("kubectl rollout status deployment/proportional", ("successfully rolled out",)),
            Step("kubectl delete deployment proportional", ("deleted",)),
        ),
    ),
    Chapter(
        "Recreate, and a canary",
        (
            Step("kubectl create -f recreate.yaml", ("created",)),
            Step("kubectl rollout status deploy/recreate", ("successfully rolled out",)),
            Step("kubectl set image deploy/recreate nginx=nginx:1.9.1", ("image updated",)),
            Step("kubectl rollout status deploy/recreate", ("successfully rolled out",)),
            Step("kubectl describe deploy recreate", (r"(?s)from 2 to 0.*from 0 to 2",), ("RollingUpdateStrategy",)),
            Step("kubectl apply -f canary/canary.yaml", ("shop-canary created",)),
            Step("minikctl sim settle"),
            Step("kubectl get endpointslices -l kubernetes.io/service-name=shop", (r"\d, *10\.|\+ 1 more",)),
            Step("kubectl scale deploy/shop-canary --replicas=3", ("scaled",)),
            Step("kubectl delete -f canary/canary.yaml", ("deleted",)),
        ),
    ),
    Chapter(
        "In practice: apps/v1beta1",
        (
            Step("kubectl create -f nginx-deploy.yaml", ("nginx-deploy created",)),
            Step("kubectl get deployments", (r"nginx-deploy +0/3 +3 +0",)),
            Step("minikctl sim clock advance 4m"),
            Step("kubectl get deployments", (r"nginx-deploy +3/3 +3 +3 +4m",)),
            Step("kubectl get pod --show-labels", (r"app=nginx,pod-template-hash=\d+",)),
            Step("kubectl apply -f nginx-deploy-1.13.3.yaml", ("nginx-deploy configured",)),
            Step("kubectl rollout status deployment/nginx-deploy", ("successfully rolled out",)),
            Step("kubectl rollout history deployment nginx-deploy", (r"(?m)^2 ",)),
            Step("kubectl rollout undo deployment nginx-deploy", ("rolled back",)),
            Step("kubectl rollout status deployment/nginx-deploy", ("successfully rolled out",)),
            Step("kubectl rollout undo deployment nginx-deploy --to-revision=2", ("rolled back",)),
            Step("kubectl describe rs", (r"deployment.kubernetes.io/revision: \d",)),
        ),
    ),
    Chapter(
        "The same in apps/v1: the selector is required, and immutable",
        (
            Step("kubectl delete deployment --all", ("deleted",)),
            Step("kubectl create -f apps-v1/nginx-deploy.yaml", ("nginx-deploy created",), ("Warning",)),
            Step("kubectl rollout status deployment/nginx-deploy", ("successfully rolled out",)),
            Step(
                "kubectl patch deploy nginx-deploy --type=merge "
                '-p \'{"spec":{"selector":{"matchLabels":{"app":"other"}}}}\'',
                ("field is immutable",),
                code=1,
            ),
        ),
    ),
)
