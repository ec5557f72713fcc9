//! Workloads, rolled out, scaled, undone and removed by kubectl.

use crate::kubectl::Kubectl;

const DEPLOYMENT: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {bowline.dev/runtime: hollow}
      containers: [{name: web, image: nginx:1}]
"#;

#[test]
fn deployments_roll_as_kubectl_expects() {
    let Some(kubectl) = Kubectl::start() else { return };
    kubectl.ok_with("apply -f -", DEPLOYMENT);
    kubectl.ok("rollout status deploy/web --timeout=60s");
    assert!(kubectl.ok("get deploy web").contains("2/2"));
    assert!(kubectl.ok("get pods -l app=web -o wide").contains("Running"));
    kubectl.ok("scale deploy web --replicas=3");
    kubectl.ok("wait deploy/web --for=jsonpath={.status.readyReplicas}=3 --timeout=60s");
    kubectl.ok("set image deploy/web web=nginx:2");
    kubectl.ok("rollout status deploy/web --timeout=60s");
    assert!(kubectl.ok("get deploy web -o wide").contains("nginx:2"));
    let history = kubectl.ok("rollout history deploy/web");
    assert!(history.contains("1 ") && history.contains("2 "), "{history}");
    kubectl.ok("rollout undo deploy/web");
    kubectl.ok("rollout status deploy/web --timeout=60s");
    assert!(kubectl.ok("get deploy web -o wide").contains("nginx:1"));
    kubectl.ok("rollout restart deploy/web");
    kubectl.ok("rollout status deploy/web --timeout=60s");
    assert!(kubectl.ok("describe deploy web").contains("ScalingReplicaSet"));
    assert!(kubectl.ok("get all").contains("replicaset.apps/web-"));
    kubectl.ok("delete deploy web --cascade=foreground --timeout=60s");
    assert!(!kubectl.ok("get rs -l app=web -o name").contains("replicaset"));
}

#[test]
fn jobs_run_and_nodes_are_cordoned() {
    let Some(kubectl) = Kubectl::start() else { return };
    let job = r#"
apiVersion: batch/v1
kind: Job
metadata: {name: sum}
spec:
  completions: 2
  template:
    spec:
      restartPolicy: Never
      containers: [{name: sum, image: sum}]
"#;
    kubectl.ok_with("apply -f -", job);
    kubectl.ok("wait job/sum --for=condition=complete --timeout=60s");
    assert!(kubectl.ok("get job sum").contains("2/2"));
    let node = kubectl
        .ok("get nodes -l bowline.dev/runtime=hollow -o 'jsonpath={.items[0].metadata.name}'");
    kubectl.ok(&format!("cordon {node}"));
    assert!(kubectl.ok("get nodes").contains("SchedulingDisabled"));
    kubectl.ok(&format!("uncordon {node}"));
    kubectl.ok(&format!("taint node {node} special=yes:NoSchedule"));
    kubectl.ok(&format!("taint node {node} special-"));
    kubectl.ok("delete job sum --cascade=background");
}
